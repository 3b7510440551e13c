import { Expansion } from "./expansion";
import type { ShellMachine } from "./machine";
import type { Redirect } from "./syntax";

/** Where what is printed goes. */
interface Sink {
    text: string;
}

/** Where the commands of a shell print to, and where they read from. */
export abstract class Streams extends Expansion {
    protected out: Sink = { text: "" };
    protected err: Sink = { text: "" };

    constructor(protected readonly machine: ShellMachine) {
        super();
    }

    protected paths(): readonly string[] {
        return this.machine.paths();
    }

    protected captured(work: () => void): string {
        const { out } = this;
        const sink = { text: "" };
        this.out = sink;
        try {
            work();
        } finally {
            this.out = out;
        }
        return sink.text;
    }

    protected redirected(redirects: readonly Redirect[], input: string, work: (input: string) => number): number {
        const { out, err } = this;
        const files: { readonly sink: Sink; readonly path: string; readonly appends: boolean }[] = [];
        let given = input;
        for (const redirect of redirects) {
            switch (redirect.kind) {
                case "here":
                    given = this.text(redirect.text);
                    break;
                case "read": {
                    const path = this.text(redirect.target);
                    const content = path === "/dev/null" ? "" : this.machine.read(path);
                    if (content === undefined) {
                        this.err.text += `${path}: No such file or directory\n`;
                        Object.assign(this, { out, err });
                        return 1;
                    }
                    given = content;
                    break;
                }
                case "join":
                    this.point(redirect.from, redirect.to === "2" ? this.err : this.out);
                    break;
                default: {
                    const path = this.text(redirect.target);
                    const sink = { text: "" };
                    if (!path.startsWith("/dev/")) files.push({ sink, path, appends: redirect.kind === "append" });
                    this.point(redirect.from, path === "/dev/stderr" ? err : path === "/dev/stdout" ? out : sink);
                }
            }
        }
        try {
            return work(given);
        } finally {
            Object.assign(this, { out, err });
            for (const { sink, path, appends } of files)
                this.machine.write(path, (appends ? (this.machine.read(path) ?? "") : "") + sink.text);
        }
    }

    private point(from: string, sink: Sink): void {
        if (from === "1" || from === "&") this.out = sink;
        if (from === "2" || from === "&") this.err = sink;
    }
}
