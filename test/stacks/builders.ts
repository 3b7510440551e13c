import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Surroundings } from "../../components/aws/planning";
import type { Pool, Problem } from "../../components/fleet";
import { checkSettings } from "../../stacks/configuration";
import { planStack } from "../../stacks/plan";
import { problemsFrom } from "../aws/problems";

/** A day and a region in which everything that these tests call right is right. */
export const surroundings: Surroundings = {
    defaults: { region: "us-east-2", profile: undefined },
    now: "2026-11-22T12:00:00Z",
};

export const system = { kind: "system", nodes: 2 };

/** The settings of a GPU pool that is right, with changes. */
export function aGpuPool(changes: object = {}): object {
    return { kind: "gpu", instanceType: "g6.xlarge", nodes: 1, ...changes };
}

/** The settings of a stack that is right, with changes. */
export function aStack(changes: object = {}): object {
    return { pools: { system, train: aGpuPool() }, ...changes };
}

/** The pools that a stack of these settings would have. */
export function poolsOf(settings: unknown): Pool[] {
    return planStack("quickstart", checkSettings("quickstart", settings), surroundings);
}

/** What is wrong with a stack; its paths without the namespace with which each begins. */
export function problemsOf(settings: unknown): Problem[] {
    return problemsFrom(() => poolsOf(settings)).map(problem => ({
        ...problem,
        path: problem.path
            .split(", ")
            .map(path => path.replace(/^pulumi-accelerators:/, ""))
            .join(", "),
    }));
}

/** A stack of the checkout as its file has it. */
export interface StackFile {
    readonly name: string;
    readonly content: { readonly config: Readonly<Record<string, unknown>> };
}

export function shippedStacks(): StackFile[] {
    const folder = join(__dirname, "..", "..", "stacks");
    return readdirSync(folder).flatMap(file => {
        const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
        if (name === undefined) return [];
        return [{ name, content: parse(readFileSync(join(folder, file), "utf8")) as StackFile["content"] }];
    });
}

/** The configuration as the engine hands it to a program: text, with objects as JSON. */
export function asEngineConfiguration({ content }: StackFile): Record<string, string> {
    const texts = Object.entries(content.config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return Object.fromEntries(texts) as Record<string, string>;
}
