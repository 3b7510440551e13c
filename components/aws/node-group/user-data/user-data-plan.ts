import type { Taint } from "../../../fleet/pool";
import type { TomlTable } from "./toml";

/** What a machine is told when it starts, as far as it is known before the cluster exists. */
export type UserDataPlan = NodeadmPlan | BottlerocketPlan;

/** What every node is told, whatever its operating system. */
interface NodePlan {
    readonly localDisks: "raid0" | "unused";
    /**
     * `itself`: the user data says which cluster the node joins, and with which marks; `byEks`: EKS adds a part that does.
     */
    readonly joins: "byEks" | "itself";
    /** Of the node, when it joins by itself. */
    readonly labels: Readonly<Record<string, string>>;
    /** Of the node, when it joins by itself. */
    readonly taints: readonly Taint[];
}

/** What an AL2023 node is told: settings for nodeadm, and scripts that run before the kubelet starts. */
export interface NodeadmPlan extends NodePlan {
    readonly format: "nodeadm";
    /** Shell scripts, in their order. The node joins although one fails: one that must succeed sees to that itself. */
    readonly scripts: readonly string[];
}

/** What a Bottlerocket node is told: settings. */
export interface BottlerocketPlan extends NodePlan {
    readonly format: "bottlerocket";
    /** Settings besides those of joining and of disks, by their names below `settings`. */
    readonly settings: TomlTable;
}

/** What a node must know of its cluster to join it. */
export interface ClusterToJoin {
    readonly clusterName: string;
    /** `https://…` of the Kubernetes API. */
    readonly endpoint: string;
    /** Base64 of the PEM. */
    readonly certificateAuthority: string;
    /** Range of service addresses. */
    readonly serviceCidr: string;
}
