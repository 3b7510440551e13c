import type { AcceleratorFamily } from "../../catalog/accelerators";
import { grouped } from "../grouped";
import type { Pool, PoolResource } from "../pool";
import { sum, times, type Spread } from "./spread";

/** How many accelerators of one model there are. */
export interface AcceleratorTotal {
    readonly family: AcceleratorFamily;
    /** Marketing name, for example `H100`. */
    readonly model: string;
    readonly count: Spread;
}

/** How much of one resource the nodes advertise once its advertiser runs: what pods can ask for. */
export interface ResourceTotal {
    readonly name: string;
    readonly through: PoolResource["through"];
    readonly count: Spread;
}

/** By family and model, in the order of the pools. */
export function totalAccelerators(pools: readonly Pool[]): AcceleratorTotal[] {
    const each = pools.flatMap(({ accelerators, nodes }) =>
        accelerators.map(({ family, model, perNode }) => ({ family, model, count: times(nodes, perNode) })),
    );
    return total(each, ({ family, model }) => `${family} ${model}`);
}

/** By name, in the order of the pools. */
export function totalResources(pools: readonly Pool[]): ResourceTotal[] {
    const each = pools.flatMap(({ resources, nodes }) =>
        resources.map(({ name, through, perNode }) => ({ name, through, count: times(nodes, perNode) })),
    );
    return total(each, ({ name, through }) => `${through} ${name}`);
}

/** EFA interfaces of all nodes. */
export function totalEfaInterfaces(pools: readonly Pool[]): Spread {
    return sum(pools.map(({ nodes, fabric }) => times(nodes, fabric.efaInterfaces)));
}

function total<Item extends { readonly count: Spread }>(items: readonly Item[], key: (item: Item) => string): Item[] {
    return [...grouped(items, key).values()].flatMap(same => {
        const [first] = same;
        return first === undefined ? [] : [{ ...first, count: sum(same.map(({ count }) => count)) }];
    });
}
