/**
 * What user data asks of a Bottlerocket node. Sources: Bottlerocket's settings reference (settings.kubernetes,
 * settings.kernel.sysctl, settings.kubelet-device-plugins), bottlerocket-settings-sdk `kubelet-device-plugins` (what is
 * refused), bottlerocket-core-kit `nvidia-k8s-device-plugin-conf` (defaults, and the file that the plugin is given), EKS user
 * guide launch-templates (an image of one's own needs api-server, cluster-certificate and cluster-name). A machine whose user
 * data holds a setting that its release does not know does not come up; of the sections read here that is checked, of others
 * not.
 */
import type { Json, Props } from "../../contract";
import { isList, isProps, optionalNumber, optionalText, record, textMap } from "../../props";
import { emptyNodeConfig, type KubeletTaint, type NamedCluster, type NodeConfig } from "./node-config";
import type { NodeImage } from "./node-images";
import { readToml } from "./toml";

export type ReadSettings =
    { readonly config: NodeConfig } | { readonly problem: "not TOML" | "refused"; readonly why: string };

/** Reads base64 user data of a node with this image and release (`1.63.0-5e1ec7ed`). */
export function readBottlerocketSettings(base64: string, image: NodeImage, release: string): ReadSettings {
    const read = readToml(Buffer.from(base64, "base64").toString("utf8"));
    if ("problem" in read) return { problem: "not TOML", why: read.problem };
    const settings = record(isProps(read.value) ? read.value : {}, "settings") ?? {};
    const kubernetes = record(settings, "kubernetes") ?? {};
    const plugins = record(settings, "kubelet-device-plugins");
    const nvidia = record(plugins ?? {}, "nvidia") ?? {};
    const why =
        plugins !== undefined && image.driver !== "nvidia"
            ? "settings.kubelet-device-plugins is not known to an image without NVIDIA's driver"
            : refusal(nvidia, release.split("-")[0] ?? "");
    if (why !== undefined) return { problem: "refused", why };
    const pages = textMap(record(settings, "kernel") ?? {}, "sysctl");
    const reserved = pages["vm.nr_hugepages"] ?? pages["vm/nr_hugepages"];
    return {
        config: {
            ...emptyNodeConfig,
            maxPods: optionalNumber(kubernetes, "max-pods"),
            labels: textMap(kubernetes, "node-labels"),
            taints: taintsOf(record(kubernetes, "node-taints") ?? {}),
            cluster: namedCluster(kubernetes),
            deviceOwnership: kubernetes["device-ownership-from-security-context"] === true,
            hugePages: reserved === undefined ? undefined : Number(reserved),
            gpus:
                image.driver === "nvidia"
                    ? { by: "bottlerocket", mig: profilesOf(nvidia), plugin: pluginFile(nvidia) }
                    : { by: "nobody" },
        },
    };
}

function namedCluster(kubernetes: Props): NamedCluster | undefined {
    const [name, endpoint, certificateAuthority] = [
        optionalText(kubernetes, "cluster-name"),
        optionalText(kubernetes, "api-server"),
        optionalText(kubernetes, "cluster-certificate"),
    ];
    if (name === undefined || endpoint === undefined || certificateAuthority === undefined) return undefined;
    return { name, endpoint, certificateAuthority };
}

/** `key = "value:Effect"`, or a list of those. */
function taintsOf(written: Props): readonly KubeletTaint[] {
    return Object.entries(written).flatMap(([key, values]) =>
        (isList(values) ? values : [values])
            .filter(value => typeof value === "string")
            .map(value => {
                const [text = "", effect = ""] = value.includes(":") ? value.split(":") : ["", value];
                return { key, ...(text !== "" && { value: text }), effect };
            }),
    );
}

/**
 * Settings of the built-in NVIDIA plugin and the release that brought them. Sources: the releases' documentation (1.25 for
 * time slicing, 1.34 for MIG, 1.54 for MPS), EKS user guide device-management-nvidia (1.63.0 for `enabled`).
 */
const since: Readonly<Record<string, string>> = {
    "pass-device-specs": "1.23.0",
    "device-id-strategy": "1.23.0",
    "device-list-strategy": "1.23.0",
    "device-sharing-strategy": "1.25.0",
    "time-slicing": "1.25.0",
    "device-partitioning-strategy": "1.34.0",
    mig: "1.34.0",
    mps: "1.54.0",
    enabled: "1.63.0",
};

const strategies: Readonly<Record<string, readonly string[]>> = {
    "device-sharing-strategy": ["none", "time-slicing", "mps"],
    "device-partitioning-strategy": ["none", "mig"],
};

function refusal(nvidia: Props, release: string): string | undefined {
    const name = "settings.kubelet-device-plugins.nvidia";
    const unknown = Object.keys(nvidia).find(key => olderThan(release, since[key] ?? "9999.0.0"));
    if (unknown !== undefined) return `${name}.${unknown} is not known to release ${release}`;
    for (const [key, allowed] of Object.entries(strategies)) {
        const value = nvidia[key];
        if (value !== undefined && !(typeof value === "string" && allowed.includes(value)))
            return `${name}.${key} is ${JSON.stringify(value)}, not one of ${allowed.join(", ")}`;
    }
    for (const key of ["time-slicing", "mps"]) {
        const replicas = record(nvidia, key)?.replicas;
        if (replicas !== undefined && !(typeof replicas === "number" && replicas >= 2))
            return `${name}.${key}.replicas is ${JSON.stringify(replicas)}, not a number from 2 on`;
    }
    const profiles = record(record(nvidia, "mig") ?? {}, "profile") ?? {};
    const wrong = Object.entries(profiles).find(
        ([model, profile]) =>
            !/^[a-z]+\d+\.\d+gb$/.test(model) || typeof profile !== "string" || !/^(\d|\d+g\.\d+gb)$/.test(profile),
    );
    if (wrong !== undefined) return `${name}.mig.profile has ${JSON.stringify(wrong[0])} = ${JSON.stringify(wrong[1])}`;
    return nvidia["device-sharing-strategy"] === "mps" && nvidia["device-partitioning-strategy"] === "mig"
        ? "MPS and MIG cannot be enabled simultaneously. NVIDIA does not support MPS on MIG-partitioned devices."
        : undefined;
}

function olderThan(release: string, other: string): boolean {
    const [one, two] = [release, other].map(each => each.split(".").map(Number));
    const at = [0, 1, 2].find(index => one?.[index] !== two?.[index]);
    return at !== undefined && (one?.[at] ?? 0) < (two?.[at] ?? 0);
}

function profilesOf(nvidia: Props): Readonly<Record<string, string>> | null {
    if (nvidia["device-partitioning-strategy"] !== "mig") return null;
    return textMap(record(nvidia, "mig") ?? {}, "profile");
}

/** What the template `nvidia-k8s-device-plugin-conf` makes of the settings. */
export function pluginFile(nvidia: Props): Json {
    if (nvidia.enabled === false) return null;
    const sharing = nvidia["device-sharing-strategy"];
    const [slicing, mps] = [record(nvidia, "time-slicing") ?? {}, record(nvidia, "mps") ?? {}];
    const resources = (settings: Props): Json => [{ name: "nvidia.com/gpu", replicas: settings.replicas ?? 2 }];
    return {
        version: "v1",
        flags: {
            migStrategy: nvidia["device-partitioning-strategy"] === "mig" ? "single" : "none",
            failOnInitError: true,
        },
        ...(sharing === "time-slicing" && {
            sharing: {
                timeSlicing: {
                    renameByDefault: slicing["rename-by-default"] ?? true,
                    failRequestsGreaterThanOne: slicing["fail-requests-greater-than-one"] ?? true,
                    resources: resources(slicing),
                },
            },
        }),
        ...(sharing === "mps" && {
            sharing: { mps: { renameByDefault: mps["rename-by-default"] ?? true, resources: resources(mps) } },
        }),
    };
}
