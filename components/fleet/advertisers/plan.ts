import type { DeviceFamily } from "../../catalog/devices";
import { grouped } from "../grouped";
import type { Pool } from "../pool";
import type { Advertiser, Assignment, PlannedPlugin } from "./advertiser";
import { advertiserKey, advertiserLabel } from "./advertiser-labels";
import { chooseMechanism } from "./choose-mechanism";
import { configurationFor, type PluginConfiguration } from "./plugin-configuration";
import { advertisedNames } from "./resource-names";
import { distinct, sortedBy } from "./sorted";
import { tolerationsFor } from "./tolerations";
import { wholeDevices } from "../sharing";

/** Who advertises what in a fleet, and the device plugins and DRA drivers that this takes. */
export interface AdvertiserPlan {
    readonly assignments: readonly Assignment[];
    /** At most one per cluster, family and configuration; none where nobody needs one. */
    readonly plugins: readonly PlannedPlugin[];
}

/**
 * Decides who advertises the devices of each pool, so that every resource has exactly one owner on every node. The order of
 * the pools does not matter. A pool that no mechanism suits is assigned to `none`: `advertiserProblems` says why.
 *
 * @example
 * planAdvertisers([train.pool]).plugins[0]?.tolerations;
 * // [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]
 */
export function planAdvertisers(pools: readonly Pool[]): AdvertiserPlan {
    const assigned = pools.flatMap(pool => assignmentsOf(pool).map(assignment => ({ pool, assignment })));
    const installed = assigned.flatMap(({ pool, assignment }) => installation(pool, assignment));
    const plugins = [...grouped(installed, ({ identity }) => identity)].map(([, same]) => plannedPlugin(same));
    return {
        assignments: assigned.map(({ assignment }) => assignment),
        plugins: sortedBy(plugins, ({ cluster, name }) => `${cluster} ${name}`),
    };
}

function assignmentsOf(pool: Pool): Assignment[] {
    return [...grouped(pool.resources, ({ family }) => family)].map(([family, resources]) => {
        const choice = chooseMechanism(pool, family);
        return {
            pool: pool.name,
            cluster: pool.cluster,
            family,
            resources: resources.map(({ name }) => name),
            by: choice.by,
            needs: choice.by === "none" ? [] : choice.needs,
        };
    });
}

/** What one family of one pool needs installed, and what tells it from other installations. */
interface Installation {
    readonly pool: Pool;
    readonly family: DeviceFamily;
    readonly mechanism: PlannedPlugin["mechanism"];
    readonly configuration: PluginConfiguration;
    /** Value of the label by which it finds its nodes. */
    readonly key: string;
    readonly identity: string;
}

function installation(pool: Pool, { family, by }: Assignment): Installation[] {
    if (by !== "devicePlugin" && by !== "draDriver") return [];
    const key = advertiserKey(pool, family);
    const configuration = by === "devicePlugin" ? configurationFor(pool, family) : wholeDevices;
    const identity = JSON.stringify([pool.cluster, family, key]);
    return [{ pool, family, mechanism: by, configuration, key, identity }];
}

function plannedPlugin(installations: readonly Installation[]): PlannedPlugin {
    const [first] = installations as readonly [Installation, ...Installation[]];
    const { family, mechanism, configuration, key } = first;
    const pools = installations.map(({ pool }) => pool);
    const names = pools.flatMap(pool => advertisedNames(family, mechanism, pool.sharing, pool.machineType));
    return {
        name: `${family}-${key}`,
        cluster: first.pool.cluster,
        family,
        mechanism,
        configuration,
        region: first.pool.region,
        pools: pools.map(({ name }) => name).sort(),
        resources: distinct(names),
        ...placement(family, key, pools),
    };
}

function placement(
    family: DeviceFamily,
    key: string,
    pools: readonly Pool[],
): Pick<Advertiser, "tolerations" | "nodeSelector" | "nodeAffinity" | "requests"> {
    return {
        tolerations: tolerationsFor(pools.flatMap(({ taints }) => taints)),
        nodeSelector: { [advertiserLabel(family)]: key },
        nodeAffinity: "any",
        requests: {},
    };
}
