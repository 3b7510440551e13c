import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { ownersIn, type Owner } from "../owners";
import type { PoolResource } from "../pool";
import { shown } from "../problem";
import { isUnknown } from "../seen";
import { judgeResources } from "./judge-resources";
import { suppliedLabels } from "./supplied-labels";

/** X1: without an advertiser that may run on them, nodes never offer their accelerators, and pods wait for ever. */
export const everyPoolIsServed: Invariant = {
    id: "X1",
    title: "every pool has an advertiser that may run on its nodes",
    problems: ["pool.not-served"],
    verdicts: {
        holds: "The node image advertises the devices, or a plugin that may run on every node of the pool does.",
        undecided: "Whether some plugin may run there is not known.",
        notApplicable: "The pool has no devices.",
    },
    check: (fleet: Fleet) => {
        const owners = ownersIn(fleet);
        const labelled = suppliedLabels(fleet, "promised");
        return judgeResources("X1", fleet, (pool, resource) =>
            served(pool, resource, owners(labelled(pool), resource)),
        );
    },
};

function served(pool: SeenPool, resource: PoolResource, owners: readonly Owner[]): Judgement {
    if (owners.some(({ ownership }) => ownership.verdict === "advertises")) return { verdict: "holds" };
    const undecided = owners.flatMap(({ name, ownership }) =>
        ownership.verdict === "undecided" ? [`${name}: ${ownership.why}`] : [],
    );
    if (undecided.length > 0) return { verdict: "undecided", why: undecided.join("; ") };
    return { verdict: "violated", problem: notServed(pool, resource, owners) };
}

function notServed(pool: SeenPool, resource: PoolResource, owners: readonly Owner[]) {
    const failures = owners.flatMap(({ name, ownership }) =>
        ownership.verdict === "cannot" ? [{ text: `${name} ${ownership.why}`, fix: ownership.fix }] : [],
    );
    const cluster = isUnknown(pool.cluster) ? "its cluster" : `cluster ${shown(pool.cluster)}`;
    return {
        id: "pool.not-served",
        path: `pools.${pool.name}`,
        got: failures.map(({ text }) => text).join("\n") || `nothing on ${cluster} advertises ${resource.name}`,
        allowed: `an advertiser of ${resource.name} that may run on every node of the pool`,
        fix: failures[0]?.fix ?? "give the pool to the DevicePlugins of its cluster",
    } as const;
}
