import { refuse, schemaProblems, RefusedError, type Problem } from "../components/fleet";
import { stackSettings, type StackSettings } from "./settings";

/** The namespace of our keys in `Pulumi.<stack>.yaml`: the name of the project in `Pulumi.yaml`. */
export const namespace = "pulumi-accelerators";

/**
 * The settings of a stack from the engine's configuration, in which every value is text and objects are JSON.
 *
 * @throws RefusedError with every problem at once.
 */
export function readSettings(
    stack: string,
    configuration: Readonly<Record<string, string | undefined>>,
): StackSettings {
    const plain = Object.entries(configuration).map(([key, value]) => [key, asWritten(plainValue(value))] as const);
    return checkSettings(stack, ours(plain));
}

/** The same from the `config` of a `Pulumi.<stack>.yaml`, in which values are what they are. */
export function readFileSettings(stack: string, configuration: Readonly<Record<string, unknown>>): StackSettings {
    return checkSettings(stack, ours(Object.entries(configuration)));
}

/** The same for settings without their namespace. */
export function checkSettings(stack: string, given: unknown): StackSettings {
    const parsed = stackSettings.safeParse(given);
    if (parsed.success) {
        return parsed.data;
    }
    throw new RefusedError(subjectOf(stack), inFile(schemaProblems(parsed.error.issues, stackSettings, given)));
}

/** Refuses a stack with all problems of all its parts. */
export function refuseStack(stack: string, problems: readonly Problem[]): void {
    refuse(subjectOf(stack), inFile(problems));
}

function subjectOf(stack: string): string {
    return `Pulumi.${stack}.yaml`;
}

/** Paths as they stand in the file, so that a search finds the line. */
function inFile(problems: readonly Problem[]): Problem[] {
    return problems.map(problem => ({
        ...problem,
        path: problem.path === "" ? namespace : problem.path.split(", ").map(inNamespace).join(", "),
    }));
}

/** What is under our namespace, without it: the rest belongs to the engine and to providers. */
function ours(entries: readonly (readonly [key: string, value: unknown])[]): Record<string, unknown> {
    return Object.fromEntries(
        entries
            .filter(([key]) => key.startsWith(`${namespace}:`))
            .map(([key, value]) => [key.slice(namespace.length + 1), value]),
    );
}

function inNamespace(path: string): string {
    return `${namespace}:${path}`;
}

function plainValue(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "null") as unknown;
    } catch {
        return text;
    }
}

/** How Go prints a moment: the engine reads an unquoted `2026-12-13T11:30:00Z` as one, and hands on what it has read. */
const goMoment = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) \+0000 UTC$/;

/** Values as they stand in the file: moments with or without quotes. */
function asWritten(value: unknown): unknown {
    if (typeof value === "string") return value.replace(goMoment, "$1T$2Z");
    if (Array.isArray(value)) return value.map(asWritten);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asWritten(each)]));
}
