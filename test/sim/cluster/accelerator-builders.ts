/** Nodes and plugin pods beside NVIDIA's. */
import type { Fpgas, NeuronDevices, NodeSpec } from "../../../sim/cloud/contract";
import type { Pod } from "../../../sim/cluster/kubernetes/objects";
import { aNode, aPluginPod, type PluginPodOverrides } from "./builders";

/** Twelve chips of an inf2.48xlarge on AL2023. */
export function someChips(overrides: Partial<NeuronDevices> = {}): NeuronDevices {
    return {
        kind: "neuron",
        chip: "Inferentia2",
        count: 12,
        cores: 2,
        memoryGiB: 32,
        driver: true,
        deviceOwnership: true,
        ...overrides,
    };
}

export function aNeuronNode(
    instanceType = "inf2.48xlarge",
    chips: Partial<NeuronDevices> = {},
    overrides: Partial<NodeSpec> = {},
): NodeSpec {
    const name = overrides.name ?? "ip-neuron";
    return aNode({
        name,
        labels: { "kubernetes.io/hostname": name, "node.kubernetes.io/instance-type": instanceType },
        taints: [{ key: "aws.amazon.com/neuron", value: "true", effect: "NoSchedule" }],
        capacity: { cpu: "192", memory: "768Gi", pods: "100" },
        allocatable: { cpu: "191", memory: "700Gi", pods: "100" },
        devices: [someChips(chips)],
        ...overrides,
    });
}

/** Sixteen chips of eight cores. */
export const trn2 = (chips: Partial<NeuronDevices> = {}, overrides: Partial<NodeSpec> = {}) =>
    aNeuronNode("trn2.48xlarge", { chip: "Trainium2", count: 16, cores: 8, memoryGiB: 96, ...chips }, overrides);

const pluginDirectory = "/var/lib/kubelet/device-plugins";
const neuronTolerations = [
    { key: "CriticalAddonsOnly", operator: "Exists" },
    { key: "aws.amazon.com/neuron", operator: "Exists", effect: "NoSchedule" },
];

/** A running pod of the Neuron chart (aws-neuron/neuron-helm-charts, templates/device-plugin). */
export function aNeuronPluginPod(overrides: PluginPodOverrides = {}): Pod {
    return aPluginPod({
        uid: "neuron",
        ...overrides,
        container: {
            name: "neuron-device-plugin",
            image: "public.ecr.aws/neuron/neuron-device-plugin:2.32.0.0",
            env: [
                { name: "KUBECONFIG", value: "/etc/kubernetes/kubelet.conf" },
                { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            ],
            volumeMounts: [
                { name: "device-plugin", mountPath: pluginDirectory },
                { name: "infa-map", mountPath: "/run" },
                { name: "aws-config", mountPath: "/opt/aws", readOnly: true },
            ],
            ...overrides.container,
        },
        spec: {
            serviceAccountName: "neuron-device-plugin",
            tolerations: neuronTolerations,
            volumes: [
                { name: "device-plugin", hostPath: { path: pluginDirectory } },
                { name: "infa-map", hostPath: { path: "/run" } },
                { name: "aws-config", hostPath: { path: "/opt/aws" } },
            ],
            ...overrides.spec,
        },
    });
}

/** A running pod of the same chart's DRA driver. */
export function aNeuronDraPod(overrides: PluginPodOverrides = {}): Pod {
    const paths = ["/var/lib/kubelet/plugins_registry", "/var/lib/kubelet/plugins", "/var/run/cdi"];
    const volumes = paths.map((path, index) => ({ name: `dra-${index}`, hostPath: { path } }));
    return aPluginPod({
        uid: "neuron-dra",
        ...overrides,
        container: {
            name: "neuron-dra-driver",
            image: "public.ecr.aws/neuron/neuron-dra-driver:1.2.0",
            command: ["k8s-neuron-dra-driver"],
            securityContext: { privileged: true },
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            volumeMounts: paths.map((mountPath, index) => ({ name: `dra-${index}`, mountPath })),
            ...overrides.container,
        },
        spec: {
            serviceAccountName: "neuron-dra-driver-sa",
            hostNetwork: true,
            tolerations: neuronTolerations,
            volumes,
            ...overrides.spec,
        },
    });
}

/** A node of F2 with the FPGAs of these addresses, and what a boot script left. */
export function anFpgaNode(fpgas: Partial<Fpgas> = {}, made: readonly string[] = []): NodeSpec {
    const slots =
        fpgas.slots ?? ["0000:9f:00.0", "0000:a1:00.0"].map((pciAddress, slot) => ({ slot, pciAddress, image: null }));
    const device: Fpgas = { kind: "fpga", family: "f2", count: slots.length, xrt: false, ...fpgas, slots };
    const sysfs = slots.map(({ pciAddress }) => `/sys/bus/pci/devices/${pciAddress}`);
    const files = sysfs.flatMap(path => ["resource0", "resource4", "vendor"].map(file => `${path}/${file}`));
    return aNode({ name: "ip-fpga", taints: [], devices: [device], hostPaths: [...sysfs, ...files, ...made] });
}

/** A running pod of squat/generic-device-plugin's manifest. */
export function aGenericPluginPod(args: readonly string[], overrides: PluginPodOverrides = {}): Pod {
    return aPluginPod({
        uid: "generic",
        ...overrides,
        container: {
            name: "generic-device-plugin",
            image: "ghcr.io/squat/generic-device-plugin:0.2.0",
            args,
            securityContext: { privileged: true },
            volumeMounts: [
                { name: "device-plugins", mountPath: pluginDirectory },
                { name: "dev", mountPath: "/dev" },
            ],
            ...overrides.container,
        },
        spec: {
            volumes: [
                { name: "device-plugins", hostPath: { path: pluginDirectory } },
                { name: "dev", hostPath: { path: "/dev" } },
            ],
            ...overrides.spec,
        },
    });
}
