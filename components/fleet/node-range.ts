import { shown, type Problem } from "./problem";

/** Node counts of a group. `min = max` is a fixed size; otherwise an autoscaler owns the number in between. */
export interface NodeRange {
    readonly min: number;
    readonly desired: number;
    readonly max: number;
}

/**
 * How many nodes a group has, as a user writes it: a fixed number, or limits between which an autoscaler moves.
 *
 * @example
 * const fixed: NodeCount = 8;
 * const scaled: NodeCount = { min: 0, max: 6 }; // starts with min
 */
export type NodeCount = number | { readonly min: number; readonly desired?: number; readonly max: number };

/** The most nodes that one group of a kind may have. */
export interface NodeLimit {
    readonly nodes: number;
    /** What sets the limit, as it ends the sentence "at most 450 nodes in …". */
    readonly where: string;
}

/** Nodes per managed node group, the default of quota L-BD136A63. Source: EKS user guide, service quotas, read 2026-11-22. */
export const eksNodeGroupLimit: NodeLimit = { nodes: 450, where: "one managed node group, the default quota of EKS" };

/**
 * The range that a valid node count means. Call `nodeCountProblems` first.
 *
 * @example nodeRange({ min: 0, max: 6 }); // { min: 0, desired: 0, max: 6 }
 */
export function nodeRange(count: NodeCount): NodeRange {
    if (typeof count === "number") return { min: count, desired: count, max: count };
    return { min: count.min, desired: count.desired ?? count.min, max: count.max };
}

/**
 * Whether the number of nodes is fixed; otherwise an autoscaler may change it.
 *
 * @example isFixed(nodeRange(8)); // true
 */
export function isFixed(range: NodeRange): boolean {
    return range.min === range.max;
}

/**
 * What is wrong with a node count, whatever a caller passed: JavaScript callers pass strings and `NaN` too.
 *
 * @example nodeCountProblems({ min: 8, max: 4 }, eksNodeGroupLimit); // [{ id: "nodes.range", got: "min 8, max 4", … }]
 */
export function nodeCountProblems(count: unknown, limit: NodeLimit, path = "nodes"): Problem[] {
    if (typeof count !== "object" || count === null || Array.isArray(count)) {
        return isCount(count) ? sizeProblems({ min: count, max: count }, limit, path, path) : [notACount(count, path)];
    }
    const given = count as { readonly min?: unknown; readonly desired?: unknown; readonly max?: unknown };
    const { min, desired, max } = given;
    const notCounts = [
        ...(isCount(min) ? [] : [notACount(min, `${path}.min`)]),
        ...(desired === undefined || isCount(desired) ? [] : [notACount(desired, `${path}.desired`)]),
        ...(isCount(max) ? [] : [notACount(max, `${path}.max`)]),
        ...unknownKeys(given, path),
    ];
    if (!isCount(min) || !isCount(max)) return notCounts;
    const ordered = isCount(desired) ? { min, desired, max } : { min, max };
    return [...notCounts, ...orderProblems(ordered, path), ...sizeProblems(ordered, limit, path, `${path}.max`)];
}

interface Counts {
    readonly min: number;
    readonly desired?: number;
    readonly max: number;
}

function orderProblems({ min, desired, max }: Counts, path: string): Problem[] {
    if (min > max) {
        return [outOfOrder({ min, max }, path, `raise ${path}.max or lower ${path}.min`)];
    }
    if (desired === undefined || (min <= desired && desired <= max)) return [];
    return desired < min
        ? [outOfOrder({ min, desired }, path, `raise ${path}.desired or lower ${path}.min`)]
        : [outOfOrder({ desired, max }, path, `raise ${path}.max or lower ${path}.desired`)];
}

function outOfOrder(counts: Readonly<Record<string, number>>, path: string, fix: string): Problem {
    const entries = Object.entries(counts);
    return {
        id: "nodes.range",
        path: entries.map(([name]) => `${path}.${name}`).join(", "),
        got: entries.map(([name, value]) => `${name} ${value}`).join(", "),
        allowed: "0 ≤ min ≤ desired ≤ max",
        fix,
    };
}

function sizeProblems({ max }: Counts, limit: NodeLimit, path: string, maxPath: string): Problem[] {
    if (max === 0) {
        const fix = `give { min: 0, max: 1 } as ${path}, or leave the group out`;
        return [{ id: "nodes.none", path: maxPath, got: "0", allowed: "1 or more", fix }];
    }
    if (max <= limit.nodes) return [];
    const groups = Math.ceil(max / limit.nodes);
    return [
        {
            id: "nodes.too-many",
            path: maxPath,
            got: shown(max),
            allowed: `at most ${limit.nodes} nodes in ${limit.where}`,
            fix: `split the pool into ${groups} groups`,
        },
    ];
}

function isCount(value: unknown): value is number {
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function notACount(value: unknown, path: string): Problem {
    const allowed = "a whole number, 0 or more";
    return { id: "nodes.not-a-count", path, got: shown(value), allowed, fix: countFix(value, path) };
}

function countFix(value: unknown, path: string): string {
    if (value === undefined) return `add ${path}`;
    if (typeof value === "string" && isCount(Number(value.trim() || NaN)))
        return `write ${value.trim()} without quotes`;
    if (typeof value !== "number" || !Number.isFinite(value)) return "write a number, for example 2";
    if (value < 0) return "write 0 or more";
    return Number.isInteger(value) ? "write a smaller number" : `write ${Math.floor(value)} or ${Math.ceil(value)}`;
}

function unknownKeys(given: object, path: string): Problem[] {
    const allowed = ["min", "desired", "max"];
    return Object.keys(given)
        .filter(key => !allowed.includes(key))
        .map(key => ({
            id: "config.unknown-key",
            path: `${path}.${key}`,
            got: shown(key),
            allowed: allowed.join(", "),
            fix: "remove it",
        }));
}
