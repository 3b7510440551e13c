import type { AddOn } from "./add-on";
import type { ClusterAccount } from "./cluster-account";
import type { Facet } from "./facet";
import type { KubernetesObject, KubernetesProvider } from "./kubernetes-object";
import type { LabelSupplier } from "./label-supplier";
import type { MachineReservation } from "./machine-reservation";
import type { AccessEntry, NodeRole } from "./node-role";
import type { PlacementGroup } from "./placement-group";
import type { PodTemplate } from "./pod-template";
import type { ClusterQueue, LocalQueue, ResourceFlavor } from "./queue";
import type { SecurityGroup } from "./security-group";
import type { Step } from "./step";
import type { Subnet } from "./subnet";

/**
 * What a fleet may say beyond its pools and advertisers. Each is optional: an invariant that needs one which is left out is
 * not applicable or undecided, and never holds.
 *
 * @example
 * const facets: Facets = {
 *     subnets: [
 *         { name: "a", zone: "use2-az1", prefixLength: 24, taken: 0, ofControlPlane: true, pools: ["train"] },
 *     ],
 * };
 */
export interface Facets {
    /** Pods that the program declares. */
    readonly podTemplates?: Facet<PodTemplate>;
    readonly subnets?: Facet<Subnet>;
    readonly securityGroups?: Facet<SecurityGroup>;
    /** Those that exist already; a group makes its own for itself alone. */
    readonly placementGroups?: Facet<PlacementGroup>;
    readonly reservations?: Facet<MachineReservation>;
    readonly addOns?: Facet<AddOn>;
    readonly labelSuppliers?: Facet<LabelSupplier>;
    readonly nodeRoles?: Facet<NodeRole>;
    readonly accessEntries?: Facet<AccessEntry>;
    readonly kubernetesProviders?: Facet<KubernetesProvider>;
    readonly kubernetesObjects?: Facet<KubernetesObject>;
    readonly steps?: Facet<Step>;
    readonly resourceFlavors?: Facet<ResourceFlavor>;
    readonly clusterQueues?: Facet<ClusterQueue>;
    readonly localQueues?: Facet<LocalQueue>;
    /** Left out: all clusters of a fleet are in one account. */
    readonly accounts?: Facet<ClusterAccount>;
}
