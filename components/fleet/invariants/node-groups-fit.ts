import { eksNodeGroupsPerCluster } from "../../catalog/aws/eks-limits";
import type { FleetContext } from "../context";
import type { Fleet, Finding, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown } from "../seen";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/**
 * X6b: EKS gives a cluster only so many managed node groups. Trap: `ResourceLimitExceededException` for the last groups of a
 * fleet, when all the others run already.
 */
export const nodeGroupsFit: Invariant = {
    id: "X6b",
    title: "a cluster has no more managed node groups than EKS allows",
    problems: ["quota.node-groups"],
    verdicts: {
        holds: "The managed node groups of the cluster are as many as EKS allows, or fewer.",
        undecided: "Whether pools are managed groups, or on which cluster and in how many zones, is not known.",
        notApplicable: "The cluster has no managed node group.",
    },
    check: (fleet: Fleet, { config }: FleetContext): Finding[] => {
        const limitOf = (cluster: string) => config.nodeGroups?.[cluster] ?? eksNodeGroupsPerCluster.value;
        const byCluster = grouped(fleet.pools, ({ cluster }) => (isUnknown(cluster) ? undefined : cluster));
        const nowhere = byCluster.get(undefined) ?? [];
        return [...byCluster].flatMap(([cluster, pools]) =>
            cluster === undefined
                ? []
                : [finding("X6b", `node groups of ${cluster}`, judge(cluster, pools, nowhere, limitOf(cluster)))],
        );
    },
};

function judge(cluster: string, pools: readonly SeenPool[], nowhere: readonly SeenPool[], limit: number): Judgement {
    const counts = pools.map(groupsOf);
    const certain = sum(counts.map(({ least }) => least));
    const possible = sum([...counts, ...nowhere.map(groupsOf)].map(({ most }) => most));
    if (certain > limit) {
        return violated({
            id: "quota.node-groups",
            path: `clusters.${cluster}`,
            got: `${certain} managed node groups on cluster ${cluster}`,
            allowed: `at most ${limit} on a cluster`,
            fix: "spread the pools over clusters, or have the quota raised and say so as nodeGroups of the limits",
        });
    }
    if (possible > limit) return undecided(`it may have ${possible} managed node groups, ${limit} are allowed`);
    return possible === 0 ? notApplicable("it has no managed node group") : holds;
}

/** Node groups that a pool has: one, or one for each zone. */
function groupsOf({ cloud, groupKind, groupPerZone, zones }: SeenPool): {
    readonly least: number;
    readonly most: number;
} {
    if (cloud === "gcp" || (!isUnknown(groupKind) && groupKind !== "managed")) return { least: 0, most: 0 };
    const perZone = isUnknown(zones) ? manyZones : zones.length;
    const most = groupPerZone === false ? 1 : perZone;
    const sure = !isUnknown(cloud) && !isUnknown(groupKind);
    const least = groupPerZone === true && !isUnknown(zones) ? perZone : 1;
    return { least: sure ? least : 0, most: Math.max(1, most) };
}

/** More zones than a region has. */
const manyZones = 6;

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
