import type { NodeSpec, NvidiaGpus } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";
import { parseImage } from "./image-reference";
import { mountedConfigMaps, readMountedFile } from "./mounted-files";
import { ConfigError, configOf, flagOf, readConfig, type NvidiaConfig } from "./nvidia-config";
import { missingMpsDaemon } from "./nvidia-mps";
import { isGpuResource, nvidiaResources, sharedName } from "./nvidia-resources";
import { fails, type DevicePlugin, type Neighbour, type Notice, type Outcome, type Place } from "./plugin";
import { unreachablePluginDirectory } from "./plugin-directory";

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
 * NVIDIA's device plugin: finds the GPUs through the driver's library (NVML) and registers them with the kubelet, as
 * `nvidia.com/gpu` or as the MIG instances and shares that it is configured for.
 */
export const nvidiaPlugin: DevicePlugin = {
    name: "NVIDIA device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: runsPlugin,
    start: startPlugin,
    owns: isGpuResource,
    builtIn: node => {
        const gpus = gpusOf(node).filter(device => device.driver && device.pluginBuiltIn);
        const config = gpus[0]?.pluginConfig ?? {};
        return gpus.length === 0 ? undefined : outcomeOf(() => registration(gpus, configOf(config), true));
    },
};

/**
 * The image also holds GPU feature discovery, the MPS control daemon and the config manager, each started by its name; the
 * plugin is what runs without a command. The GPU operator starts it by a script, in pods with its operand's label
 * (NVIDIA/gpu-operator assets/state-device-plugin/0500_daemonset.yaml).
 */
function runsPlugin({ command = [] }: Container, pod: Pod): boolean {
    const [program] = command;
    return (
        program === undefined ||
        /(^|\/)nvidia-device-plugin$/.test(program) ||
        (/(^|\/)(ba)?sh$/.test(program) && pod.metadata.labels?.app === "nvidia-device-plugin-daemonset")
    );
}

function startPlugin({ pod, container, node, configMaps, neighbours }: Place): Outcome {
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
    const missing = mountedConfigMaps(pod).find(name => configMaps[name] === undefined);
    if (missing !== undefined) {
        return fails("FailedMount", `a real kubelet would not start this pod: configmap "${missing}" not found`);
    }
    return outcomeOf(() => {
        const config = configIn(container, { pod, configMaps });
        if (config.sharing?.by === "mps") {
            const absent = missingMpsDaemon(pod, container, config.mpsRoot ?? "", neighbours, sharesByMps);
            if (absent !== undefined) {
                return fails("MpsDaemonMissing", `the NVIDIA device plugin waits for MPS: ${absent}`);
            }
        }
        const outcome = registration(gpus, config, !isBefore(image, "0.20.0"));
        return { ...outcome, ...present(efaWarnings(container, node)) };
    });
}

/** Configuration files came with 0.12.0, MPS with 0.15.0 (CHANGELOG.md); what a release does not know it passes over. */
function configIn(container: Container, { pod, configMaps }: Neighbour): NvidiaConfig {
    const image = container.image ?? "";
    const path = isBefore(image, "0.12.0") ? undefined : flagOf(container, "config-file", "CONFIG_FILE");
    const file = path === undefined ? undefined : readMountedFile(pod, container, path, configMaps);
    if (file !== undefined && "problem" in file) {
        throw new ConfigError(
            "unable to load config: unable to finalize config: unable to parse config file: error opening config file: " +
                `open ${path ?? ""}: no such file or directory (${file.problem})`,
        );
    }
    const config = readConfig(container, file?.text);
    return config.sharing?.by === "mps" && isBefore(image, "0.15.0") ? { ...config, sharing: undefined } : config;
}

function sharesByMps(daemon: Container, neighbour: Neighbour): boolean {
    try {
        const environment = [...(daemon.env ?? []), { name: "MPS_ROOT", value: "/mps" }];
        return configIn({ ...daemon, env: environment }, neighbour).sharing?.by === "mps";
    } catch (error) {
        if (error instanceof ConfigError) return false;
        throw error;
    }
}

type Registration = Extract<Outcome, { readonly kind: "registers" }>;

function registration(gpus: readonly NvidiaGpus[], config: NvidiaConfig, knowsSuffixes: boolean): Registration {
    const { sharing } = config;
    const resources = nvidiaResources(gpus, config, knowsSuffixes);
    const oneEach = sharing?.oneEach ? sharing.resources.map(({ name }) => sharedName(name, sharing)) : [];
    return { kind: "registers", resources, ...(oneEach.length > 0 && { oneEach }) };
}

function present(warnings: readonly Notice[]): Pick<Registration, "warnings"> {
    return warnings.length > 0 ? { warnings } : {};
}

function outcomeOf(start: () => Outcome): Outcome {
    try {
        return start();
    } catch (error) {
        if (error instanceof ConfigError) {
            return fails("PluginFailed", `the NVIDIA device plugin ends: error starting plugins: ${error.message}`);
        }
        throw error;
    }
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

/** A release given by its digest alone counts as the newest. */
function isBefore(image: string, version: string): boolean {
    const given = tagForm.exec(parseImage(image).tag ?? "")?.[1];
    return given !== undefined && releases.indexOf(given) < releases.indexOf(version);
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
