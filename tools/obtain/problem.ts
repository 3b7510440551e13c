import { acceptedVersions, findVersion } from "./version";
import type { ToolSpec } from "./tool-spec";

/** The three places that a tool can come from, in the order in which they are tried. */
export type Source = "PATH" | "download" | "build";

/** One try that did not bring the tool. Ids are stable. */
export interface FailedTry {
    readonly source: Source;
    readonly id: FailureId;
    readonly why: string;
}

export type FailureId =
    | "path.absent"
    | "path.not-asked"
    | "path.unreadable"
    | "path.unsuitable"
    | "download.switched-off"
    | "download.not-released"
    | "download.unreachable"
    | "download.refused"
    | "download.broken"
    | "download.checksum"
    | "build.no-go"
    | "build.old-go"
    | "build.failed";

/** A tool that could not be obtained: what was tried, why each try failed, how to fix it. */
export interface ToolProblem {
    readonly id: "tool.unobtainable";
    readonly tool: string;
    readonly version: string;
    readonly tried: readonly FailedTry[];
    readonly fix: readonly string[];
}

export function toolProblem(tool: ToolSpec, tried: readonly FailedTry[], oldestGo: string): ToolProblem {
    return {
        id: "tool.unobtainable",
        tool: tool.name,
        version: tool.version,
        tried,
        fix: fixes(tool, tried, oldestGo),
    };
}

/** What the user can do, the least effort first. One of them is enough. */
function fixes(tool: ToolSpec, tried: readonly FailedTry[], oldestGo: string): readonly string[] {
    const failed = new Set(tried.map(({ id }) => id));
    const given: (string | false)[] = [
        failed.has("download.switched-off") && "run again without --offline",
        failed.has("download.unreachable") && "run again with a connection to the internet",
        (failed.has("download.refused") || failed.has("download.broken") || failed.has("download.checksum")) &&
            `run again; if it stays, compare with ${tool.release.page}`,
        (failed.has("build.no-go") || failed.has("build.old-go")) &&
            `install Go ${shortGo(oldestGo)} or newer (https://go.dev/dl) and run again`,
        failed.has("build.failed") && "read what the Go compiler said above, mend it and run again",
        byHand(tool),
    ];
    return given.filter(fix => fix !== false);
}

function byHand(tool: ToolSpec): string | false {
    if ("accept" in tool.onPath) {
        const pinned = findVersion(tool.version);
        const versions = pinned === undefined ? tool.version : acceptedVersions(tool.onPath.accept, pinned);
        return `install ${tool.name} ${versions} on the PATH: ${tool.release.page}`;
    }
    return "beside" in tool.onPath && `install ${tool.onPath.beside}, which brings ${tool.name}: ${tool.release.page}`;
}

function shortGo(version: string): string {
    return version.replace(/\.0$/, "");
}

/** All problems as a text for a person, as every refusal of this package looks. */
export function describeProblems(problems: readonly ToolProblem[]): string {
    const count = problems.length === 1 ? "1 tool" : `${problems.length} tools`;
    const blocks = problems.map(problem =>
        [
            `  ${problem.id}    ${problem.tool} ${problem.version}`,
            ...problem.tried.map(({ source, id, why }) => `      ${source.padEnd(8)}  ${indent(why)} (${id})`),
            ...problem.fix.map((fix, place) => `      ${(place === 0 ? "fix" : "or").padEnd(8)}  ${fix}`),
        ].join("\n"),
    );
    return [`${count} could not be obtained`, ...blocks].join("\n\n");
}

function indent(text: string): string {
    return text.replaceAll("\n", `\n${" ".repeat(16)}`);
}

/** What `obtainTools` throws: every tool that is missing, at once. */
export class ToolsMissing extends Error {
    readonly problems: readonly ToolProblem[];

    constructor(problems: readonly ToolProblem[]) {
        super(describeProblems(problems));
        this.name = "ToolsMissing";
        this.problems = problems;
    }
}
