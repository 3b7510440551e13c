import { parseImage } from "./image-reference";
import {
    coresPerChip,
    defaultLogicalCores,
    isNeuronResource,
    neuronCoreResource,
    neuronDevicesOf,
    neuronResource,
} from "./neuron-resources";
import { fails, type AccessQuestion, type DevicePlugin, type Notice, type Outcome, type Place } from "./plugin";
import { unreachableHostPath, unreachablePluginDirectory } from "./plugin-directory";

/** `public.ecr.aws/neuron/neuron-device-plugin` (aws-neuron/neuron-helm-charts, values.yaml); mirrors keep the last two names. */
const repository = /(^|\/)neuron\/neuron-device-plugin$/;

/**
 * Tags are those of the SDK's releases: `2.28.27.0`, `2.32.0.0`. Which of them exist is not known here. Before 2.22 (Neuron
 * 2.20) the plugin had another resource besides.
 */
const tagForm = /^2\.(\d+)\.\d+\.\d+$/;
const firstMinor = 22;

/** What its chart's ClusterRole allows (`templates/device-plugin/device-plugin-rbac.yaml`). Newer charts add nodes/proxy. */
const rights: readonly AccessQuestion[] = [
    ...["get", "list", "watch"].map(verb => ({ verb, resource: "nodes" })),
    ...["get", "list", "watch", "update", "patch"].map(verb => ({ verb, resource: "pods" })),
    ...["create", "patch"].map(verb => ({ verb, resource: "events" })),
    ...["patch", "update"].map(verb => ({ verb, resource: "nodes", subresource: "status" })),
];

/**
 * AWS's plugin for Inferentia and Trainium: one `neuron` for each chip and one `neuroncore` for each core as workloads see it.
 * Sources: aws-neuron/neuron-helm-charts `templates/device-plugin` and values (mounts, variables, rights, no privileges); logs in
 * aws-neuron-sdk issue 180 and aws-cdk issue 29262 (`/run/infa-map.json`, "No devices found."). Its code is not public. Not
 * verified are: what it does without rights or without NODE_NAME (here it registers nothing), and how it counts the cores of a
 * Trainium2 when it does not see /opt/aws (here by the default, whatever the file says).
 */
export const neuronPlugin: DevicePlugin = {
    name: "Neuron device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: () => true,
    start,
    owns: isNeuronResource,
    builtIn: () => undefined,
};

function start({ pod, container, node }: Place): Outcome {
    const { tag, digest } = parseImage(container.image ?? "");
    const minor = Number(tagForm.exec(tag ?? "")?.[1] ?? -1);
    if (tag === undefined ? digest === undefined : minor < firstMinor)
        return fails(
            "ImageUnknown",
            `${container.image ?? ""} is not a released image of the Neuron device plugin since ${firstMinor}; a real node could not pull it`,
        );
    const unreachable = unreachablePluginDirectory(pod, container);
    if (unreachable !== undefined)
        return fails("PluginDirectoryMissing", `the Neuron device plugin cannot reach the kubelet: ${unreachable}`);
    const devices = neuronDevicesOf(node);
    if (devices.length === 0) return fails("NoDevices", `the Neuron device plugin on ${node.name}: No devices found.`);
    const noRun = unreachableHostPath(pod, container, "/run", "readable");
    if (noRun !== undefined || devices.some(({ driver }) => !driver))
        return fails(
            noRun === undefined ? "DriverMissing" : "DevicesHidden",
            "the Neuron device plugin: Error to get devices: open /run/infa-map.json: no such file or directory: " +
                (noRun ?? `no Neuron driver is on ${node.name}`),
        );
    if (!container.env?.some(({ name }) => name === "NODE_NAME"))
        return fails("PluginFailed", "the Neuron device plugin does not know its node: NODE_NAME is not set");
    const seesSettings = unreachableHostPath(pod, container, "/opt/aws", "readable") === undefined;
    const count = devices.reduce((sum, device) => sum + device.count, 0);
    const cores = devices.reduce(
        (sum, device) => sum + device.count * coresPerChip(device, seesSettings ? device.logicalCores : undefined),
        0,
    );
    const warnings = [
        ...devices.flatMap(device => hiddenSetting(device, seesSettings)),
        ...devices.flatMap(closedDevices),
    ];
    return {
        kind: "registers",
        resources: { [neuronResource]: count, [neuronCoreResource]: cores },
        rights,
        ...(warnings.length > 0 && { warnings }),
    };
}

type Device = ReturnType<typeof neuronDevicesOf>[number];

function hiddenSetting({ chip, logicalCores }: Device, seen: boolean): readonly Notice[] {
    if (seen || logicalCores === undefined || logicalCores === defaultLogicalCores(chip)) return [];
    const message =
        `/opt/aws of the host is not mounted: the plugin does not see that ${logicalCores} physical core(s) count as one, and ` +
        `counts ${defaultLogicalCores(chip)}`;
    return [{ reason: "LogicalCoresHidden", message }];
}

/** EKS user guide, ml-eks-optimized-ami, Bottlerocket with Neuron. */
function closedDevices({ deviceOwnership }: Device): readonly Notice[] {
    if (deviceOwnership) return [];
    const message =
        "settings.kubernetes.device-ownership-from-security-context is not true: containers cannot take ownership of the " +
        "Neuron devices that they are given";
    return [{ reason: "DeviceOwnershipOff", message }];
}
