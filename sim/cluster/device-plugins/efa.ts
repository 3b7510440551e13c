import type { EfaInterfaces } from "../../cloud/contract";
import { parseImage } from "./image-reference";
import { fails, type DevicePlugin, type Notice, type Outcome, type Place } from "./plugin";
import { unreachableHostPath, unreachablePluginDirectory } from "./plugin-directory";

/** EKS user guide device-management-efa: "vpc.amazonaws.com/efa". */
const efaResource = "vpc.amazonaws.com/efa";

/**
 * `602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin` (aws/eks-charts, values of
 * `stable/aws-efa-k8s-device-plugin`); every region has a registry of its own, and mirrors keep the last two names.
 */
const repository = /(^|\/)eks\/aws-efa-k8s-device-plugin$/;

/** Tags of the chart's releases: `v0.3.3`, `v0.5.22-eksbuild.9`. Which of them exist is not known here. */
const tagForm = /^v0\.\d+\.\d+(-eksbuild\.\d+)?$/;

/**
 * AWS's EFA device plugin: one `vpc.amazonaws.com/efa` for each EFA interface of the machine. It runs in the host's network and
 * finds the devices under /dev/infiniband, both as its chart has it (aws/eks-charts, `templates/daemonset.yaml`; pull request
 * 1069: since 0.5.1 the directory has to be mounted). Without devices it ends: "No valid EFA devices found"
 * (aws/sagemaker-hyperpod-cli issue 367).
 */
export const efaPlugin: DevicePlugin = {
    name: "EFA device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: () => true,
    start: startPlugin,
    owns: resource => resource === efaResource,
    builtIn: () => undefined,
};

function startPlugin(place: Place): Outcome {
    const { pod, container, node } = place;
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag)) {
        return fails(
            "ImageUnknown",
            `${container.image ?? ""} is not a released image of the EFA device plugin; a real node could not pull it`,
        );
    }
    const unreachable = unreachablePluginDirectory(pod, container);
    if (unreachable !== undefined) {
        return fails("PluginDirectoryMissing", `the EFA device plugin cannot reach the kubelet: ${unreachable}`);
    }
    if (pod.spec.hostNetwork !== true) {
        return fails("HostNetworkMissing", "the EFA device plugin needs the network of the host (hostNetwork: true)");
    }
    const hidden = unreachableHostPath(pod, container, "/dev/infiniband", "readable");
    if (hidden !== undefined) {
        return fails("DevicesHidden", `the EFA device plugin cannot see the devices: ${hidden}`);
    }
    const interfaces = node.devices.filter((device): device is EfaInterfaces => device.kind === "efa");
    const count = interfaces.reduce((sum, device) => sum + device.count, 0);
    if (count === 0) {
        return fails("NoDevices", `Error to get IB device: No valid EFA devices found on ${node.name}`);
    }
    if (!interfaces.every(device => device.driver)) {
        return fails("DriverMissing", `the EFA device plugin found no driver on ${node.name}: its image brings none`);
    }
    const warnings = unseenTopology(place);
    return {
        kind: "registers",
        resources: { [efaResource]: count },
        ...(warnings.length > 0 && { warnings }),
    };
}

/**
 * "efa device plugin needs to access neuron devices info which required privilege access", and the tools under /opt/aws/neuron
 * (aws/eks-charts pull requests 1244 and 1245). What it does on such a machine without them is not verified: here it
 * hands out the interfaces without regard to the chips, and says so.
 */
function unseenTopology({ pod, container, node }: Place): readonly Notice[] {
    if (!node.devices.some(({ kind }) => kind === "neuron")) return [];
    const missing = [
        ...(container.securityContext?.privileged === true ? [] : ["privileges"]),
        ...(unreachableHostPath(pod, container, "/opt/aws/neuron", "readable") === undefined
            ? []
            : ["/opt/aws/neuron"]),
    ];
    if (missing.length === 0) return [];
    const message = `the EFA device plugin does not see the Neuron devices of ${node.name} without ${missing.join(" and ")}: interfaces are handed out without regard to them`;
    return [{ reason: "TopologyUnseen", message }];
}
