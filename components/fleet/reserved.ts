import type { Capacity } from "./capacity/capacity";
import type { NodeRange } from "./node-range";
import type { Pool } from "./pool";

/**
 * Machines that are set aside for a pool and paid for, used or not; 0 for capacity that is bought by the node.
 *
 * @example
 * reservedInstances({ ...train.pool, capacity: reservation({ id: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", instances: 4 }) }); // 4
 * reservedInstances(train.pool); // 0
 */
export function reservedInstances({ capacity, nodes }: Pick<Pool, "capacity" | "nodes">): number {
    return isReserved(capacity) ? (capacity.instances ?? nodes.max) : 0;
}

/**
 * Nodes of a pool, and machines that are paid for without being one.
 *
 * @example
 * paidNodes({ ...train.pool, capacity: reservation({ id: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", instances: 4 }) });
 * // { min: 4, desired: 4, max: 4 }
 */
export function paidNodes(pool: Pick<Pool, "capacity" | "nodes">): NodeRange {
    const { min, desired, max } = pool.nodes;
    const reserved = reservedInstances(pool);
    return { min: Math.max(min, reserved), desired: Math.max(desired, reserved), max: Math.max(max, reserved) };
}

type ReservedCapacity = Extract<Capacity, { kind: "reservation" | "futureReservation" | "capacityBlock" | "calendar" }>;

function isReserved(capacity: Capacity): capacity is ReservedCapacity {
    switch (capacity.kind) {
        case "reservation":
        case "futureReservation":
        case "capacityBlock":
        case "calendar":
            return true;
        case "onDemand":
        case "spot":
        case "flexStart":
        case "queued":
            return false;
    }
}
