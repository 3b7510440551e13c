import type { AddOn } from "../../components/fleet/facets/add-on";
import type { LabelSupplier } from "../../components/fleet/facets/label-supplier";
import type { KubernetesObject } from "../../components/fleet/facets/kubernetes-object";
import type { NodeRole } from "../../components/fleet/facets/node-role";
import type { Step } from "../../components/fleet/facets/step";
import type { MachineReservation } from "../../components/fleet/facets/machine-reservation";
import type { PodTemplate } from "../../components/fleet/facets/pod-template";
import type { SecurityGroup } from "../../components/fleet/facets/security-group";
import type { Subnet } from "../../components/fleet/facets/subnet";
import type { Pool } from "../../components/fleet/pool";
import { aPool, aWorkload } from "./builders";

const gpuToleration = { key: "nvidia.com/gpu", operator: "Exists" } as const;

/** A job that asks for every GPU of one p5.48xlarge and tolerates its taint. */
export function aPodTemplate(changes: Partial<PodTemplate> = {}): PodTemplate {
    return {
        name: "research/train",
        cluster: "shared",
        kind: "Job",
        replicas: 1,
        disruptionBudget: "none",
        spread: [],
        ...aWorkload({ tolerations: [gpuToleration], requests: { "nvidia.com/gpu": 8 } }),
        ...changes,
    };
}

/** A new /24 in the zone of `aPool`. */
export function aSubnet(changes: Partial<Subnet> = {}): Subnet {
    return {
        name: "a",
        zone: "use1-az1",
        prefixLength: 24,
        taken: 0,
        ofControlPlane: false,
        pools: ["train"],
        ...changes,
    };
}

/** The group that EFA wants: every protocol to itself, both ways. */
export function aSecurityGroup(changes: Partial<SecurityGroup> = {}): SecurityGroup {
    const name = changes.name ?? "efa";
    return {
        name,
        ofCluster: false,
        rules: (["ingress", "egress"] as const).map(direction => ({
            direction,
            protocol: "all",
            peer: { group: name },
        })),
        pools: ["train"],
        ...changes,
    };
}

/** Four p5.48xlarge in the zone of `aPool`. */
export function aReservation(changes: Partial<MachineReservation> = {}): MachineReservation {
    return {
        name: "cr-1",
        kind: "onDemand",
        machineType: "p5.48xlarge",
        region: "us-east-1",
        zone: "use1-az1",
        instances: 4,
        tags: {},
        resourceGroups: [],
        ...changes,
    };
}

/** NFD as its chart installs it: it labels the nodes of every NVIDIA device it runs on. */
export function aLabelSupplier(changes: Partial<LabelSupplier> = {}): LabelSupplier {
    return {
        name: "node-feature-discovery",
        cluster: "shared",
        labels: [{ key: "feature.node.kubernetes.io/pci-10de.present", value: "true", family: "nvidia" }],
        ...aWorkload({ tolerations: [gpuToleration] }),
        ...changes,
    };
}

/** The agent that tells EKS what is wrong with a node; like every DaemonSet of an add-on it tolerates everything. */
export function anAgent(changes: Partial<AddOn> = {}): AddOn {
    return {
        name: "eks-node-monitoring-agent",
        cluster: "shared",
        ...aWorkload({ tolerations: [{ operator: "Exists" }] }),
        ...changes,
    };
}

/** A pool of EFA nodes that offers its interfaces to pods. */
export function anEfaPool(changes: Partial<Pool> = {}): Pool {
    return aPool({
        fabric: {
            interfaces: Array.from({ length: 32 }, (_, card) => ({
                card,
                device: card === 0 ? 0 : 1,
                kind: card === 0 ? ("efa" as const) : ("efa-only" as const),
            })),
            efaInterfaces: 32,
            placement: "cluster",
        },
        ...changes,
    });
}

/** The role of self-managed nodes, with what a node needs. */
export function aNodeRole(changes: Partial<NodeRole> = {}): NodeRole {
    return {
        name: "train-role",
        pools: ["train"],
        policies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
        ...changes,
    };
}

/** A whole Deployment, written through the provider of the cluster. */
export function anObject(changes: Partial<KubernetesObject> = {}): KubernetesObject {
    return {
        name: "chat",
        provider: "shared-k8s",
        group: "apps",
        kind: "Deployment",
        namespace: "inference",
        objectName: "chat",
        patches: [],
        ...changes,
    };
}

/** Something that waits for nothing and runs no pods. */
export function aStep(changes: Partial<Step> = {}): Step {
    return { name: "step", dependsOn: [], readyOnNodesOf: [], skipAwait: false, ...changes };
}
