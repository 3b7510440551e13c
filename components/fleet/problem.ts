import { nearest } from "../catalog/nearest";
import { isKnownLater } from "./known-later";
import { problemIds, type OverridableId, type ProblemId } from "./problem-ids";

/**
 * One thing that is wrong with what a user wrote. The same value is thrown by a constructor, reported by a policy and
 * printed by a command.
 *
 * @example
 * const problem: Problem = {
 *     id: "nodes.range",
 *     path: "nodes.min, nodes.max",
 *     got: "min 8, max 4",
 *     allowed: "0 ≤ min ≤ desired ≤ max",
 *     fix: "raise nodes.max or lower nodes.min",
 * };
 */
export interface Problem {
    readonly id: ProblemId;
    /** Where, as the user would type it: `pools.train.nodes.min`. Empty for the value as a whole. */
    readonly path: string;
    /** What was given, as `shown` shows it. */
    readonly got: string;
    readonly allowed: string;
    /** What to do, as an instruction. */
    readonly fix: string;
}

/**
 * Refused with every problem at once, before anything was created. Its message is a text for people; `problems` is for
 * programs.
 *
 * @example
 * try {
 *     new aws.GpuNodeGroup("train", { cluster, instanceType: "p5.48xlarge", nodes: { min: 8, max: 4 } });
 * } catch (error) {
 *     if (error instanceof RefusedError) console.log(error.problems.map(problem => problem.id)); // ["nodes.range"]
 * }
 */
export class RefusedError extends Error {
    /** The engine's mark of an error that is a message to the user: it prints the text without a stack trace. */
    readonly __pulumiRunError = true;

    constructor(
        /** What was refused, for example `GpuNodeGroup "train"`. */
        readonly subject: string,
        readonly problems: readonly Problem[],
        /** What did not happen: before anything is registered, nothing was created. */
        readonly prevented = "nothing was created",
    ) {
        super(refusalText(subject, problems, prevented));
        this.name = "RefusedError";
    }
}

/**
 * Refuses once, with all problems; does nothing when there is none.
 *
 * @example
 * refuse(`GpuNodeGroup "${name}"`, [
 *     ...nodeCountProblems({ min: 0, max: 8 }, eksNodeGroupLimit),
 *     ...labelProblems({ team: "research" }, eksMarkLimits),
 * ]);
 *
 * @throws RefusedError when `problems` is not empty.
 */
export function refuse(subject: string, problems: readonly Problem[], prevented?: string): void {
    if (problems.length > 0) throw new RefusedError(subject, problems, prevented);
}

/**
 * Problems that stay after the user acknowledged some ids, and a problem for each id that may not be acknowledged.
 *
 * @example unacknowledged(nodeCountProblems(1000, eksNodeGroupLimit), ["nodes.too-many"]); // []
 */
export function unacknowledged(problems: readonly Problem[], acknowledge: readonly OverridableId[] = []): Problem[] {
    const accepted = new Set<string>(acknowledge.filter(isOverridable));
    const wrong = acknowledge.flatMap((id, index): Problem[] => (accepted.has(id) ? [] : [notOverridable(id, index)]));
    return [...problems.filter(problem => !accepted.has(problem.id)), ...wrong];
}

/**
 * The same problems seen from outside: `under("pools.train", …)` makes `nodes.min` into `pools.train.nodes.min`.
 *
 * @example under("pools.train", poolNameProblems("Train")); // [{ path: "pools.train.name", … }]
 */
export function under(prefix: string, problems: readonly Problem[]): Problem[] {
    return problems.map(problem => ({
        ...problem,
        path:
            problem.path === ""
                ? prefix
                : problem.path
                      .split(", ")
                      .map(path => joined(prefix, path))
                      .join(", "),
    }));
}

/**
 * A value as a refusal shows it: on one line, strings in quotes, never longer than a line of a terminal.
 *
 * @example shown({ min: 0, max: "6" }); // '{"min":0,"max":"6"}'
 */
export function shown(value: unknown): string {
    const text = plainText(value);
    return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}

/**
 * The fix of a misspelt word: the names nearest to it, or `otherwise` when nothing is near.
 *
 * @example didYouMean("perzone", ["none", "one", "perZone"], "leave it out"); // "did you mean perZone?"
 */
export function didYouMean(word: string, names: readonly string[], otherwise: string): string {
    const candidates = nearest(word, names);
    return candidates.length === 0 ? otherwise : `did you mean ${candidates.join(" or ")}?`;
}

function plainText(value: unknown): string {
    if (value === undefined) return "nothing";
    if (typeof value === "number" || typeof value === "bigint") return String(value);
    if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
    if (isKnownLater(value)) return "a value that becomes known later";
    const notPlain = "an object that is not plain data";
    try {
        const text: unknown = JSON.stringify(value); // undefined when the object's own toJSON says so
        return typeof text === "string" ? text : notPlain;
    } catch {
        return notPlain;
    }
}

function joined(prefix: string, path: string): string {
    return path.startsWith("[") ? `${prefix}${path}` : `${prefix}.${path}`;
}

function isOverridable(id: string): boolean {
    return Object.hasOwn(problemIds, id) && problemIds[id as ProblemId].overridable;
}

function notOverridable(id: string, index: number): Problem {
    return {
        id: "acknowledge.not-overridable",
        path: `acknowledge[${index}]`,
        got: shown(id),
        allowed: "ids that the documentation marks as overridable",
        fix: Object.hasOwn(problemIds, id)
            ? `remove it, then mend what ${id} reports`
            : "remove it: there is no such id",
    };
}

/** The layout of every refusal: one block per problem, the ids in a column, the values below. */
function refusalText(subject: string, problems: readonly Problem[], prevented: string): string {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const column = Math.max(...problems.map(problem => problem.id.length)) + 4;
    const blocks = problems.map(problem =>
        [
            `  ${problem.id.padEnd(column)}${problem.path}`.trimEnd(),
            `      got       ${indented(problem.got)}`,
            `      allowed   ${indented(problem.allowed)}`,
            `      fix       ${indented(problem.fix)}`,
        ].join("\n"),
    );
    return [`${subject}: ${count}, ${prevented}`, ...blocks].join("\n\n");
}

function indented(text: string): string {
    return text.replaceAll("\n", `\n${" ".repeat(16)}`);
}
