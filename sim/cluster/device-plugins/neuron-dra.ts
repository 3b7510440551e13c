/**
 * AWS's DRA driver for Neuron devices. Sources: aws-neuron/neuron-helm-charts `templates/dra-driver`, aws-neuron-sdk
 * `deploy/files/manifests/daemonset.yaml` (how it runs), Neuron documentation `deploy/eks/dra` (attributes that claims select by,
 * device groups), a public lab of 2026-03 (names of devices, `topology_x` and `topology_y` as numbers, groups by rows), EKS user
 * guide device-management-neuron (not for Inf1, from 1.34 on). Identifiers of groups are made up, as they are of no meaning;
 * attributes whose values no source shows (network layers, the resource type) are not published.
 */
import { createHash } from "node:crypto";
import type { NeuronDevices, NodeSpec } from "../../cloud/contract";
import { parseImage } from "./image-reference";
import { isNeuronResource, neuronDevicesOf } from "./neuron-resources";
import { neuronTopology } from "./neuron-topology";
import {
    fails,
    minorOf,
    type DevicePlugin,
    type DraAttribute,
    type DraDevice,
    type Outcome,
    type Place,
} from "./plugin";
import { unreachableHostPath } from "./plugin-directory";

const repository = /(^|\/)neuron\/neuron-dra-driver$/;
const tagForm = /^\d+\.\d+\.\d+$/;

/** Of Neuron 2.27, the last that the documentation names with its number. */
const driverVersion = "2.25.4.0";

export const neuronDraDriver: DevicePlugin = {
    name: "Neuron DRA driver",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: () => true,
    start,
    owns: () => false,
    sharesDevicesWith: isNeuronResource,
    builtIn: () => undefined,
};

function start({ pod, container, node }: Place): Outcome {
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag))
        return fails("ImageUnknown", `${container.image ?? ""} is not a released image of the Neuron DRA driver`);
    if (minorOf(node) < 34)
        return fails("DraUnsupported", `resource.k8s.io/v1 needs Kubernetes 1.34, ${node.name} is older`);
    if (container.securityContext?.privileged !== true)
        return fails("NotPrivileged", `container ${container.name} of the Neuron DRA driver is not privileged`);
    const unreachable = ["/var/lib/kubelet/plugins_registry", "/var/lib/kubelet/plugins", "/var/run/cdi"]
        .map(path => unreachableHostPath(pod, container, path, "writable"))
        .find(problem => problem !== undefined);
    if (unreachable !== undefined)
        return fails("PluginDirectoryMissing", `the Neuron DRA driver cannot reach the kubelet: ${unreachable}`);
    if (!container.env?.some(({ name }) => name === "NODE_NAME"))
        return fails("PluginFailed", "the Neuron DRA driver ends: NODE_NAME is not set");
    const devices = neuronDevicesOf(node);
    if (devices.length === 0) return fails("NoDevices", `the Neuron DRA driver found no Neuron device on ${node.name}`);
    if (devices.some(({ chip }) => chip === "Inferentia"))
        return fails("NoDevices", "the Neuron DRA driver does not serve Inf1");
    if (devices.some(({ driver }) => !driver))
        return fails("DriverMissing", `the Neuron DRA driver found no Neuron driver on ${node.name}`);
    return {
        kind: "publishes",
        driver: "neuron.aws.com",
        devices: devices.flatMap(each => published(each, node, tag ?? "")),
    };
}

function published({ count }: NeuronDevices, node: NodeSpec, version: string): readonly DraDevice[] {
    const instanceType = node.labels["node.kubernetes.io/instance-type"] ?? "";
    const topology = neuronTopology(instanceType, count);
    const grid = topology.sizes !== undefined;
    return Array.from({ length: count }, (_, deviceId) => {
        const groups = (topology.sizes ?? [1]).map((size): readonly [string, DraAttribute] => {
            const at = topology.sets(size).findIndex(set => set.includes(deviceId));
            return [`resource.aws.com/devicegroup${size}_id`, { string: groupId(node, size, at) }];
        });
        return {
            name: `neuron-device-${deviceId}`,
            attributes: {
                deviceId: { int: deviceId },
                instanceType: { string: instanceType },
                neuronDriverVersion: { string: driverVersion },
                ...(version !== "" && { draDriverVersion: { string: version } }),
                ...(grid && { topology_x: { int: Math.floor(deviceId / 4) }, topology_y: { int: deviceId % 4 } }),
                ...Object.fromEntries(groups),
            },
        };
    });
}

function groupId({ providerId }: NodeSpec, size: number, index: number): string {
    return createHash("sha256").update(`${providerId} ${size} ${index}`).digest("hex").slice(0, 16);
}
