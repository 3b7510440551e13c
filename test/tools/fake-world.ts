import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "../../tools/obtain/progress";
import type { Patience, Surroundings } from "../../tools/obtain/surroundings";
import type { ToolSpec } from "../../tools/obtain/tool-spec";

/** Short enough for tests, long enough for a busy machine. */
export const testPatience: Patience = {
    connectMs: 2_000,
    stallMs: 400,
    attempts: 3,
    retryMs: 5,
    lockStaleMs: 2_000,
    lockPollMs: 20,
    heartbeatMs: 60_000,
};

/** An empty cache, an empty PATH, one Go module, and a record of everything that was said. */
export interface FakeWorld {
    readonly root: string;
    /** The only folder on PATH. */
    readonly bin: string;
    readonly surroundings: Surroundings;
    readonly said: string[];
    remove(): void;
}

export function fakeWorld(changes: Partial<Surroundings> = {}): FakeWorld {
    const root = mkdtempSync(join(tmpdir(), "tools-test-"));
    const bin = join(root, "bin");
    const goModules = join(root, "go");
    [bin, join(goModules, "fake")].forEach(folder => mkdirSync(folder, { recursive: true }));
    const said: string[] = [];
    const surroundings: Surroundings = {
        cache: join(root, "cache"),
        platform: "linux-x64",
        environment: { PATH: bin },
        goModules,
        oldestGo: "1.26.0",
        offline: false,
        patience: testPatience,
        openProgress: () => Promise.resolve(recorder(said)),
        ...changes,
    };
    return { root, bin, surroundings, said, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Progress that keeps what it is told. */
export function recorder(said: string[]): Progress {
    return {
        say: line => said.push(line),
        begin: title => {
            said.push(title);
            return {
                bytes: (done, total) => said.push(`${done} of ${total ?? "?"}`),
                packages: done => said.push(`${done} packages`),
                end: outcome => said.push(`${title}: ${outcome}`),
            };
        },
    };
}

/** A tool that is released on `server`, as the executable itself, and can be built. */
export function aTool(server = "http://127.0.0.1:1", changes: Partial<ToolSpec> = {}): ToolSpec {
    return {
        name: "tool",
        version: "1.5.2",
        onPath: { probe: ["--version"], accept: "same minor" },
        release: {
            page: "https://tool.example/releases",
            platforms: ["linux-x64"],
            asset: `${server}/v{version}/{tool}-{os}-{goarch}`,
            checksum: { format: "lines", url: `${server}/v{version}/SHA256SUMS` },
        },
        build: { module: "fake", package: "./cmd/tool", flags: [], stamp: {}, version: changes.version ?? "1.5.2" },
        usualSeconds: { download: 1, build: 2 },
        companions: [],
        ...changes,
    };
}

/** The lines that a fake program noted about its calls. */
export function callsOf(program: string): readonly string[] {
    const notes = `${program}.calls`;
    return existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : [];
}
