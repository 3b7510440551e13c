import { awsAddressRules } from "../../catalog/aws/addresses";
import type { Subnet } from "../facets/subnet";
import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, knownFields, type SeenByName } from "../seen";
import { surgeNodes } from "../surge";
import { judgeFacet } from "./facet-items";
import { finding, holds, undecided, violated } from "./judgements";

/** Addresses of every subnet that AWS keeps. */
const keptByAws = awsAddressRules.subnet.reserved;
/** Free addresses that an upgrade of the control plane may need in its subnets. */
const keptForUpgrades = awsAddressRules.controlPlane.versionUpdate;

/**
 * X7: nodes take addresses by interface, not by pod, and keep spare ones. Trap: the nodes join and their pods stay in
 * ContainerCreating, or a cluster cannot be upgraded, because the subnet is full.
 */
export const subnetAddresses: Invariant = {
    id: "X7",
    title: "every subnet has addresses for the nodes of its pools at their largest, an update included",
    problems: ["subnet.full"],
    verdicts: {
        holds: "The nodes of its pools fit, full of pods too.",
        undecided:
            "Nodes fit, but not when they are full of pods; or free addresses may not lie together; or something is not known.",
        notApplicable: "The fleet says nothing of its subnets.",
    },
    check: (fleet: Fleet) =>
        judgeFacet("X7", fleet.subnets, "subnets", subnets => {
            const shares = subnetShares(subnets);
            const pools = new Map(fleet.pools.map(pool => [pool.name, pool]));
            return subnets.map(subnet =>
                finding(
                    "X7",
                    `subnet ${subnet.name}`,
                    judge(subnet, name => pools.get(name), shares),
                ),
            );
        }),
};

type Seen = SeenByName<Subnet>;

/** In how many zones a pool has subnets, and in how many subnets of each. */
interface Shares {
    readonly zones: (pool: string) => number;
    readonly subnets: (pool: string, zone: string) => number;
    /** Why pools may have more subnets than are known; then they need less of each. */
    readonly unsure: string | undefined;
}

function subnetShares(subnets: readonly Seen[]): Shares {
    const places = subnets.flatMap(({ pools, zone }) =>
        isUnknown(pools) || isUnknown(zone) ? [] : pools.map(pool => ({ pool, zone })),
    );
    const byPool = grouped(places, ({ pool }) => pool);
    const zones = new Map([...byPool].map(([pool, of]) => [pool, new Set(of.map(({ zone }) => zone)).size]));
    const byZone = grouped(places, ({ pool, zone }) => `${zone} ${pool}`);
    const unsure = subnets.find(({ pools, zone }) => isUnknown(pools) || isUnknown(zone));
    return {
        zones: pool => zones.get(pool) ?? 1,
        subnets: (pool, zone) => byZone.get(`${zone} ${pool}`)?.length ?? 1,
        unsure: unsure && `the pools or the zone of subnet ${unsure.name} are not known`,
    };
}

/** What the pools of a subnet take: certainly, and when every node holds as many pods as it can. */
interface Demand {
    readonly atStart: number;
    readonly atMost: number;
    readonly inBlocks: boolean;
    /** What is not known of it. */
    readonly unknowns: readonly string[];
}

function judge(subnet: Seen, poolOf: (name: string) => SeenPool | undefined, shares: Shares): Judgement {
    const fields = knownFields(subnet, ["pools", "zone", "prefixLength", "taken", "ofControlPlane"]);
    if (isUnknown(fields)) return undecided(fields.why);
    const { zone, prefixLength, taken, ofControlPlane } = fields;
    const demand = fields.pools
        .map(name => poolDemand(name, poolOf(name), zone, shares))
        .reduce(plus, { atStart: 0, atMost: 0, inBlocks: false, unknowns: [] });
    const size = 2 ** (32 - prefixLength);
    const kept = keptByAws + (ofControlPlane ? keptForUpgrades : 0);
    const free = size - taken - kept;
    if (demand.atStart > free) {
        if (shares.unsure !== undefined) return undecided(shares.unsure);
        return violated(full(subnet.name, { size, taken, kept, free, needed: demand.atStart }));
    }
    if (demand.unknowns.length > 0) return undecided(demand.unknowns.join("; "));
    if (demand.atMost > free) {
        return undecided(
            `nodes full of pods take ${demand.atMost} addresses, ${free} are free: it depends on the pods`,
        );
    }
    if (demand.inBlocks && taken > 0) {
        return undecided("nodes take blocks of 16 addresses that lie together: whether the free ones do is not known");
    }
    return holds;
}

/** The cloud spreads nodes evenly over zones, and this over the subnets of a zone. */
function poolDemand(name: string, pool: SeenPool | undefined, zone: string, shares: Shares): Demand {
    const nothing = { atStart: 0, atMost: 0, inBlocks: false };
    if (pool === undefined) return { ...nothing, unknowns: [`the fleet has no pool ${name}`] };
    const fields = knownFields(pool, ["nodes", "addresses", "update", "zones", "groupKind"]);
    if (isUnknown(fields)) return { ...nothing, unknowns: [`${name}: ${fields.why}`] };
    const { nodes, addresses } = fields;
    const perZone = Math.ceil((nodes.max + (nodes.max === 0 ? 0 : surgeNodes(fields))) / shares.zones(name));
    const count = Math.ceil(perZone / shares.subnets(name, zone));
    return {
        atStart: count * addresses.atStart,
        atMost: count * addresses.atMost,
        inBlocks: addresses.unit === "prefixes" && count > 0,
        unknowns: [],
    };
}

function plus(a: Demand, b: Demand): Demand {
    return {
        atStart: a.atStart + b.atStart,
        atMost: a.atMost + b.atMost,
        inBlocks: a.inBlocks || b.inBlocks,
        unknowns: [...a.unknowns, ...b.unknowns],
    };
}

interface Room {
    readonly size: number;
    readonly taken: number;
    readonly kept: number;
    readonly free: number;
    readonly needed: number;
}

function full(subnet: string, { size, taken, kept, free, needed }: Room) {
    const total = needed + taken + kept;
    const prefix = 32 - Math.ceil(Math.log2(total));
    return {
        id: "subnet.full",
        path: `subnets.${subnet}`,
        got: `${needed} addresses for the nodes of its pools, ${Math.max(0, free)} of ${size} are left for them`,
        allowed: `at most ${free}: ${size} less ${taken} that are taken and ${kept} that AWS and EKS need`,
        fix: `use a range of /${prefix} or larger, more subnets, or pools that grow less`,
    } as const;
}
