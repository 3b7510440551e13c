import { spawnSync } from "node:child_process";

/** What one run of a child process cost. */
export interface Cost {
    readonly milliseconds: number;
    readonly residentMiB: number;
}

/** Medians of two ways to do the same, and the median of their ratios pair by pair. */
export interface Comparison {
    readonly ours: Cost;
    readonly theirs: Cost;
    readonly timeRatio: number;
    readonly memoryRatio: number;
    readonly runs: number;
}

/**
 * Runs the two scripts in turn, A B A B …, so that a machine whose speed drifts treats both alike. Each script prints one
 * line of JSON, a `Cost`, which it measured itself.
 */
export function compareScripts(ours: readonly string[], theirs: readonly string[], runs: number): Comparison {
    const pairs = Array.from({ length: runs + 1 }, () => ({ ours: runScript(ours), theirs: runScript(theirs) })).slice(
        1,
    );
    return {
        ours: {
            milliseconds: median(pairs.map(p => p.ours.milliseconds)),
            residentMiB: median(pairs.map(p => p.ours.residentMiB)),
        },
        theirs: {
            milliseconds: median(pairs.map(p => p.theirs.milliseconds)),
            residentMiB: median(pairs.map(p => p.theirs.residentMiB)),
        },
        timeRatio: median(pairs.map(p => p.ours.milliseconds / p.theirs.milliseconds)),
        memoryRatio: median(pairs.map(p => p.ours.residentMiB / p.theirs.residentMiB)),
        runs,
    };
}

function runScript(script: readonly string[]): Cost {
    const child = spawnSync(process.execPath, [...script], { encoding: "utf8" });
    if (child.status !== 0) {
        throw new Error(`node ${script.join(" ")} failed:\n${child.stderr}`);
    }
    return JSON.parse(child.stdout.trim().split("\n").at(-1) ?? "") as Cost;
}

export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? NaN, sorted[middle] ?? NaN];
    return (low + high) / 2;
}
