import type { NodeSpec, NvidiaGpus } from "../../../sim/cloud/contract";
import type { Container, Pod } from "../../../sim/cluster/kubernetes/objects";

/** A g6.xlarge of a managed node group: one L4, driver in the image, no plugin built in. */
export function aNode(overrides: Partial<NodeSpec> = {}): NodeSpec {
    const name = overrides.name ?? "ip-10-0-0-10.us-east-2.compute.internal";
    return {
        name,
        providerId: `aws:///us-east-2a/i-${name}`,
        labels: { "kubernetes.io/hostname": name, "node.kubernetes.io/instance-type": "g6.xlarge" },
        taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
        capacity: { cpu: "4", memory: "16Gi", pods: "58" },
        allocatable: { cpu: "3920m", memory: "15Gi", pods: "58" },
        internalIp: "10.0.0.10",
        nodeInfo: {
            architecture: "amd64",
            osImage: "Amazon Linux 2023.9.20251117",
            kernelVersion: "6.12.55-74.119.amzn2023.x86_64",
            kubeletVersion: "v1.35.4-eks-113cf36",
            containerRuntimeVersion: "containerd://2.1.5",
        },
        devices: [someGpus()],
        ...overrides,
    };
}

/** L4s with their driver, advertised by nobody yet. */
export function someGpus(overrides: Partial<NvidiaGpus> = {}): NvidiaGpus {
    return {
        kind: "nvidia-gpu",
        model: "L4",
        count: 1,
        memoryGiB: 22.352,
        driver: true,
        pluginBuiltIn: false,
        ...overrides,
    };
}

const pluginDirectory = "/var/lib/kubelet/device-plugins";

/** The container of NVIDIA's own manifest (NVIDIA/k8s-device-plugin, deployments/static/nvidia-device-plugin.yml). */
export function aPluginContainer(overrides: Partial<Container> = {}): Container {
    return {
        name: "nvidia-device-plugin-ctr",
        image: "nvcr.io/nvidia/k8s-device-plugin:v0.17.1",
        volumeMounts: [{ name: "device-plugins", mountPath: pluginDirectory }],
        ...overrides,
    };
}

export interface PluginPodOverrides {
    readonly uid?: string;
    readonly node?: NodeSpec;
    readonly container?: Partial<Container>;
    readonly spec?: Partial<Pod["spec"]>;
    readonly metadata?: Partial<Pod["metadata"]>;
    readonly ready?: boolean;
    readonly startedAt?: string;
}

/** A running pod of NVIDIA's manifest. */
export function aPluginPod(overrides: PluginPodOverrides = {}): Pod {
    const container = aPluginContainer(overrides.container);
    const startedAt = overrides.startedAt ?? "2026-11-22T10:00:00Z";
    return {
        metadata: {
            name: "plugin-abcde",
            namespace: "kube-system",
            uid: overrides.uid ?? "pod-1",
            ...overrides.metadata,
        },
        spec: {
            nodeName: (overrides.node ?? aNode()).name,
            containers: [container],
            volumes: [{ name: "device-plugins", hostPath: { path: pluginDirectory } }],
            tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
            ...overrides.spec,
        },
        status: {
            phase: "Running",
            startTime: startedAt,
            containerStatuses: [
                { name: container.name, ready: overrides.ready ?? true, state: { running: { startedAt } } },
            ],
        },
    };
}

/** A plugin that reads this configuration from the ConfigMap `plugin-config`. */
export function configured(overrides: PluginPodOverrides = {}): PluginPodOverrides {
    return {
        ...overrides,
        container: {
            env: [
                { name: "CONFIG_FILE", value: "/config/config.yaml" },
                { name: "MPS_ROOT", value: "/run/nvidia/mps" },
            ],
            volumeMounts: [
                { name: "device-plugins", mountPath: pluginDirectory },
                { name: "config", mountPath: "/config" },
                { name: "mps-root", mountPath: "/mps" },
            ],
            ...overrides.container,
        },
        spec: {
            volumes: [
                { name: "device-plugins", hostPath: { path: pluginDirectory } },
                { name: "config", configMap: { name: "plugin-config" } },
                { name: "mps-root", hostPath: { path: "/run/nvidia/mps" } },
                { name: "mps-shm", hostPath: { path: "/run/nvidia/mps/shm" } },
            ],
            ...overrides.spec,
        },
    };
}

/** A running pod of the MPS control daemon, as NVIDIA's chart has it (templates/daemonset-mps-control-daemon.yml). */
export function anMpsDaemonPod(overrides: PluginPodOverrides = {}): Pod {
    const { image } = aPluginContainer();
    return aPluginPod(
        configured({
            uid: "mps-daemon",
            ...overrides,
            container: {
                name: "mps-control-daemon-ctr",
                command: ["mps-control-daemon"],
                securityContext: { privileged: true },
                env: [{ name: "CONFIG_FILE", value: "/config/config.yaml" }],
                volumeMounts: [
                    { name: "config", mountPath: "/config" },
                    { name: "mps-root", mountPath: "/mps" },
                    { name: "mps-shm", mountPath: "/dev/shm" },
                ],
                ...overrides.container,
            },
            spec: {
                initContainers: [
                    {
                        name: "mps-control-daemon-mounts",
                        image,
                        command: ["mps-control-daemon", "mount-shm"],
                        securityContext: { privileged: true },
                        volumeMounts: [{ name: "mps-root", mountPath: "/mps" }],
                    },
                ],
                ...overrides.spec,
            },
        }),
    );
}

/** A running pod of the DRA driver's chart with compute domains off (templates/kubeletplugin.yaml). */
export function aDraDriverPod(overrides: PluginPodOverrides = {}): Pod {
    return aPluginPod({
        uid: "dra",
        ...overrides,
        container: {
            name: "gpus",
            image: "registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu:v0.5.0",
            command: ["bash", "-c"],
            args: ["gpu-kubelet-plugin -v $(LOG_VERBOSITY)"],
            securityContext: { privileged: true },
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            volumeMounts: [
                { name: "plugins-registry", mountPath: "/var/lib/kubelet/plugins_registry" },
                { name: "plugins", mountPath: "/var/lib/kubelet/plugins" },
                { name: "cdi", mountPath: "/var/run/cdi" },
                { name: "driver-root", mountPath: "/driver-root" },
            ],
            ...overrides.container,
        },
        spec: {
            serviceAccountName: "dra-driver-nvidia-gpu-service-account-kubeletplugin",
            volumes: [
                { name: "plugins-registry", hostPath: { path: "/var/lib/kubelet/plugins_registry" } },
                { name: "plugins", hostPath: { path: "/var/lib/kubelet/plugins" } },
                { name: "cdi", hostPath: { path: "/var/run/cdi" } },
                { name: "driver-root", hostPath: { path: "/" } },
            ],
            ...overrides.spec,
        },
    });
}

/** A pod whose container has the devices of a claim that is made from a template. */
export function aClaimingPod(name: string, resourceClaimTemplateName: string): object {
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default" },
        spec: {
            containers: [{ name: "work", image: "registry.example/work:1", resources: { claims: [{ name: "gpu" }] } }],
            resourceClaims: [{ name: "gpu", resourceClaimTemplateName }],
            tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
        },
    };
}

/** A running pod of the EFA plugin's chart (aws/eks-charts, stable/aws-efa-k8s-device-plugin, templates/daemonset.yaml). */
export function anEfaPluginPod(overrides: PluginPodOverrides = {}): Pod {
    return aPluginPod({
        ...overrides,
        container: {
            name: "aws-efa-k8s-device-plugin",
            image: "602401143452.dkr.ecr.us-east-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.22-eksbuild.9",
            volumeMounts: [
                { name: "device-plugin", mountPath: pluginDirectory },
                { name: "infiniband-volume", mountPath: "/dev/infiniband/" },
            ],
            ...overrides.container,
        },
        spec: {
            hostNetwork: true,
            volumes: [
                { name: "device-plugin", hostPath: { path: pluginDirectory } },
                { name: "infiniband-volume", hostPath: { path: "/dev/infiniband/" } },
            ],
            ...overrides.spec,
        },
    });
}

/** A DaemonSet of pods like `aPluginPod`. */
export function aPluginDaemonSet(name: string, overrides: Pick<PluginPodOverrides, "container" | "spec"> = {}): object {
    return aDaemonSet(name, aPluginPod(overrides), overrides.spec);
}

/** A DaemonSet whose template is this pod. */
export function aDaemonSet(name: string, { spec }: Pod, overrides: Partial<Pod["spec"]> = {}): object {
    const { nodeName: _boundByTheScheduler, ...podSpec } = spec;
    return {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name, namespace: "kube-system" },
        spec: {
            selector: { matchLabels: { name } },
            template: { metadata: { labels: { name } }, spec: { ...podSpec, ...overrides } },
        },
    };
}

/** A pod that asks for GPUs and tolerates the taint of GPU nodes. */
export function aGpuPod(name: string, count: number): object {
    return aWorkPod(name, { "nvidia.com/gpu": String(count) });
}

/** A pod that asks for these resources and tolerates the taint of GPU nodes. */
export function aWorkPod(name: string, limits: Readonly<Record<string, string>>): object {
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default" },
        spec: {
            containers: [
                {
                    name: "work",
                    image: "registry.example/work:1",
                    resources: { limits },
                },
            ],
            tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
        },
    };
}
