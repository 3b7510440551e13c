import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { checkout } from "../cloud/checkout";

/** The program of the local cloud as one JavaScript file. */
export interface Bundle {
    readonly path: string;
    /** Of its content: another program has another one. */
    readonly hash: string;
}

const name = /^local-cloud-[0-9a-f]{16}\.cjs(\.map)?$/;

const keptFor = 24 * 3600 * 1000;

let bundled: Promise<Bundle> | undefined;

/**
 * Compiles the local cloud, once per process. Plain JavaScript starts in a fraction of the time and memory of sources that
 * are compiled as they load. Packages stay outside and are found in this checkout's `node_modules`.
 */
export function bundleLocalCloud(): Promise<Bundle> {
    bundled ??= compile();
    return bundled;
}

async function compile(): Promise<Bundle> {
    const folder = join(checkout(), "node_modules", ".cache", "pulumi-accelerators");
    const { outputFiles } = await build({
        entryPoints: [join(checkout(), "sim", "main.ts")],
        absWorkingDir: checkout(),
        outfile: join(folder, "local-cloud.cjs"),
        bundle: true,
        packages: "external",
        platform: "node",
        target: "node20",
        format: "cjs",
        sourcemap: "external",
        write: false,
        logLevel: "silent",
    });
    const [map, program] = ["cjs.map", "cjs"].map(ending =>
        outputFiles.find(({ path }) => path.endsWith(`.${ending}`)),
    );
    if (map === undefined || program === undefined) {
        throw new Error("esbuild gave no program");
    }
    const hash = createHash("sha256").update(program.contents).digest("hex").slice(0, 16);
    const path = join(folder, `local-cloud-${hash}.cjs`);
    if (!existsSync(path)) {
        mkdirSync(folder, { recursive: true });
        removeOld(folder);
        writeWhole(`${path}.map`, map.contents);
        writeWhole(path, `${program.text}\n//# sourceMappingURL=local-cloud-${hash}.cjs.map\n`);
    }
    return { path, hash };
}

/** One that is a little older may belong to a command that is about to start it. */
function removeOld(folder: string): void {
    const files = readdirSync(folder).filter(file => name.test(file));
    for (const path of files.map(file => join(folder, file))) {
        if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - keptFor) {
            rmSync(path, { force: true });
        }
    }
}

/** Two commands may compile at the same time: each renames a file of its own to the same name. */
function writeWhole(path: string, content: string | Uint8Array): void {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, content);
    renameSync(draft, path);
}
