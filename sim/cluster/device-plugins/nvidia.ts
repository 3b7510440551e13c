import type { NodeSpec, NvidiaGpus } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";
import { parseImage } from "./image-reference";
import { fails, type Advertised, type DevicePlugin, type Notice, type Outcome } from "./plugin";
import { unreachablePluginDirectory } from "./plugin-directory";

/** NVIDIA/k8s-device-plugin, README: "the resource nvidia.com/gpu". */
const gpuResource = "nvidia.com/gpu";

/**
 * `nvcr.io/nvidia/k8s-device-plugin` (NVIDIA/k8s-device-plugin, deployments/static/nvidia-device-plugin.yml) and mirrors
 * that keep its last two names. AMD's and AMD Xilinx' plugins are called `k8s-device-plugin` too, so one name is not enough.
 */
const repository = /(^|\/)nvidia\/k8s-device-plugin$/;

/**
 * Releases of the image on nvcr.io, as of 2026-11-22. Source: CHANGELOG.md and the releases of NVIDIA/k8s-device-plugin
 * (images moved to nvcr.io with 0.8.2). Some have variants with the base image behind the version: `v0.14.5-ubuntu20.04`.
 */
const releases: readonly string[] = [
    ..."0.8.2 0.9.0 0.10.0 0.11.0 0.12.0 0.12.1 0.12.2 0.12.3 0.13.0".split(" "),
    ..."0.14.0 0.14.1 0.14.2 0.14.3 0.14.4 0.14.5 0.15.0 0.15.1 0.16.0 0.16.1 0.16.2".split(" "),
    ..."0.17.0 0.17.1 0.17.2 0.17.3 0.17.4 0.18.0 0.18.1 0.18.2".split(" "),
    ..."0.19.0 0.19.1 0.19.2 0.19.3 0.20.0 0.20.1".split(" "),
];

const tagForm = /^v(\d+\.\d+\.\d+)(?:-(?:ubuntu\d\d\.04|ubi[89]))?$/;

/**
 * NVIDIA's device plugin: finds the GPUs through the driver's library (NVML) and registers them with the kubelet, one
 * `nvidia.com/gpu` each.
 */
export const nvidiaPlugin: DevicePlugin = {
    name: "NVIDIA device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    start: startPlugin,
    owns: resource => resource === gpuResource,
    builtIn: (node): Advertised => {
        const builtIn = gpusOf(node).filter(device => device.driver && device.pluginBuiltIn);
        return builtIn.length === 0 ? {} : { [gpuResource]: count(builtIn) };
    },
};

function startPlugin(pod: Pod, container: Container, node: NodeSpec): Outcome {
    const image = container.image ?? "";
    if (!isReleased(image)) {
        return fails(
            "ImageUnknown",
            `${image} is not a released image of the NVIDIA device plugin; a real node could not pull it`,
        );
    }
    const unreachable = unreachablePluginDirectory(pod, container);
    if (unreachable !== undefined) {
        return fails("PluginDirectoryMissing", `the NVIDIA device plugin cannot reach the kubelet: ${unreachable}`);
    }
    const gpus = gpusOf(node);
    if (gpus.length === 0) {
        return fails("NoDevices", `the NVIDIA device plugin found no GPU on ${node.name}`);
    }
    if (gpus.some(device => !device.driver)) {
        return fails(
            "DriverMissing",
            `the NVIDIA device plugin found no driver on ${node.name}: its image brings none`,
        );
    }
    const warnings = efaWarnings(container, node);
    return {
        kind: "registers",
        resources: { [gpuResource]: count(gpus) },
        ...(warnings.length > 0 && { warnings }),
    };
}

/** An image given by its digest alone is believed: which release it is cannot be told from the outside. */
function isReleased(image: string): boolean {
    const { tag, digest } = parseImage(image);
    if (tag === undefined) {
        return digest !== undefined;
    }
    const version = tagForm.exec(tag)?.[1];
    return version !== undefined && releases.includes(version);
}

/** Releases that hand out RDMA devices unless told not to (NVIDIA/k8s-device-plugin issue 1692, pull request 1837). */
const handsOutRdma: ReadonlySet<string> = new Set(["0.19.0", "0.19.1", "0.19.2"]);

function efaWarnings(container: Container, node: NodeSpec): readonly Notice[] {
    const version = tagForm.exec(parseImage(container.image ?? "").tag ?? "")?.[1] ?? "";
    const told = container.env?.find(variable => variable.name === "MOFED_ENABLED")?.value;
    const efa = node.devices.some(device => device.kind === "efa");
    if (!efa || !handsOutRdma.has(version) || told === "false") {
        return [];
    }
    const message =
        `release ${version} of the NVIDIA device plugin puts every /dev/infiniband/uverbs device into each container with ` +
        "a GPU, also those that the EFA device plugin gave to others: set MOFED_ENABLED to false, or use 0.19.3 or later";
    return [{ reason: "EfaDevicesTaken", message }];
}

function gpusOf(node: NodeSpec): NvidiaGpus[] {
    return node.devices.filter(device => device.kind === "nvidia-gpu");
}

function count(devices: readonly NvidiaGpus[]): number {
    return devices.reduce((sum, device) => sum + device.count, 0);
}
