import type { DeviceFamily } from "../../catalog/devices";
import type * as pulumi from "@pulumi/pulumi";
import type { TaintInput } from "../../fleet/mark-problems";
import type { NodeCount } from "../../fleet/node-range";
import type { Intent } from "../../fleet/intent";
import type { Mechanism } from "../../fleet/pool";
import type { OverridableId } from "../../fleet/problem-ids";
import type { RepairInput } from "../../fleet/repair-plan";
import type { UpdateInput } from "../../fleet/update-policy";
import type { ImageName } from "./image";
import type { EksNodeCluster } from "./eks-node-cluster";

/**
 * What every kind of managed node group is told.
 *
 * @example
 * const inOneZone: aws.NodeGroupArgs = { cluster, nodes: { min: 0, max: 6 }, zones: ["use2-az1"], rootVolumeGiB: 500 };
 */
export interface NodeGroupArgs {
    /** The cluster that the nodes join. */
    readonly cluster: EksNodeCluster;
    /** How many nodes: a fixed number, or limits between which an autoscaler moves (`{ min: 0, max: 6 }` starts with min). */
    readonly nodes: NodeCount;
    /**
     * Zone ids of the cluster's network. Default: those of its zones that offer the instance type. EKS cannot change the zones
     * of a group: name them where a zone that the network gets later must not replace the group.
     */
    readonly zones?: readonly string[];
    /**
     * Who keeps the machines. Default: `managed`, a managed node group of EKS. `selfManaged`: an Auto Scaling group of your
     * account, for what managed groups cannot do; EKS does not repair its nodes.
     */
    readonly manager?: "managed" | "selfManaged";
    /**
     * Whether every zone gets a node group of its own, among which the nodes are shared out: for autoscalers that must add a
     * node in the very zone where a volume is. Default: one group over all zones.
     */
    readonly groupPerZone?: boolean;
    /** Labels of the nodes besides the library's own. */
    readonly labels?: Readonly<Record<string, string>>;
    /** Taints of the nodes besides the library's own. */
    readonly taints?: readonly TaintInput[];
    /** Size of the encrypted root volume, in GiB. */
    readonly rootVolumeGiB?: number;
    /** ARN of the key that encrypts the root volume. Default: the account's own key for EBS. */
    readonly volumeKeyArn?: pulumi.Input<string>;
    /**
     * What becomes of local NVMe disks, on types that have some. Default: `raid0`, one volume that holds images, containers and
     * pod storage, and is empty again after every stop.
     */
    readonly localDisks?: "raid0" | "unused";
    /** Hops to the instance metadata. Default: 1, which keeps pods from the node's credentials; 2 lets every pod have them. */
    readonly metadataHops?: 1 | 2;
    /**
     * The node image: one of EKS, or an AMI of your own. Default: `al2023`. EKS cannot change between its own images and an
     * AMI: the group is replaced.
     */
    readonly image?: ImageName | { readonly ami: CustomAmi };
    /**
     * AMI release, for example `1.35.2-20260714`. Default: the newest one when the group is first made, kept until the
     * Kubernetes version changes. `recommended` follows the newest one at every `up`.
     */
    readonly releaseVersion?: pulumi.Input<string>;
    /** Who shall advertise the accelerators. Default: the first mechanism that suits the nodes. */
    readonly advertiser?: Mechanism;
    /** How nodes are replaced when the version or the template changes. */
    readonly update?: UpdateInput;
    /**
     * Whether and how EKS replaces nodes that stay unhealthy. Default: true, with thresholds by size and intent; the GPUs' own
     * errors are known where the add-on eks-node-monitoring-agent runs, as it does on clusters of this library.
     */
    readonly repair?: boolean | RepairInput;
    /** What the nodes are for: sets defaults of updates and repair. Default: `inference`. */
    readonly intent?: Intent;
    /**
     * Security groups of the nodes' network interfaces besides the cluster's own, for example one that a database lets in.
     */
    readonly securityGroupIds?: readonly pulumi.Input<string>[];
    /** ARN of the role of the nodes. Default: a new one that may join the cluster and pull images from Amazon's registry. */
    readonly nodeRoleArn?: pulumi.Input<string>;
    /** Tags for every resource of the group, its instances and volumes included, besides those of the cluster. */
    readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
}

/**
 * A machine image of your own, as far as a group must know it.
 *
 * @example
 * const ami: aws.CustomAmi = {
 *     id: "ami-0a1b2c3d4e5f60718",
 *     architecture: "amd64",
 *     os: "al2023",
 *     drivers: ["nvidia", "efa"],
 * };
 */
export interface CustomAmi {
    /** `ami-…` */
    readonly id: pulumi.Input<string>;
    readonly architecture: "amd64" | "arm64";
    /** How its nodes are told what to do: `al2023` by nodeadm, `bottlerocket` by settings. */
    readonly os: "al2023" | "bottlerocket";
    /** Families whose driver the image holds: a plugin is installed for these. */
    readonly drivers: readonly DeviceFamily[];
    /** Families whose devices the image advertises itself: no plugin is installed for these. Default: none. */
    readonly advertises?: readonly DeviceFamily[];
}
