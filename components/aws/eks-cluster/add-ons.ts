import { eksAddonVersion, type EksAddonName } from "../../catalog/aws/addons";
import { podNetwork } from "../../catalog/aws/pod-network";
import type { PodAddresses } from "../../fleet/addresses";
import type { Problem } from "../../fleet/problem";

/**
 * The add-ons of every cluster, all managed by EKS: those without which no pod runs, and the agent that tells EKS which nodes
 * to repair.
 */
export const clusterAddons = [
    "eks-pod-identity-agent",
    "vpc-cni",
    "kube-proxy",
    "coredns",
    "eks-node-monitoring-agent",
] as const satisfies EksAddonName[];
export type ClusterAddon = (typeof clusterAddons)[number];

/** The version of every add-on. */
export type AddonVersions = Readonly<Record<ClusterAddon, string>>;

/** The pinned version of an add-on, or the user's; undefined when neither exists. */
export function addonVersion(
    addon: ClusterAddon,
    kubernetes: string,
    given: Readonly<Partial<Record<ClusterAddon, string>>>,
): string | undefined {
    const pinned = eksAddonVersion(addon, kubernetes);
    return given[addon] ?? (pinned.known ? pinned.version : undefined);
}

/** Add-ons for which nobody names a version: an add-on without one would change by itself between two clusters. */
export function addonProblems(kubernetes: string, given: Readonly<Partial<Record<ClusterAddon, string>>>): Problem[] {
    return clusterAddons
        .filter(addon => addonVersion(addon, kubernetes, given) === undefined)
        .map(addon => ({
            id: "addon.no-version",
            path: `addons["${addon}"]`,
            got: "nothing",
            allowed: `a version of ${addon} for Kubernetes ${kubernetes}: the catalogue names none`,
            fix: `ask EKS: aws eks describe-addon-versions --addon-name ${addon} --kubernetes-version ${kubernetes}`,
        }));
}

/**
 * Settings of the network add-on. Whole prefixes of 16 addresses instead of single ones let a node of a few network interfaces
 * hold as many pods as its kubelet allows. Source: Amazon EKS best practices, "Prefix Mode for Linux".
 */
export function networkAddonSettings(podAddresses: PodAddresses): string {
    const env = {
        secondary: { ENABLE_PREFIX_DELEGATION: "false", WARM_ENI_TARGET: String(podNetwork.warmInterfaces) },
        prefixes: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: String(podNetwork.warmPrefixes) },
    };
    return JSON.stringify({ env: env[podAddresses] });
}

/**
 * Settings of the monitoring agent. The agent itself tolerates every taint; its DaemonSet for NVIDIA's diagnostics tolerates
 * none, and would stay away from every tainted GPU node: the agent would then report its absence instead of broken GPUs.
 * Source: aws/eks-node-monitoring-agent charts/eks-node-monitoring-agent/values.yaml (nodeAgent.tolerations `Exists`,
 * dcgmAgent.tolerations empty) and charts/configuration.schema.json, read 2026-11-24.
 */
export const monitoringAgentSettings = JSON.stringify({ dcgmAgent: { tolerations: [{ operator: "Exists" }] } });
