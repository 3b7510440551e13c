import type { Taint } from "../../../fleet/pool";
import { tomlText, type TomlTable } from "./toml";
import type { BottlerocketPlan, ClusterToJoin } from "./user-data-plan";

/**
 * User data for a Bottlerocket node: settings in TOML, which EKS merges with its own; `undefined` when there is nothing to say.
 * Source: Bottlerocket's settings reference (settings.kubernetes, settings.bootstrap-commands) and EKS user guide
 * launch-templates.
 */
export function bottlerocketUserData(plan: BottlerocketPlan, cluster: ClusterToJoin | undefined): string | undefined {
    const settings: TomlTable = {
        ...plan.settings,
        ...(cluster === undefined
            ? {}
            : { kubernetes: { ...kubernetes(plan, cluster), ...own(plan.settings.kubernetes) } }),
        ...(plan.localDisks === "raid0" ? { "bootstrap-commands": { "local-disks": raid0 } } : {}),
    };
    if (Object.keys(settings).length === 0) return undefined;
    return Buffer.from(tomlText({ settings })).toString("base64");
}

/**
 * Joins local NVMe disks into one file system and lays it over the directories of images, containers and pods, at every start.
 * Source: bottlerocket.dev, "Bootstrap commands", "Configure ephemeral disks: in a Kubernetes host", and what Karpenter writes
 * for `instanceStorePolicy: RAID0`, both read 2026-11-24.
 */
const raid0: TomlTable = {
    commands: [
        ["apiclient", "ephemeral-storage", "init"],
        [
            "apiclient",
            "ephemeral-storage",
            "bind",
            "--dirs",
            "/var/lib/containerd",
            "/var/lib/kubelet",
            "/var/log/pods",
        ],
    ],
    essential: true,
    mode: "always",
};

/** What EKS writes into the settings of its own images, and nobody into those of others. */
function kubernetes({ labels, taints }: BottlerocketPlan, cluster: ClusterToJoin): TomlTable {
    return {
        "api-server": cluster.endpoint,
        "cluster-certificate": cluster.certificateAuthority,
        "cluster-dns-ip": dnsAddress(cluster.serviceCidr),
        "cluster-name": cluster.clusterName,
        "node-labels": labels,
        "node-taints": Object.fromEntries(
            taints.map(({ key }) => [key, taints.filter(t => t.key === key).map(effect)]),
        ),
    };
}

function effect({ value, effect: does }: Taint): string {
    return `${value}:${does}`;
}

/** EKS gives the cluster's DNS the tenth address of the service range. Source: EKS user guide launch-templates. */
export function dnsAddress(serviceCidr: string): string {
    const [base = ""] = serviceCidr.split("/");
    return base.includes(":") ? `${base}a` : base.replace(/\d+$/, last => String(Number(last) + 10));
}

/** What the plan says of Kubernetes besides. */
function own(settings: BottlerocketPlan["settings"][string] | undefined): TomlTable {
    return typeof settings === "object" && !Array.isArray(settings) ? (settings as TomlTable) : {};
}
