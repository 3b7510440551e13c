import type { AcceleratorFamily } from "../catalog/accelerators";
import type { DeviceFamily } from "../catalog/devices";
import type { Mechanism } from "../catalog/kubernetes/mechanisms";
import type { Known } from "../catalog/known";
import type { Capacity } from "./capacity/capacity";
import type { Fabric } from "./fabric/fabric";
import type { Intent } from "./intent";
import type { NodeRange } from "./node-range";
import type { Repair, UpdatePolicy } from "./repair";
import type { Sharing } from "./sharing/sharing";

/** Kubernetes taint of a node. */
export interface Taint {
    readonly key: string;
    /** Empty when the taint has no value. */
    readonly value: string;
    readonly effect: TaintEffect;
}

/** What a taint does to pods that do not tolerate it, as Kubernetes spells it. */
export const taintEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
/** One of `taintEffects`. */
export type TaintEffect = (typeof taintEffects)[number];

/** Something that one node of the pool offers once its advertiser runs, for example 8 × `nvidia.com/gpu`. */
export interface PoolResource {
    /** Name of the extended resource, or of the device class that pods claim from. */
    readonly name: string;
    /** How pods ask for it: in `resources.limits`, or through a ResourceClaim. */
    readonly through: "extendedResource" | "deviceClass";
    readonly perNode: number;
    /** Most that one container may ask for: the kubelet refuses a pod that asks for more. Left out: all of them. */
    readonly atMostPerContainer?: number;
    /** Whose device it is: an image or a plugin advertises the resources of a family. */
    readonly family: DeviceFamily;
}

/** The accelerators of one node. */
export interface PoolAccelerator {
    readonly family: AcceleratorFamily;
    /** Marketing name as in the catalogue, for example `H100`. */
    readonly model: string;
    readonly perNode: number;
    /** Memory of one device in GiB; 0 when the source does not say. */
    readonly memoryGiB: number;
    /** Physical Neuron cores that count as one, where the nodes are told so at boot; left out: as the chip does by itself. */
    readonly lnc?: number;
}

/** The operating system image of the nodes: who brings the driver, and who advertises. */
export interface NodeImage {
    /** Name in the catalogue, for example `AL2023_x86_64_NVIDIA`. */
    readonly name: string;
    /** Families whose driver the image holds. */
    readonly drivers: readonly DeviceFamily[];
    /** Families whose devices the image itself advertises: no other plugin may run there. */
    readonly advertises: readonly DeviceFamily[];
}

/**
 * Huge pages that a node was told to hold ready.
 *
 * @example
 * const sixteen: PoolHugePages = { size: "1Gi", count: 16 };
 */
export interface PoolHugePages {
    readonly size: "2Mi" | "1Gi";
    readonly count: number;
}

export type { Mechanism };

/** Who keeps the machines of a pool: it decides which images, plugins and capacity are possible. */
export type GroupKind = "managed" | "selfManaged" | "auto";

/** Addresses of the VPC that one node takes. */
export interface NodeAddresses {
    /** From the moment it starts: interfaces, and what the pod network keeps warm on them. */
    readonly atStart: number;
    /** With as many pods as the node holds. */
    readonly atMost: number;
    /** `prefixes`: addresses come in blocks of 16 that must lie together. */
    readonly unit: "addresses" | "prefixes";
}

/**
 * What a group of equal nodes offers to its cluster: plain data, fully known before anything is created. Everything
 * downstream (plugins, price, quota, whether a pod can land) is computed from pools, whatever the cloud.
 */
export interface Pool {
    /** A DNS label, used once in a fleet. */
    readonly name: string;
    readonly cloud: "aws" | "gcp";
    /** Name of the cluster component: pools with the same key share a cluster. */
    readonly cluster: string;
    /** Kubernetes version of the nodes, `1.35`. */
    readonly kubernetes: string;
    readonly groupKind: GroupKind;
    /** Whether its machines are kept in one group for each zone. */
    readonly groupPerZone: boolean;
    readonly intent: Intent;
    readonly region: string;
    readonly machineType: string;
    readonly architecture: "amd64" | "arm64";
    /** vCPUs of one node: what EC2 quotas count. */
    readonly vcpus: number;
    /** Memory of one node as the cloud sells it, in GiB. */
    readonly memoryGiB: number;
    /** Zone ids (`use2-az1`), the same in every account. */
    readonly zones: readonly string[];
    readonly nodes: NodeRange;
    readonly capacity: Capacity;
    readonly image: NodeImage;
    /** Huge pages that the group itself asks of its nodes; left out: what the image sets aside, see `hugePages`. */
    readonly hugePages?: PoolHugePages;
    /** Empty for nodes without accelerators. */
    readonly accelerators: readonly PoolAccelerator[];
    readonly resources: readonly PoolResource[];
    /** Labels that the group gives its nodes: `ownLabels`, `advertiserLabels` and the user's. The cloud's own follow from the other fields. */
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    /** Who shall advertise its accelerators; `default`: the first mechanism that suits. */
    readonly advertiser: "default" | Mechanism;
    /** How its nodes are wired to each other. */
    readonly fabric: Fabric;
    /** How pods share its accelerators; `resources` follow from it. */
    readonly sharing: Sharing;
    /** Of the subnets, by one node. */
    readonly addresses: Known<NodeAddresses>;
    readonly update: UpdatePolicy;
    readonly repair: Repair;
}

/** Anything that declares a pool: a node group of any cloud. */
export interface PoolOwner {
    readonly pool: Pool;
}

/**
 * The pool of an owner, or the pool itself.
 *
 * @example poolOf(train).machineType; // "p5.48xlarge"
 */
export function poolOf(owner: Pool | PoolOwner): Pool {
    return "pool" in owner ? owner.pool : owner;
}
