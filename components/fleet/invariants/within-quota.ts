import type { Unknown } from "../../catalog/known";
import type { FleetContext, QuotaLimit } from "../context";
import type { Fleet, Finding, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import type { VcpuQuota } from "../market";
import type { Problem } from "../problem";
import { isUnknown, knownFields } from "../seen";
import { quotaDemand } from "../summary/quota-needs";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/**
 * X6: running nodes count against a quota of the account and region, those that start during updates and repairs too. Trap:
 * `VcpuLimitExceeded` in the middle of `up`, or at the first update of a fleet that just fits. While nobody says what the
 * account is allowed, the need is listed and the verdict is undecided: new accounts are allowed none of the dear ones.
 */
export const withinQuota: Invariant = {
    id: "X6",
    title: "the quotas of the account allow every pool at its largest, an update and repairs included",
    problems: ["quota.exceeded"],
    verdicts: {
        holds: "The account may run as many vCPUs as all pools of the quota need together.",
        undecided: "Nobody says what the account is allowed (the need is listed), or whether another pool counts too.",
        notApplicable: "The machines count against no quota.",
    },
    check: (fleet: Fleet, { market, config }: FleetContext) => {
        const accountOf = accounts(fleet);
        const needs = fleet.pools.map(pool => needOf(pool, market, accountOf));
        const counted = needs.flatMap(need => (need.is === "counted" ? [need] : []));
        const unsure = needs.flatMap(need => (need.is === "unknown" ? [need] : []));
        const limits = limitIndex(config.quotaLimits);
        return [
            ...[...grouped(counted, ({ key }) => key).values()].flatMap(same => judgeQuota(same, unsure, limits)),
            ...needs.flatMap((need): Finding[] => {
                if (need.is === "counted") return [];
                const judgement = need.is === "none" ? notApplicable(need.why) : undecided(need.why);
                return [finding("X6", `pool ${need.pool}`, judgement)];
            }),
        ];
    },
};

/** vCPUs that one pool may take: nodes at its largest, nodes that start before others go, nodes that replace unhealthy ones. */
interface Counted {
    readonly is: "counted";
    readonly pool: string;
    readonly key: string;
    readonly account: string | undefined;
    readonly region: string;
    readonly quota: VcpuQuota;
    readonly largest: number;
    readonly updating: number;
    readonly repairing: number;
}

type Need =
    | Counted
    | { readonly is: "none"; readonly pool: string; readonly why: string }
    | { readonly is: "unknown"; readonly pool: string; readonly region: string | undefined; readonly why: string };

type AccountOf = (cluster: string) => string | undefined | Unknown;

function needOf(pool: SeenPool, market: FleetContext["market"], accountOf: AccountOf): Need {
    const region = isUnknown(pool.region) ? undefined : pool.region;
    const unknown = (why: string): Need => ({ is: "unknown", pool: pool.name, region, why });
    const known = knownFields(pool, [...quotaFields]);
    if (isUnknown(known)) return unknown(known.why);
    const quota = market.quota(known);
    if (!quota.known) return unknown(quota.why);
    if (quota.unit === "none") return { is: "none", pool: pool.name, why: quota.why };
    const account = accountOf(known.cluster);
    if (isUnknown(account)) return unknown(account.why);
    const { vcpus, vcpusWhileUpdating, vcpusForRepairs } = quotaDemand(known, quota);
    return {
        is: "counted",
        pool: pool.name,
        key: JSON.stringify([account, known.region, quota.service, quota.code]),
        account,
        region: known.region,
        quota,
        largest: vcpus,
        updating: vcpusWhileUpdating - vcpus,
        repairing: vcpusForRepairs,
    };
}

const quotaFields = [
    "name",
    "cloud",
    "cluster",
    "region",
    "machineType",
    "capacity",
    "zones",
    "nodes",
    "vcpus",
    "update",
    "repair",
    "groupKind",
] as const;

function accounts({ accounts: given }: Fleet): AccountOf {
    if (given === undefined) return () => undefined;
    if (isUnknown(given)) return () => given;
    const byCluster = new Map(given.map(({ name, account }) => [name, account]));
    return cluster => {
        const unlisted = { known: false, why: `the account of cluster ${cluster} is not known` } as const;
        return byCluster.get(cluster) ?? unlisted;
    };
}

function limitIndex(limits: readonly QuotaLimit[]): (need: Counted) => QuotaLimit["vcpus"] {
    const key = (account: string | undefined, region: string, code: string) => JSON.stringify([account, region, code]);
    const index = new Map(limits.map(limit => [key(limit.account, limit.region, limit.code), limit.vcpus]));
    return ({ account, region, quota: { code } }) =>
        index.get(key(account, region, code)) ??
        index.get(key(undefined, region, code)) ?? { known: false, why: "nobody says what the account is allowed" };
}

function judgeQuota(
    same: readonly Counted[],
    unsure: readonly Extract<Need, { is: "unknown" }>[],
    limits: (need: Counted) => QuotaLimit["vcpus"],
): Finding[] {
    const [first] = same;
    if (first === undefined) return [];
    const { account, region, quota } = first;
    const owner = account === undefined ? "" : ` of account ${account}`;
    const subject = `quota ${quota.code} in ${region}${owner}`;
    return [finding("X6", subject, allowed(same, first, unsure, limits(first)))];
}

function allowed(
    same: readonly Counted[],
    { region, quota }: Counted,
    unsure: readonly Extract<Need, { is: "unknown" }>[],
    limit: QuotaLimit["vcpus"],
): Judgement {
    const sum = (part: "largest" | "updating" | "repairing") => same.reduce((total, need) => total + need[part], 0);
    const parts = { largest: sum("largest"), updating: sum("updating"), repairing: sum("repairing") };
    const total = parts.largest + parts.updating + parts.repairing;
    const pools = same.map(({ pool }) => pool);
    const text = `${total} vCPUs of ${quota.name} (${parts.largest} at the largest size, ${parts.updating} for updates, ${parts.repairing} for repairs) for ${pools.join(", ")}`;
    if (isUnknown(limit)) return undecided(`needs ${text}: ${limit.why}`);
    if (total > limit) return violated(beyond(quota, region, text, total, limit));
    const others = unsure.filter(need => need.region === undefined || need.region === region).map(({ pool }) => pool);
    return others.length > 0 ? undecided(`needs ${text}; not known whether ${others.join(", ")} count too`) : holds;
}

function beyond(quota: VcpuQuota, region: string, text: string, total: number, limit: number): Problem {
    return {
        id: "quota.exceeded",
        path: `quotaLimits["${quota.code}"]`,
        got: text,
        allowed: `at most ${limit} vCPUs in ${region}`,
        fix: `ask for ${total} of ${quota.service}/${quota.code}, or let the pools grow less`,
    };
}
