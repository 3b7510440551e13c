import { accelerators } from "../../catalog/accelerators";
import type { PluginRule } from "../../catalog/device-family";
import { migDeviceClass } from "../../fleet/advertisers/resource-names";
import type {
    Container,
    DaemonSetManifest,
    DeviceClassManifest,
    EnvironmentVariable,
    PluginManifest,
} from "../manifest";
import { placementOf } from "../placement";
import {
    clusterName,
    pluginDaemonSet,
    pluginMeta,
    pluginSuffix,
    type PlannedObject,
    type PluginToMake,
} from "../plugin-daemon-set";
import { rightsOf } from "../rights";

/**
 * NVIDIA's DRA driver for GPUs: its kubelet plugin publishes the GPUs of a node as ResourceSlices, and two device classes give
 * pods names to claim from. Compute domains (NVLink over several nodes) are not part: they need a controller, a webhook with a
 * certificate and a definition of their own. The class names no extended resource, so that a GPU has one name on a node.
 * Source: kubernetes-sigs/dra-driver-nvidia-gpu v0.5.0, templates of the Helm chart (kubeletplugin, rbac-kubeletplugin,
 * device classes), with `gpuResourcesEnabledOverride` and without `resources.computeDomains`.
 */
export function nvidiaDraDriver(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const suffix = pluginSuffix(plugin.plan);
    const rights = rightsOf({ name: clusterName(plugin), suffix, metadata: pluginMeta(plugin, component) }, rules);
    return [
        ...rights.objects,
        { suffix: `${suffix}-class-gpu`, manifest: deviceClass(plugin, accelerators.nvidia.deviceClass, "gpu") },
        { suffix: `${suffix}-class-mig`, manifest: deviceClass(plugin, migDeviceClass, "mig") },
        { suffix, manifest: kubeletPlugin(plugin, rights.account.metadata.name) },
    ];
}

const component = "kubelet-plugin";

const read = ["get", "list", "watch"];
const rules: readonly PluginRule[] = [
    { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: read },
    { apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs: [...read, "create", "update", "delete"] },
    { apiGroups: [""], resources: ["nodes"], verbs: [...read, "update", "patch"] },
    { apiGroups: [""], resources: ["pods"], verbs: read },
    { apiGroups: [""], resources: ["events"], verbs: ["create"] },
];

function deviceClass(plugin: PluginToMake, name: string, type: "gpu" | "mig"): DeviceClassManifest {
    const driver = accelerators.nvidia.deviceClass;
    return {
        apiVersion: "resource.k8s.io/v1",
        kind: "DeviceClass",
        metadata: { name, labels: pluginMeta(plugin, component).labels },
        spec: {
            selectors: [
                {
                    cel: {
                        expression: `device.driver == '${driver}' && device.attributes['${driver}'].type == '${type}'`,
                    },
                },
            ],
        },
    };
}

const registrar = "/var/lib/kubelet/plugins_registry";
const plugins = "/var/lib/kubelet/plugins";
const cdi = "/var/run/cdi";
/** Where the image of the node has the driver: at its root. */
const driverRoot = "/";
const healthPort = 51516;

const kubeletDirectories: readonly EnvironmentVariable[] = [
    { name: "NVIDIA_DRIVER_ROOT", value: driverRoot },
    // Said explicitly: the container's image asks for all GPUs otherwise.
    { name: "NVIDIA_VISIBLE_DEVICES", value: "void" },
    { name: "KUBELET_REGISTRAR_DIRECTORY_PATH", value: registrar },
    { name: "KUBELET_PLUGINS_DIRECTORY_PATH", value: plugins },
];

function kubeletPlugin(plugin: PluginToMake, serviceAccountName: string): DaemonSetManifest {
    return pluginDaemonSet(plugin, component, {
        automountServiceAccountToken: true,
        serviceAccountName,
        priorityClassName: accelerators.nvidia.devicePlugin.priorityClass,
        ...placementOf(plugin.plan),
        initContainers: [
            {
                name: "init-container",
                image: plugin.image,
                command: ["bash", "/usr/bin/kubelet-plugin-prestart.sh"],
                env: [...kubeletDirectories],
                securityContext: { privileged: true },
                volumeMounts: [{ name: "driver-root-parent", mountPath: "/driver-root-parent", readOnly: true }],
            },
        ],
        containers: [gpus(plugin)],
        volumes: [
            { name: "plugins-registry", hostPath: { path: registrar } },
            { name: "plugins", hostPath: { path: plugins } },
            { name: "cdi", hostPath: { path: cdi } },
            { name: "driver-root-parent", hostPath: { path: driverRoot, type: "DirectoryOrCreate" } },
            { name: "driver-root", hostPath: { path: driverRoot, type: "DirectoryOrCreate" } },
        ],
    });
}

function gpus({ image }: PluginToMake): Container {
    const probe = { grpc: { port: healthPort, service: "liveness" }, timeoutSeconds: 10 };
    return {
        name: "gpus",
        image,
        command: ["gpu-kubelet-plugin"],
        args: ["-v", "4"],
        env: [
            ...kubeletDirectories,
            { name: "CDI_ROOT", value: cdi },
            { name: "NVIDIA_MIG_CONFIG_DEVICES", value: "all" },
            { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            { name: "NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
            { name: "SERVICE_ACCOUNT_NAME", valueFrom: { fieldRef: { fieldPath: "spec.serviceAccountName" } } },
            { name: "IMAGE_NAME", value: image },
            { name: "IMAGE_PULL_POLICY", value: "IfNotPresent" },
            { name: "HEALTHCHECK_PORT", value: String(healthPort) },
        ],
        securityContext: { privileged: true },
        startupProbe: { ...probe, periodSeconds: 1, failureThreshold: 600 },
        livenessProbe: { ...probe, periodSeconds: 30, failureThreshold: 3 },
        volumeMounts: [
            { name: "plugins-registry", mountPath: registrar },
            { name: "plugins", mountPath: plugins, mountPropagation: "Bidirectional" },
            { name: "cdi", mountPath: cdi },
            { name: "driver-root", mountPath: "/driver-root", mountPropagation: "HostToContainer" },
        ],
    };
}
