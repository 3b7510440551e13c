import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { ask, lookUp } from "./on-path";
import { fill, goPlatform } from "./platform";
import type { FailedTry, FailureId } from "./problem";
import type { Task } from "./progress";
import type { Surroundings } from "./surroundings";
import type { ToolSpec } from "./tool-spec";
import { compareVersions, findVersion } from "./version";

/** A Go toolchain that is new enough. */
export interface Go {
    readonly path: string;
    readonly version: string;
}

/** Lines of the compiler that an error message keeps. */
const keptLines = 12;

/** Go on PATH, or why it cannot build. It never downloads another toolchain. */
export async function findGo(surroundings: Pick<Surroundings, "environment" | "oldestGo">): Promise<Go | FailedTry> {
    const path = lookUp("go", surroundings.environment);
    if (path === undefined) {
        return failed("build.no-go", "Go is not on the PATH");
    }
    const answer = await ask(path, ["env", "GOVERSION"], { ...surroundings.environment, GOTOOLCHAIN: "local" });
    const found = findVersion(answer.replace("go", ""));
    const oldest = findVersion(surroundings.oldestGo);
    if (found === undefined || oldest === undefined) {
        return failed("build.no-go", `${path} does not tell its version`);
    }
    return compareVersions(found, oldest) >= 0
        ? { path, version: found.text }
        : failed("build.old-go", `${path} is Go ${found.text}, needed is ${oldest.text} or newer`);
}

/** Builds a tool from its committed Go module into the folder `work` and returns the path of its executable there. */
export async function buildTool(
    tool: ToolSpec,
    go: Go,
    surroundings: Surroundings,
    work: string,
    task: Task,
): Promise<string | FailedTry> {
    const executable = join(work, "built", tool.name);
    mkdirSync(dirname(executable), { recursive: true });
    const stamp = Object.entries(tool.build.stamp).map(
        ([variable, value]) => `-X ${variable}=${fill(value, tool, tool.build.version, surroundings.platform)}`,
    );
    const args = [
        ...["build", "-v", "-mod=readonly", "-trimpath", "-buildvcs=false", ...tool.build.flags],
        ...["-ldflags", ["-s", "-w", ...stamp].join(" "), "-o", executable, tool.build.package],
    ];
    const { exitCode, tail } = await run(
        go.path,
        args,
        join(surroundings.goModules, tool.build.module),
        surroundings,
        task,
    );
    return exitCode === 0 ? executable : failed("build.failed", ["go build failed:", ...tail].join("\n"));
}

async function run(
    go: string,
    args: readonly string[],
    folder: string,
    surroundings: Surroundings,
    task: Task,
): Promise<{ readonly exitCode: number | null; readonly tail: readonly string[] }> {
    const child = spawn(go, args, {
        cwd: folder,
        env: goEnvironment(surroundings),
        stdio: ["ignore", "ignore", "pipe"],
    });
    const tail: string[] = [];
    let packages = 0;
    createInterface({ input: child.stderr }).on("line", line => {
        if (isPackage(line)) {
            task.packages(++packages);
        } else if (!line.startsWith("go: downloading ")) {
            tail.push(line);
            tail.splice(0, Math.max(0, tail.length - keptLines));
        }
    });
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", exitCode => resolve({ exitCode, tail }));
    });
}

/** `go build -v` prints each package that it compiles: one word with a slash, or of the standard library. */
function isPackage(line: string): boolean {
    return /^[\w./~-]+$/.test(line);
}

/** The user's Go settings, less those that would build something else or with another toolchain. */
function goEnvironment(surroundings: Surroundings): NodeJS.ProcessEnv {
    const { os, goarch } = goPlatform(surroundings.platform);
    return {
        ...surroundings.environment,
        GOTOOLCHAIN: "local",
        CGO_ENABLED: "0",
        GOOS: os,
        GOARCH: goarch,
        GOFLAGS: "",
        GOWORK: "off",
    };
}

function failed(id: FailureId, why: string): FailedTry {
    return { source: "build", id, why };
}
