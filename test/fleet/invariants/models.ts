import fc from "fast-check";
import type { Advertiser } from "../../../components/fleet/advertisers";
import type { FleetContext } from "../../../components/fleet/context";
import type {
    AccessEntry,
    AddOn,
    ClusterQueue,
    KubernetesObject,
    KubernetesProvider,
    LabelSupplier,
    LocalQueue,
    MachineReservation,
    NodeRole,
    PlacementGroup,
    PodTemplate,
    ResourceFlavor,
    SecurityGroup,
    Step,
    Subnet,
} from "../../../components/fleet/facets";
import type { Pool } from "../../../components/fleet/pool";
import { advertisers } from "./models/advertisers";
import {
    accessEntries,
    nodeRoles,
    placementGroups,
    reservations,
    securityGroups,
    subnets,
} from "./models/cloud-facets";
import {
    addOns,
    kubernetesObjects,
    kubernetesProviders,
    labelSuppliers,
    podTemplates,
    steps,
} from "./models/cluster-facets";
import { config } from "./models/limits";
import { pools } from "./models/pools";
import { clusterQueues, localQueues, resourceFlavors } from "./models/queue-facets";
import { smallMarket } from "./models/small-world";

/** Everything that invariants look at, fully known: pools, their plugins and their surroundings. */
export interface Model extends KnownFacets {
    readonly pools: readonly Pool[];
    readonly advertisers: readonly Advertiser[];
    readonly context: FleetContext;
}

/** Facets whose things are all known: each is given, but for the accounts, of which there is one. */
interface KnownFacets {
    readonly podTemplates: readonly PodTemplate[];
    readonly subnets: readonly Subnet[];
    readonly securityGroups: readonly SecurityGroup[];
    readonly placementGroups: readonly PlacementGroup[];
    readonly reservations: readonly MachineReservation[];
    readonly addOns: readonly AddOn[];
    readonly labelSuppliers: readonly LabelSupplier[];
    readonly nodeRoles: readonly NodeRole[];
    readonly accessEntries: readonly AccessEntry[];
    readonly kubernetesProviders: readonly KubernetesProvider[];
    readonly kubernetesObjects: readonly KubernetesObject[];
    readonly steps: readonly Step[];
    readonly resourceFlavors: readonly ResourceFlavor[];
    readonly clusterQueues: readonly ClusterQueue[];
    readonly localQueues: readonly LocalQueue[];
}

/** Models of a small world, biased to its edges: no nodes, one zone, the most shares, fifty taints, limits that just do. */
export const anyModel: fc.Arbitrary<Model> = fc.record({
    pools,
    advertisers,
    podTemplates,
    subnets,
    securityGroups,
    placementGroups,
    reservations,
    addOns,
    labelSuppliers,
    nodeRoles,
    accessEntries,
    kubernetesProviders,
    kubernetesObjects,
    steps,
    resourceFlavors,
    clusterQueues,
    localQueues,
    context: config.map(each => ({ market: smallMarket, config: each, now: "2026-11-24T12:00:00Z" as const })),
});
