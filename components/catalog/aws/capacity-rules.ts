/**
 * What EC2 says of each way to have machines set aside, and of spot. `quota`: what running or reserved machines count against.
 *
 * @example awsCapacityRules.capacityBlock.mostInstances; // 64
 */
export const awsCapacityRules = {
    capacityBlock: {
        /** Of one block; some types in some regions have fewer. */
        mostInstances: 64,
        /** Of all blocks of an organisation on one day. */
        mostInstancesOnOneDay: 256,
        /** Sizes that offerings have had; the newer pages only say "up to 64". */
        usualSizes: { instances: [1, 2, 4, 8, 16, 32, 64], verified: false },
        /** Whole days up to one limit, whole weeks up to the other. */
        longestInDays: { byTheDay: 14, byTheWeek: 182 },
        /** From the moment of asking to the start. */
        startsIn: { leastMinutes: 30, mostDays: 56 },
        /** Every block ends at this time of the day, UTC. */
        endsAt: "11:30",
        /** Before the end: when EKS empties the group, and when EC2 begins to stop machines. */
        beforeEnd: { eksScalesDownMinutes: 40, ec2StopsMinutes: 30 },
        /** Blocks of UltraServers: EC2 leaves it to the user to stop the machines in time, and only they work with resource groups. */
        ultraServers: {
            families: ["p6e-gb200"],
            stopYourselfMinutesBeforeEnd: 60,
            resourceGroups: true,
            shareable: false,
        },
        instanceBlocksWorkWithResourceGroups: false,
        cancellable: false,
        quota: { market: "none", verified: true },
        asOf: "2026-11-24",
        sources: [
            "EC2 user guide ec2-capacity-blocks (stored copies of 2025 and 2026: sizes, days, times, quota, UltraServers)",
            "EC2 user guide capacity-blocks-purchase (days and weeks)",
            "EKS user guide capacity-blocks-mng (40 and 30 minutes)",
            "EC2 user guide of 2024 (sizes 1 to 64)",
        ],
    },
    reservation: {
        /** Used or not. */
        quota: { market: "onDemand", verified: true },
        placementStrategies: ["cluster"],
        asOf: "2026-11-24",
        sources: ["EC2 user guide ec2-capacity-reservations (quotas, limitations; stored copy)"],
    },
    futureReservation: {
        /** Letters before the generation of a family: `g6e` is `g`. The pages name the series C, G, I, M, R and T. */
        families: ["c", "g", "gr", "i", "m", "r", "t"],
        leastVcpus: 32,
        startsIn: { leastDays: 5, recommendedDays: 56, mostDays: 120 },
        leastCommitmentDays: 14,
        /** From the request on. */
        quota: { market: "onDemand", verified: true },
        asOf: "2026-11-24",
        sources: [
            "EC2 user guide capacity-reservations-create, ec2-capacity-reservations (stored copies)",
            "npm @aws-sdk/client-ec2 3.1169.0, CreateCapacityReservation (C, M, R, I, T and G only)",
        ],
    },
    spot: {
        noticeMinutes: 2,
        quota: { market: "spot", verified: true },
        asOf: "2026-11-24",
        sources: ["EC2 user guide spot-instance-termination-notices"],
    },
} as const;

/**
 * Whether EC2 takes requests for future-dated reservations of a type.
 *
 * @example
 * isFutureReservable("g6e.48xlarge"); // true
 * isFutureReservable("p5.48xlarge"); // false: capacity blocks are what there is for P
 */
export function isFutureReservable(type: string): boolean {
    const [letters = ""] = /^[a-z]+/.exec(type) ?? [];
    return awsCapacityRules.futureReservation.families.some(family => family === letters);
}

/** When the machines of a block must be empty and when they stop, in minutes before its end. */
export interface BlockEnd {
    readonly drainMinutes: number;
    /** By EC2, or by the user where EC2 leaves it to them. */
    readonly stopMinutes: number;
}

/**
 * How the machines of a block of this instance type end.
 *
 * @example
 * blockEnd("p5.48xlarge"); // { drainMinutes: 40, stopMinutes: 30 }
 * blockEnd("p6e-gb200.36xlarge"); // { drainMinutes: 70, stopMinutes: 60 }: what EKS does at 40 would be too late
 */
export function blockEnd(type: string): BlockEnd {
    const { beforeEnd, ultraServers } = awsCapacityRules.capacityBlock;
    const [family] = type.split(".");
    const stopMinutes = ultraServers.families.some(each => each === family)
        ? ultraServers.stopYourselfMinutesBeforeEnd
        : beforeEnd.ec2StopsMinutes;
    // As much time to end as EKS leaves its nodes before EC2 stops them.
    return { drainMinutes: stopMinutes + beforeEnd.eksScalesDownMinutes - beforeEnd.ec2StopsMinutes, stopMinutes };
}
