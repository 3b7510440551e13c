import type { Finding, Fleet, Judgement, SeenPool } from "../finding";
import type { PoolResource } from "../pool";
import { isUnknown } from "../seen";

/** One finding for every resource of every pool; one for a pool whose resources are not known, or that has none. */
export function judgeResources(
    invariant: string,
    fleet: Fleet,
    judge: (pool: SeenPool, resource: PoolResource) => Judgement,
): Finding[] {
    return fleet.pools.flatMap((pool): Finding[] => {
        const { name, resources } = pool;
        const subject = `pool ${name}`;
        if (isUnknown(resources)) {
            return [{ invariant, subject, verdict: "undecided", why: `the resources are not known: ${resources.why}` }];
        }
        if (resources.length === 0) {
            return [{ invariant, subject, verdict: "notApplicable", why: "the pool has no extended resources" }];
        }
        return resources.map(resource => ({
            invariant,
            subject: `${subject}, ${resource.name}`,
            ...judge(pool, resource),
        }));
    });
}
