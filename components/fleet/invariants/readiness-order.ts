import type { Step } from "../facets/step";
import type { Finding, Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { isUnknown, type SeenByName } from "../seen";
import { circles, type Circle } from "./circles";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/**
 * X14: what runs pods is ready only once there are nodes. Trap: a plugin whose pods wait for the nodes of a pool that waits
 * for the plugin is no circle in the engine's graph, so the first `up` hangs until it times out.
 */
export const readinessOrder: Invariant = {
    id: "X14",
    title: "nothing waits for nodes of a pool that waits for it",
    problems: ["order.circle"],
    verdicts: {
        holds: "Nothing that it waits for waits for it.",
        undecided: "What it waits for, or what waits for it, is not known.",
        notApplicable: "It runs no pods, or the engine does not wait for them; or the fleet says nothing of steps.",
    },
    check: (fleet: Fleet) => judgeFacet<Seen>("X14", fleet.steps, "steps", steps => judgeSteps(steps, fleet.pools)),
};

type Seen = SeenByName<Step>;

function judgeSteps(steps: readonly Seen[], pools: readonly SeenPool[]): Finding[] {
    const nodesAtOnce = new Map(pools.map(({ name, nodes }) => [name, isUnknown(nodes) ? undefined : nodes.min > 0]));
    const certain = circles(new Map(steps.map(step => [step.name, certainWaits(step, nodesAtOnce)])));
    const possible = circles(possibleGraph(steps, nodesAtOnce));
    const byName = new Map(steps.map(step => [step.name, step]));
    const judged = new Set<Circle>();
    return steps.map(step => {
        const circle = certain.get(step.name);
        if (circle === undefined) return finding("X14", `step ${step.name}`, outside(step, possible.has(step.name)));
        const again = judged.has(circle);
        judged.add(circle);
        const judgement = again
            ? notApplicable("it is in a circle that is judged already")
            : violated(circular(step.name, waitingForNodes(circle, byName, nodesAtOnce), circle));
        return finding("X14", `step ${step.name}`, judgement);
    });
}

/** Whether a pool has nodes from the start; undefined when nobody knows. Without, nothing that runs there waits for them. */
type NodesAtOnce = ReadonlyMap<string, boolean | undefined>;

function certainWaits({ dependsOn, readyOnNodesOf, skipAwait }: Seen, nodesAtOnce: NodesAtOnce): string[] {
    const nodes = skipAwait === false && !isUnknown(readyOnNodesOf) ? readyOnNodesOf : [];
    return [...(isUnknown(dependsOn) ? [] : dependsOn), ...nodes.filter(pool => nodesAtOnce.get(pool) === true)];
}

/** The same with everything that may be: what waits for something unknown may wait for anything. */
function possibleGraph(steps: readonly Seen[], nodesAtOnce: NodesAtOnce): Map<string, readonly string[]> {
    const anything = "";
    const graph = new Map<string, readonly string[]>(
        steps.map(({ name, dependsOn, readyOnNodesOf, skipAwait }) => {
            const unsure = isUnknown(dependsOn) || (isUnknown(readyOnNodesOf) && skipAwait !== true);
            const nodes = skipAwait === true || isUnknown(readyOnNodesOf) ? [] : readyOnNodesOf;
            const waits = [
                ...(isUnknown(dependsOn) ? [] : dependsOn),
                ...nodes.filter(pool => nodesAtOnce.get(pool) !== false),
                ...(unsure ? [anything] : []),
            ];
            return [name, waits];
        }),
    );
    return graph.set(
        anything,
        steps.map(({ name }) => name),
    );
}

function outside({ readyOnNodesOf, skipAwait }: Seen, possible: boolean): Judgement {
    if (possible) return undecided("what it waits for, or what waits for it, is not known");
    if (skipAwait === true) return notApplicable("the engine does not wait for its pods");
    if (!isUnknown(readyOnNodesOf) && readyOnNodesOf.length === 0) return notApplicable("it runs no pods");
    return holds;
}

/** The members of a circle that close it, because they wait for nodes of a pool in it. */
function waitingForNodes(
    { members }: Circle,
    byName: ReadonlyMap<string, Seen>,
    nodesAtOnce: NodesAtOnce,
): readonly string[] {
    const inside = new Set(members);
    return members.filter(name => {
        const step = byName.get(name);
        if (step?.skipAwait !== false || isUnknown(step.readyOnNodesOf)) return false;
        return step.readyOnNodesOf.some(pool => inside.has(pool) && nodesAtOnce.get(pool) === true);
    });
}

function circular(step: string, waiting: readonly string[], { members }: Circle) {
    return {
        id: "order.circle",
        path: waiting.map(name => `steps["${name}"]`).join(", ") || `steps["${step}"]`,
        got: `${members.join(", ")} wait for each other`,
        allowed: "nothing that waits for nodes of a pool that waits for it",
        fix: `set pulumi.com/skipAwait on ${waiting.join(" and ")}, or give the pool no nodes at first`,
    } as const;
}
