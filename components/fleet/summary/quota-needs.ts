import { grouped } from "../grouped";
import type { Market, NoQuota, VcpuQuota } from "../market";
import { nodesOf } from "../node-share";
import type { Pool } from "../pool";
import { reservedInstances } from "../reserved";
import { surgeNodes } from "../surge";

/** vCPUs of a quota. */
export interface QuotaDemand {
    /** With every pool at its largest size. */
    readonly vcpus: number;
    /** The same while all pools are updated at once: nodes that start before old ones go count too. */
    readonly vcpusWhileUpdating: number;
    /** Besides: nodes that start to replace unhealthy ones. */
    readonly vcpusForRepairs: number;
}

/** What an account must be allowed in one region for every pool to reach its largest size. */
export interface QuotaNeed extends QuotaDemand {
    readonly cloud: Pool["cloud"];
    readonly region: string;
    readonly quota: VcpuQuota;
    readonly pools: readonly string[];
}

/** Pools that take nothing of any quota. */
export interface NeedlessQuota {
    readonly pool: string;
    readonly quota: NoQuota;
}

/** A pool whose quota no source names. */
export interface UnknownQuota extends QuotaDemand {
    readonly pool: string;
    readonly why: string;
}

/** The quotas of pools: what is needed of each, who needs none, and what nobody knows. */
export interface QuotaNeeds {
    /** By cloud, region and quota, in the order of the pools. */
    readonly quotas: readonly QuotaNeed[];
    readonly withoutQuota: readonly NeedlessQuota[];
    readonly unknownQuotas: readonly UnknownQuota[];
}

/**
 * vCPUs that one pool takes of its quota. Reserved machines take theirs from the request on, used or not; machines beyond a
 * reservation of a known size cannot be had, so updates and repairs find no more than it holds.
 *
 * @example quotaDemand({ ...train.pool, nodes: { min: 0, desired: 0, max: 2 } }, { unusedCounts: false }).vcpus; // 384
 */
export function quotaDemand(
    pool: Pick<Pool, "capacity" | "nodes" | "vcpus" | "update" | "repair" | "zones" | "groupKind">,
    { unusedCounts }: Pick<VcpuQuota, "unusedCounts">,
): QuotaDemand {
    const { capacity, nodes, vcpus, repair } = pool;
    const reserved = unusedCounts ? reservedInstances(pool) : 0;
    const bounded = "instances" in capacity && capacity.instances !== undefined;
    const surge = bounded ? 0 : surgeNodes(pool);
    const count = Math.max(nodes.max, reserved);
    return {
        vcpus: vcpus * count,
        vcpusWhileUpdating: vcpus * Math.max(count, nodes.max + surge),
        vcpusForRepairs: bounded || !repair.enabled ? 0 : vcpus * nodesOf(repair.parallel, nodes.max),
    };
}

/** What pools need of each quota. */
export function quotaNeeds(pools: readonly Pool[], market: Market): QuotaNeeds {
    const needed: { readonly pool: Pool; readonly quota: VcpuQuota; readonly demand: QuotaDemand }[] = [];
    const withoutQuota: NeedlessQuota[] = [];
    const unknownQuotas: UnknownQuota[] = [];
    for (const pool of pools) {
        const answer = market.quota(pool);
        if (!answer.known) {
            const demand = quotaDemand(pool, { unusedCounts: true });
            unknownQuotas.push({ pool: pool.name, ...demand, why: answer.why });
            continue;
        }
        const { known: _known, ...quota } = answer;
        if (quota.unit === "none") withoutQuota.push({ pool: pool.name, quota });
        else needed.push({ pool, quota, demand: quotaDemand(pool, quota) });
    }
    const byQuota = grouped(needed, ({ pool, quota }) => `${pool.cloud} ${pool.region} ${quota.service} ${quota.code}`);
    const quotas = [...byQuota.values()].flatMap((same): QuotaNeed[] => {
        const [first] = same;
        if (first === undefined) return [];
        const { cloud, region } = first.pool;
        const total = (demand: keyof QuotaDemand) => same.reduce((vcpus, need) => vcpus + need.demand[demand], 0);
        return [
            {
                cloud,
                region,
                quota: first.quota,
                vcpus: total("vcpus"),
                vcpusWhileUpdating: total("vcpusWhileUpdating"),
                vcpusForRepairs: total("vcpusForRepairs"),
                pools: same.map(need => need.pool.name),
            },
        ];
    });
    return { quotas, withoutQuota, unknownQuotas };
}
