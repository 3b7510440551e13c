import type { Known } from "../../catalog/known";
import { windowTimes, type WindowTimes } from "../capacity/window";
import type { Capacity } from "../capacity/capacity";
import { grouped } from "../grouped";
import { microUsd } from "../money";
import { reservedInstances } from "../reserved";
import { fleetPrice, inDollars, type FleetPrice, type PricedPool } from "./fleet-price";
import { atEachSize, sum, times, type Spread } from "./spread";

/** All pools whose machines are bought in one way. */
export interface CapacityTotal {
    readonly capacity: Capacity["kind"];
    readonly pools: readonly string[];
    readonly nodes: Spread;
    readonly price: FleetPrice;
}

/** Reserved machines of a pool that are no node of it, and cost as much as if they were. */
export interface IdleReservation {
    readonly pool: string;
    readonly capacity: Capacity["kind"];
    /** Machines that are reserved. */
    readonly instances: number;
    /** Those without a node, with the pool at its smallest, wanted and largest size. */
    readonly idle: Spread;
    /** What these cost, USD. */
    readonly usdPerHour: Known<Spread>;
}

/** When the machines of a pool are there; see `windowTimes`. */
export interface PoolWindow extends WindowTimes {
    readonly pool: string;
    readonly capacity: Capacity["kind"];
}

/** By kind of capacity, in the order of the pools. */
export function capacityTotals(priced: readonly PricedPool[]): CapacityTotal[] {
    return [...grouped(priced, ({ pool }) => pool.capacity.kind)].map(([capacity, same]) => ({
        capacity,
        pools: same.map(({ pool }) => pool.name),
        nodes: sum(same.map(({ pool }) => pool.nodes)),
        price: fleetPrice(same),
    }));
}

/** The pools that pay for more machines than they have nodes, at any of their sizes. */
export function idleReservations(priced: readonly PricedPool[]): IdleReservation[] {
    return priced.flatMap(({ pool, nodePrice }): IdleReservation[] => {
        const instances = reservedInstances(pool);
        const idle = atEachSize(pool.nodes, nodes => Math.max(0, instances - nodes));
        if (idle.min === 0) return [];
        const usdPerHour: Known<Spread> = nodePrice.known
            ? { known: true, ...inDollars(times(idle, microUsd(nodePrice.usdPerHour))) }
            : nodePrice;
        return [{ pool: pool.name, capacity: pool.capacity.kind, instances, idle, usdPerHour }];
    });
}

/** The pools whose machines are not always there. */
export function poolWindows(priced: readonly PricedPool[]): PoolWindow[] {
    return priced.flatMap(({ pool: { name, capacity, machineType } }) => {
        const times = windowTimes(capacity, machineType);
        return Object.keys(times).length === 0 ? [] : [{ pool: name, capacity: capacity.kind, ...times }];
    });
}
