/**
 * Which resources NVIDIA's device plugin makes of a machine's GPUs. Source: NVIDIA/k8s-device-plugin
 * `internal/rm/device_map.go` (MIG strategies, replicas) and `internal/rm/rm.go` (names); the texts of its errors are theirs.
 */
import type { NvidiaGpus } from "../../cloud/contract";
import { ConfigError, type NvidiaConfig, type Sharing } from "./nvidia-config";
import type { Advertised } from "./plugin";

/** NVIDIA/k8s-device-plugin, README: "the resource nvidia.com/gpu". */
export const gpuResource = "nvidia.com/gpu";

const migPrefix = "nvidia.com/mig-";

/** Whether a resource is one that the plugin makes: whole or in MIG instances, shared or not. */
export function isGpuResource(resource: string): boolean {
    const plain = resource.replace(/\.shared$/, "");
    return plain === gpuResource || plain.startsWith(migPrefix);
}

/** @throws ConfigError */
export function nvidiaResources(gpus: readonly NvidiaGpus[], config: NvidiaConfig, knowsSuffixes: boolean): Advertised {
    const devices = count(gpus, config.migStrategy, knowsSuffixes);
    if (config.sharing?.by === "mps" && config.migStrategy !== "none" && gpus.some(each => each.mig?.length))
        throw new ConfigError("error getting plugins: sharing using MPS is not supported for MIG devices");
    return config.sharing === undefined ? devices : shared(devices, config.sharing);
}

/** A resource that the configuration does not name stays as it is; a name that is not there is passed over. */
function shared(devices: Advertised, sharing: Sharing): Advertised {
    return Object.fromEntries(
        Object.entries(devices).map(([name, amount]) => {
            const resource = sharing.resources.find(each => each.name === name);
            return resource ? [sharedName(name, sharing), amount * resource.replicas] : [name, amount];
        }),
    );
}

export function sharedName(name: string, { renamed }: Sharing): string {
    return renamed ? `${name}.shared` : name;
}

function count(gpus: readonly NvidiaGpus[], strategy: NvidiaConfig["migStrategy"], knowsSuffixes: boolean): Advertised {
    const all = gpus.reduce((sum, device) => sum + device.count, 0);
    const divided = gpus.flatMap(device => device.mig ?? []);
    if (strategy === "none" || divided.length === 0) return { [gpuResource]: all };
    const whole = all - divided.length;
    if (divided.some(({ instances }) => instances.length === 0))
        throw invalid(
            "invalid MIG configuration: at least one device with migEnabled=true was not configured correctly: " +
                "device 0 has an invalid MIG configuration",
        );
    const instances = divided.flatMap(gpu => gpu.instances);
    if (strategy === "single") {
        if (new Set(instances).size > 1)
            throw invalid("invalid MIG configuration: more than one MIG device type present on node");
        if (whole > 0) throw invalid("all devices on the node must be configured with the same migEnabled value");
        return { [gpuResource]: instances.length };
    }
    const names = instances.map(profile => `${migPrefix}${nameOf(profile, knowsSuffixes)}`);
    return names.reduce<Record<string, number>>(
        (counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }),
        whole > 0 ? { [gpuResource]: whole } : {},
    );
}

/** `1g.10gb+me` is `mig-1g.10gb.me`; `-me`, `+me.all` and `+gfx` are told apart since 0.20.0 (its CHANGELOG). */
function nameOf(profile: string, knowsSuffixes: boolean): string {
    const known = knowsSuffixes ? profile : profile.replace(/(?:-me|\+me\.all|\+gfx)$/, "");
    return known.replaceAll("+", ".");
}

function invalid(problem: string): ConfigError {
    return new ConfigError(
        `error getting plugins: error building device map: error building device map from config.resources: ${problem}`,
    );
}
