import { fpgaAdvertiser } from "../catalog/aws/fpga-slots";
import { fpgaLoad } from "../catalog/aws/fpga-load";
import { fpgaType } from "../catalog/aws/fpga-types";
import type { Capacity } from "./capacity/capacity";
import type { Pool } from "./pool";
import { isUnknown, type Seen } from "./seen";

/**
 * What is known of one label of a pool's nodes before they exist. `present`: every node carries it, with a value that
 * differs by node or is given by the cloud. `unknown`: nobody can say yet whether it is there.
 */
export type NodeLabel =
    | { readonly is: "value"; readonly value: string }
    | { readonly is: "present"; readonly why: string }
    | { readonly is: "absent" }
    | { readonly is: "unknown"; readonly why: string };

/** Labels that nodes may get of which nobody knows: those whose keys begin like this. */
export interface MoreLabels {
    /** Prefixes of keys; the empty one is that of every key. */
    readonly under: readonly string[];
    readonly why: string;
}

/**
 * The label of the pool's nodes: what the group gives them, and what the cloud adds. `moreLabels`: what others may
 * add.
 *
 * @example
 * nodeLabel(train.pool, "node.kubernetes.io/instance-type"); // { is: "value", value: "p5.48xlarge" }
 * nodeLabel(train.pool, "example.com/team"); // { is: "absent" }
 */
export function nodeLabel(pool: Seen<Pool> & { readonly moreLabels?: MoreLabels }, key: string): NodeLabel {
    const labels = pool.labels;
    // The kubelet and the cloud set theirs whatever the group says, so that what is not known of the group changes nothing.
    const cloudLabel = cloudLabels(pool.cloud).get(key);
    if (cloudLabel !== undefined) return cloudLabel(pool);
    const given = isUnknown(labels) || !Object.hasOwn(labels, key) ? undefined : labels[key];
    if (given !== undefined) return { is: "value", value: given };
    if (isUnknown(labels)) return { is: "unknown", why: labels.why };
    const { moreLabels } = pool;
    const perhaps = moreLabels?.under.some(prefix => key.startsWith(prefix)) === true;
    return perhaps ? { is: "unknown", why: moreLabels.why } : { is: "absent" };
}

type LabelOf = (pool: Seen<Pool>) => NodeLabel;

/** Set by the kubelet and by the cloud controllers of both clouds. Source: kubernetes.io, well-known labels, v1.35. */
const commonLabels: readonly (readonly [string, LabelOf])[] = [
    ["kubernetes.io/os", () => ({ is: "value", value: "linux" })],
    ["kubernetes.io/arch", pool => valueOf(pool.architecture)],
    ["kubernetes.io/hostname", () => differs],
    ["node.kubernetes.io/instance-type", pool => valueOf(pool.machineType)],
    ["topology.kubernetes.io/region", pool => valueOf(pool.region)],
    ["beta.kubernetes.io/os", () => ({ is: "value", value: "linux" })],
    ["beta.kubernetes.io/arch", pool => valueOf(pool.architecture)],
    ["beta.kubernetes.io/instance-type", pool => valueOf(pool.machineType)],
    ["failure-domain.beta.kubernetes.io/region", pool => valueOf(pool.region)],
];

/**
 * Source: labels of managed nodes as EKS 1.30 and later show them (aws-samples/eks-workshop-v2, "Checking CoreDNS pods");
 * network layers: only on types for which EC2 tells the instance topology (SageMaker HyperPod guide).
 */
const awsLabels: readonly (readonly [string, LabelOf])[] = [
    ...commonLabels,
    ["topology.k8s.aws/zone-id", pool => zoneOf(pool.zones)],
    ["topology.kubernetes.io/zone", () => zoneNamesDiffer],
    ["failure-domain.beta.kubernetes.io/zone", () => zoneNamesDiffer],
    ["eks.amazonaws.com/capacityType", pool => eksCapacityType(pool.capacity)],
    ["eks.amazonaws.com/nodegroup", () => givenLater],
    ["eks.amazonaws.com/nodegroup-image", () => givenLater],
    ["eks.amazonaws.com/sourceLaunchTemplateId", () => givenLater],
    ["eks.amazonaws.com/sourceLaunchTemplateVersion", () => givenLater],
    [fpgaLoad.label, pool => loadedOf(pool.machineType)],
    ["k8s.io/cloud-provider-aws", () => givenLater],
    ["topology.ebs.csi.aws.com/zone", () => setByOthers],
    ["topology.k8s.aws/network-node-layer-1", () => setByOthers],
    ["topology.k8s.aws/network-node-layer-2", () => setByOthers],
    ["topology.k8s.aws/network-node-layer-3", () => setByOthers],
    ["topology.k8s.aws/network-node-layer-4", () => setByOthers],
    ["topology.k8s.aws/ultraserver-id", () => setByOthers],
];

const gcpLabels: readonly (readonly [string, LabelOf])[] = [
    ...commonLabels,
    ["topology.kubernetes.io/zone", pool => zoneOf(pool.zones)],
    ["failure-domain.beta.kubernetes.io/zone", pool => zoneOf(pool.zones)],
    ["cloud.google.com/gke-nodepool", () => givenLater],
];

const tables = { aws: new Map(awsLabels), gcp: new Map(gcpLabels) };
const undecided = new Map<string, LabelOf>(
    [...tables.aws.keys(), ...tables.gcp.keys()].map(key => [key, pool => unknownCloud(pool.cloud)]),
);

function cloudLabels(cloud: Seen<Pool>["cloud"]): ReadonlyMap<string, LabelOf> {
    return isUnknown(cloud) ? undecided : tables[cloud];
}

const differs: NodeLabel = { is: "present", why: "its value differs by node" };
const givenLater: NodeLabel = { is: "present", why: "its value is given when the group is created" };
const zoneNamesDiffer: NodeLabel = {
    is: "present",
    why: "zone names differ by account: select by topology.k8s.aws/zone-id",
};
const setByOthers: NodeLabel = { is: "unknown", why: "a controller may set it later" };

/** What the boot of a node with FPGAs of F2 made of them. */
function loadedOf(machineType: Seen<Pool>["machineType"]): NodeLabel {
    if (isUnknown(machineType)) return { is: "unknown", why: machineType.why };
    const linked = fpgaType(machineType) !== undefined && fpgaAdvertiser(machineType).by === "linked";
    return linked ? { is: "present", why: "the boot of a node says how many of its FPGAs are fit" } : { is: "absent" };
}

function valueOf(field: Seen<Pool>["machineType"]): NodeLabel {
    return isUnknown(field) ? { is: "present", why: field.why } : { is: "value", value: field };
}

function zoneOf(zones: Seen<Pool>["zones"]): NodeLabel {
    if (isUnknown(zones)) return { is: "present", why: zones.why };
    const [only, ...others] = zones;
    return only === undefined || others.length > 0 ? differs : { is: "value", value: only };
}

function eksCapacityType(capacity: Capacity | Exclude<Seen<Pool>["capacity"], Capacity>): NodeLabel {
    if (isUnknown(capacity)) return { is: "present", why: capacity.why };
    switch (capacity.kind) {
        case "spot":
            return { is: "value", value: "SPOT" };
        case "capacityBlock":
            return { is: "value", value: "CAPACITY_BLOCK" };
        default:
            return { is: "value", value: "ON_DEMAND" };
    }
}

function unknownCloud(cloud: Seen<Pool>["cloud"]): NodeLabel {
    return { is: "unknown", why: isUnknown(cloud) ? cloud.why : "the cloud sets it" };
}
