import type { PluginRule } from "../device-family";
import type { Known } from "../known";
import { once } from "../once";

/**
 * What runs in a cluster beside Neuron's device plugin. `schedulerExtension`: chooses chips and cores that lie together;
 * `secondScheduler`: the scheduler that asks it, for EKS does not let its own be configured; `monitor`: metrics;
 * `problemDetector`: sets a condition on nodes with broken chips; `nodeRecovery`: replaces such nodes;
 * `ultraServerOperator`: finds out which nodes are one UltraServer.
 */
export type NeuronCompanionRole =
    "schedulerExtension" | "secondScheduler" | "monitor" | "problemDetector" | "nodeRecovery" | "ultraServerOperator";

/** A program beside the device plugin, with the version that the library installs by default. */
export interface NeuronCompanion {
    readonly name: string;
    readonly role: NeuronCompanionRole;
    /** Kubernetes version that it belongs to; empty when it runs with any. */
    readonly kubernetes: string;
    readonly version: string;
    /** Image with its tag. */
    readonly image: string;
    /** Whether its makers, or two public sources, name this very image. */
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const companions = once(() => require("../generated/neuron-companions.json") as readonly NeuronCompanion[]);

/**
 * The program of a role. A default: let the caller override its image.
 *
 * @example
 * const found = neuronCompanion("secondScheduler", "1.35");
 * const image = found.known ? found.image : found.why; // "registry.k8s.io/kube-scheduler:v1.35.5"
 *
 * @returns `{ known: false, why }` where no source names an image for the Kubernetes version.
 */
export function neuronCompanion(role: NeuronCompanionRole, kubernetes: string): Known<NeuronCompanion> {
    const found = companions().find(
        row => row.role === role && (row.kubernetes === "" || row.kubernetes === kubernetes),
    );
    if (found) return { known: true, ...found };
    return { known: false, why: `no source names an image of ${role} for Kubernetes ${kubernetes}` };
}

/**
 * Everything of the table.
 *
 * @example neuronCompanions().some(({ role }) => role === "monitor"); // true
 */
export function neuronCompanions(): readonly NeuronCompanion[] {
    return companions();
}

const watchNodes: PluginRule = { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] };

/**
 * How the second scheduler and the extension find each other, and what each may do. Needed where a pod asks for more than one
 * but not all of a node's chips or cores: they must lie together, and plain counting does not see to it. It also sees that a
 * chip given away takes its cores with it.
 *
 * @example neuronScheduling.schedulerName; // "my-scheduler"
 */
export const neuronScheduling = {
    namespace: "kube-system",
    /** What pods write into `schedulerName`, as the chart calls it. */
    schedulerName: "my-scheduler",
    extension: {
        service: "k8s-neuron-scheduler",
        port: 12345,
        portVariable: "PORT",
        priorityClass: "system-node-critical",
        /** As one at a time: two would give the same chips away. */
        replicas: 1,
        updateStrategy: "Recreate",
        rules: [
            watchNodes,
            { apiGroups: [""], resources: ["nodes/status"], verbs: ["get", "patch", "update", "list", "watch"] },
            { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
            { apiGroups: [""], resources: ["pods"], verbs: ["get", "patch", "update", "list", "watch"] },
            { apiGroups: [""], resources: ["bindings", "pods/binding"], verbs: ["create"] },
        ],
    },
    /** An entry of `extenders` in the configuration of the second scheduler. */
    extender: {
        filterVerb: "filter",
        bindVerb: "bind",
        enableHTTPS: false,
        nodeCacheCapable: false,
        ignorable: false,
        managedResources: [
            { name: "aws.amazon.com/neuron", ignoredByScheduler: false },
            { name: "aws.amazon.com/neuroncore", ignoredByScheduler: false },
        ],
    },
    secondScheduler: {
        command: "/usr/local/bin/kube-scheduler",
        healthPort: 10259,
        clusterRoles: ["system:kube-scheduler", "system:volume-scheduler"],
        rules: [
            { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
            {
                apiGroups: ["coordination.k8s.io"],
                resources: ["leases"],
                verbs: ["create", "get", "list", "update"],
            },
        ],
    },
    asOf: "2026-11-24",
    sources: [
        "aws-neuron/neuron-helm-charts templates/scheduler (deployments, configuration, rules), values.yaml of 1.10.0",
        "Neuron documentation deploy/includes/k8s-multiple-scheduler (EKS needs a second scheduler)",
    ],
} as const;

/**
 * What Neuron's DRA driver must be given. Its mounts differ from those of the plugin; so does where it may run: not on Auto
 * Mode, not for Inferentia of the first generation, never on a node with the plugin.
 *
 * @example neuronDraDriver.namespace; // "neuron-dra-driver"
 */
export const neuronDraDriver = {
    namespace: "neuron-dra-driver",
    command: "k8s-neuron-dra-driver",
    hostNetwork: true,
    hostMounts: [
        { path: "/var/lib/kubelet/plugins", create: true, readOnly: false },
        { path: "/var/lib/kubelet/plugins_registry", create: true, readOnly: false },
        { path: "/var/run/cdi", create: true, readOnly: false },
    ],
    environment: [
        { name: "NODE_NAME", field: "spec.nodeName" },
        { name: "POD_UID", field: "metadata.uid" },
        { name: "CDI_ROOT", value: "/var/run/cdi" },
        { name: "KUBELET_REGISTRAR_DIRECTORY_PATH", value: "/var/lib/kubelet/plugins_registry" },
        { name: "KUBELET_PLUGINS_DIRECTORY_PATH", value: "/var/lib/kubelet/plugins" },
        { name: "HEALTHCHECK_PORT", value: "51515" },
    ],
    /** gRPC, service `liveness`. */
    healthPort: 51515,
    asOf: "2026-11-24",
    source: "aws-neuron/neuron-helm-charts templates/dra-driver, values.yaml of 1.10.0",
} as const;
