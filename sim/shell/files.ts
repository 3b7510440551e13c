/** Files of a machine that boots: what its scripts wrote, and where they stand. */

export class Files {
    private readonly contents = new Map<string, string>();
    private readonly others = new Set<string>();
    private readonly links = new Set<string>();
    private readonly runnable = new Set<string>();
    private directory = "/";

    /** `present` are paths that the machine has by itself. */
    constructor(private readonly present: readonly string[]) {}

    /** Makes a path absolute. */
    resolve(path: string): string {
        const parts: string[] = [];
        for (const part of (path.startsWith("/") ? path : `${this.directory}/${path}`).split("/")) {
            if (part === "..") parts.pop();
            else if (part !== "" && part !== ".") parts.push(part);
        }
        return `/${parts.join("/")}`;
    }

    enter(path: string): void {
        this.directory = this.resolve(path);
    }

    here(): string {
        return this.directory;
    }

    read(path: string): string | undefined {
        return this.contents.get(this.resolve(path));
    }

    write(path: string, content: string): void {
        this.contents.set(this.resolve(path), content);
    }

    /** A link: it is there, whatever is behind it. */
    link(path: string): void {
        this.put(path);
        this.links.add(this.resolve(path));
    }

    isLink(path: string): boolean {
        return this.links.has(this.resolve(path));
    }

    allowRunning(path: string, allowed: boolean): void {
        if (allowed) this.runnable.add(this.resolve(path));
        else this.runnable.delete(this.resolve(path));
    }

    mayRun(path: string): boolean {
        return this.runnable.has(this.resolve(path));
    }

    /** A directory, a link or a device: something that is there and is not read. */
    put(path: string): void {
        this.others.add(this.resolve(path));
    }

    remove(path: string): void {
        const gone = this.resolve(path);
        for (const each of [...this.contents.keys()]) if (isBelow(gone, each)) this.contents.delete(each);
        for (const set of [this.others, this.links, this.runnable])
            for (const each of [...set]) if (isBelow(gone, each)) set.delete(each);
    }

    /** Directories of files count as well. */
    exists(path: string): boolean {
        const wanted = this.resolve(path);
        return this.all().some(each => isBelow(wanted, each));
    }

    /** Files, by path, that the scripts wrote. */
    written(): ReadonlyMap<string, string> {
        return this.contents;
    }

    all(): readonly string[] {
        return [...this.made(), ...this.present];
    }

    /** Everything that the scripts put there. */
    made(): readonly string[] {
        return [...this.contents.keys(), ...this.others];
    }
}

function isBelow(directory: string, path: string): boolean {
    return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}
