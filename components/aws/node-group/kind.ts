import type { AcceleratorFamily } from "../../catalog/accelerators";
import type { NodeImageFacts, NodeImageName } from "../../catalog/aws/images";
import type { AwsInstanceTypeFacts } from "../../catalog/aws/instance-types";
import type { Capacity } from "../../fleet/capacity/capacity";
import type { EfaChoice, PlacementChoice } from "../../fleet/fabric";
import type { Instant } from "../../fleet/instant";
import type { PoolHugePages } from "../../fleet/pool";
import type { Problem } from "../../fleet/problem";
import type { SharingChoice } from "../../fleet/sharing";
import type { Boot } from "./boot";

/** What makes a group the kind of group it is, whatever its machines are. */
export interface NodeGroupKind {
    /** Families of accelerators that the nodes have; empty for nodes without any. */
    readonly families: readonly AcceleratorFamily[];
    readonly capacity: Capacity;
    readonly efa: EfaChoice;
    readonly placement: PlacementChoice;
    readonly sharing: SharingChoice;
    /** Physical Neuron cores that count as one, where the nodes are told otherwise than by default. */
    readonly lnc?: number;
    /** Huge pages that the nodes are told to hold ready. */
    readonly hugePages?: PoolHugePages;
    /** Actions that the role which the library makes may take besides, on everything: such as only look. */
    readonly nodeActions?: readonly string[];
    /** What its machines are told besides joining. */
    readonly boot: Boot;
    /** What is wrong with the arguments that only groups of this kind have. */
    readonly problems: readonly Problem[];
    /** The moment for which is planned: before its machines are there, a group has no nodes. */
    readonly now: Instant;
    readonly defaultRootVolumeGiB: number;
    /** Nodes without which the group is of no use. */
    readonly leastNodes: 0 | 1;
}

/** What of a node image decides how its nodes are started: one of EKS, or an AMI of the user's own. */
export interface MachineImage extends Pick<
    NodeImageFacts,
    "os" | "architecture" | "drivers" | "advertises" | "rootDevice" | "dataDevice"
> {
    /** Name in the catalogue; `CUSTOM` for an AMI of the user's own. */
    readonly name: NodeImageName | "CUSTOM";
}

/** The machines of a group: an instance type and the node image that serves it. */
export interface Machine {
    readonly type: AwsInstanceTypeFacts;
    readonly image: MachineImage;
    /** First AMI release (`20260917`) that serves the type; empty when every release does. */
    readonly fromRelease: string;
}
