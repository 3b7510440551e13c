import { devices } from "../../catalog/devices";
import { neuronDraDriver as facts } from "../../catalog/kubernetes/neuron-companions";
import type { PluginRule } from "../../catalog/device-family";
import { environmentVariable } from "../device-plugin-pod";
import type { Container, DeviceClassManifest, PluginManifest } from "../manifest";
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
 * AWS's DRA driver for Neuron: it publishes the chips of a node as ResourceSlices, and a device class gives pods a name to
 * claim from. Never on a node with the device plugin: each would give the same chips away.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, templates/dra-driver and the draDriver values;
 * aws-neuron/aws-neuron-sdk deploy/files/manifests/daemonset.yaml runs it with all privileges; the chart leaves them out.
 */
export function neuronDraDriver(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const suffix = pluginSuffix(plugin.plan);
    const metadata = pluginMeta(plugin, component);
    const rights = rightsOf({ name: clusterName(plugin), suffix, metadata }, rules);
    const driver = devices.neuron.deviceClass;
    const deviceClass: DeviceClassManifest = {
        apiVersion: "resource.k8s.io/v1",
        kind: "DeviceClass",
        metadata: { name: driver, labels: metadata.labels },
        spec: { selectors: [{ cel: { expression: `device.driver == "${driver}"` } }] },
    };
    return [
        ...rights.objects,
        { suffix: `${suffix}-class`, manifest: deviceClass },
        {
            suffix,
            manifest: pluginDaemonSet(plugin, component, {
                automountServiceAccountToken: true,
                serviceAccountName: rights.account.metadata.name,
                priorityClassName: devices.neuron.devicePlugin.priorityClass,
                hostNetwork: facts.hostNetwork,
                ...placementOf(plugin.plan),
                containers: [container(plugin)],
                volumes: directories.map(({ name, path }) => ({ name, hostPath: { path, type: "DirectoryOrCreate" } })),
            }),
        },
    ];
}

const component = "kubelet-plugin";

const read = ["get", "list", "watch"];
const rules: readonly PluginRule[] = [
    {
        apiGroups: ["resource.k8s.io"],
        resources: ["resourceslices"],
        verbs: [...read, "create", "update", "patch", "delete"],
    },
    { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims", "deviceclasses"], verbs: read },
    { apiGroups: [""], resources: ["nodes"], verbs: [...read, "patch", "update"] },
    { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
];

const volumeOf = (path: string) => ({ name: path.replaceAll(/[/_]/g, "-").slice(1), path });
const directories = facts.hostMounts.map(({ path }) => volumeOf(path));

function container({ software, image }: PluginToMake): Container {
    return {
        name: software.name,
        image,
        command: [facts.command],
        env: facts.environment.map(environmentVariable),
        securityContext: { privileged: true },
        livenessProbe: {
            grpc: { port: facts.healthPort, service: "liveness" },
            initialDelaySeconds: 30,
            timeoutSeconds: 5,
            periodSeconds: 10,
            failureThreshold: 3,
        },
        volumeMounts: directories.map(({ name, path }) => ({ name, mountPath: path })),
    };
}
