import { podNetwork } from "../../catalog/aws/pod-network";
import type { Known } from "../../catalog/known";
import type { GroupKind } from "../pool";
import { interfaceLimits } from "./interface-limits";
import type { PodAddresses } from "./pod-addresses";

/**
 * Pods that the kubelet of a node takes. EKS counts for the nodes of its managed groups: by interfaces or prefixes, and at most
 * 110 or 250; nodes that join by themselves count by interfaces alone.
 *
 * @example
 * maxPods("m7i.large", "prefixes", "managed"); // { known: true, pods: 110 }
 * maxPods("m7i.large", "secondary", "managed"); // { known: true, pods: 29 }
 */
export function maxPods(machineType: string, mode: PodAddresses, groupKind: GroupKind): Known<{ pods: number }> {
    const limits = interfaceLimits(machineType);
    if (!limits.known) return limits;
    const { interfaces, addresses, vcpus } = limits;
    const perSlot = mode === "prefixes" && groupKind !== "selfManaged" ? podNetwork.prefixSize : 1;
    const pods = interfaces * (addresses - 1) * perSlot + podNetwork.podsOnHost;
    const { fewVcpus, manyVcpus, manyFrom } = podNetwork.mostPods;
    const most = groupKind === "selfManaged" ? Number.POSITIVE_INFINITY : vcpus < manyFrom ? fewVcpus : manyVcpus;
    return { known: true, pods: Math.min(pods, most) };
}
