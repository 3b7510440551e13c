/**
 * NVIDIA's DRA driver: publishes each whole GPU as a device of the driver `gpu.nvidia.com`. Sources:
 * kubernetes-sigs/dra-driver-nvidia-gpu `deployments/helm/dra-driver-nvidia-gpu` (how its pods run: `templates/kubeletplugin.yaml`,
 * `values.yaml`), `cmd/gpu-kubelet-plugin/deviceinfo.go` (names, attributes, capacity), `driver.go` (one pool for a node).
 * Attributes of the machine's topology (PCI addresses, NUMA) are not known here and not published.
 */
import { createHash } from "node:crypto";
import type { NodeSpec, NvidiaGpus } from "../../cloud/contract";
import type { Container } from "../kubernetes/objects";
import { gpuModel } from "./gpu-models";
import { parseImage } from "./image-reference";
import { isGpuResource } from "./nvidia-resources";
import { fails, minorOf, type DevicePlugin, type DraDevice, type Outcome, type Place } from "./plugin";
import { unreachableHostPath } from "./plugin-directory";

/** `registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu`, and `nvcr.io/nvidia/dra-driver-nvidia-gpu` in the GPU operator. */
const repository = /(^|\/)(dra-driver-nvidia|nvidia)\/dra-driver-nvidia-gpu$/;

const tagForm = /^v\d+\.\d+\.\d+$/;

/** Driver and CUDA of the AL2023 NVIDIA images of 2026-07 (awslabs/amazon-eks-ami CHANGELOG: 580.159.03). */
const driverVersion = "580.159.3";
const cudaDriverVersion = "13.0.0";

export const nvidiaDraDriver: DevicePlugin = {
    name: "NVIDIA DRA driver",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: runsDriver,
    start,
    owns: () => false,
    sharesDevicesWith: isGpuResource,
    builtIn: () => undefined,
};

/** The image also holds the controller, the webhook and the kubelet plugin for compute domains. */
function runsDriver({ command = [], args = [] }: Container): boolean {
    return [...command, ...args].some(word => /(^|[\s/])gpu-kubelet-plugin(\s|$)/.test(word));
}

function start({ pod, container, node }: Place): Outcome {
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag)) {
        return fails("ImageUnknown", `${container.image ?? ""} is not a released image of the NVIDIA DRA driver`);
    }
    if (minorOf(node) < 34) {
        return fails("DraUnsupported", `resource.k8s.io/v1 needs Kubernetes 1.34, ${node.name} is older`);
    }
    if (container.securityContext?.privileged !== true) {
        return fails("NotPrivileged", `container ${container.name} of the NVIDIA DRA driver is not privileged`);
    }
    const paths = ["/var/lib/kubelet/plugins_registry", "/var/lib/kubelet/plugins", "/var/run/cdi"];
    const unreachable = paths
        .map(path => unreachableHostPath(pod, container, path, "writable"))
        .find(problem => problem !== undefined);
    if (unreachable !== undefined) {
        return fails("PluginDirectoryMissing", `the NVIDIA DRA driver cannot reach the kubelet: ${unreachable}`);
    }
    if (!container.env?.some(({ name }) => name === "NODE_NAME")) {
        return fails("PluginFailed", "the NVIDIA DRA driver ends: NODE_NAME is not set");
    }
    const root = container.volumeMounts?.find(({ mountPath }) => mountPath === "/driver-root")?.name;
    const hostRoot = pod.spec.volumes?.find(({ name }) => name === root)?.hostPath?.path;
    const gpus = node.devices.filter(device => device.kind === "nvidia-gpu");
    if (gpus.length === 0) {
        return fails("NoDevices", `the NVIDIA DRA driver found no GPU on ${node.name}`);
    }
    if (hostRoot !== "/" || gpus.some(device => !device.driver)) {
        return fails(
            "DriverMissing",
            `the NVIDIA DRA driver found no driver on ${node.name} below ${hostRoot ?? "an unmounted /driver-root"}`,
        );
    }
    if (gpus.some(device => device.mig !== undefined && device.mig.length > 0)) {
        return fails("NotSimulated", "how the NVIDIA DRA driver publishes GPUs in MIG mode is not simulated");
    }
    return { kind: "publishes", driver: "gpu.nvidia.com", devices: gpus.flatMap(each => devicesOf(each, node)) };
}

/** Names by minor number: `gpu-0`. */
function devicesOf(gpus: NvidiaGpus, node: NodeSpec): readonly DraDevice[] {
    const known = gpuModel(gpus.model, gpus.memoryGiB);
    return Array.from({ length: gpus.count }, (_, minor) => ({
        name: `gpu-${minor}`,
        attributes: {
            type: { string: "gpu" },
            uuid: { string: `GPU-${uuidOf(`${node.providerId} ${minor}`)}` },
            productName: { string: known?.productName ?? `NVIDIA ${gpus.model}` },
            brand: { string: "Nvidia" },
            ...(known && {
                architecture: { string: known.architecture },
                cudaComputeCapability: { version: known.computeCapability },
            }),
            driverVersion: { version: driverVersion },
            cudaDriverVersion: { version: cudaDriverVersion },
        },
        // As EC2 describes it; the driver's own number differs by up to a few percent.
        ...(gpus.memoryGiB > 0 && { capacity: { memory: { value: quantity(Math.floor(gpus.memoryGiB * 1024)) } } }),
    }));
}

/** As the API server writes it. */
function quantity(mebibytes: number): string {
    return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

function uuidOf(seed: string): string {
    const hex = createHash("sha256").update(seed).digest("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
