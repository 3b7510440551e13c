import { podNetwork } from "../../catalog/aws/pod-network";
import type { Known } from "../../catalog/known";
import type { Fabric, NodeInterface } from "../fabric";
import type { GroupKind, NodeAddresses } from "../pool";
import { interfaceLimits } from "./interface-limits";
import { maxPods } from "./max-pods";
import type { PodAddresses } from "./pod-addresses";

/**
 * Addresses of its subnet that one node takes: one for each interface with Ethernet, and what the pod network takes for pods
 * and keeps ready. An `efa-only` interface takes none, but leaves the first card one interface less for pods.
 *
 * @example
 * addressesPerNode("p5.48xlarge", plainFabric, "prefixes", "managed");
 * // { known: true, unit: "prefixes", atStart: 17, atMost: 273 }
 * addressesPerNode("p5.48xlarge", plainFabric, "secondary", "managed");
 * // { known: true, unit: "addresses", atStart: 50, atMost: 100 }
 */
export function addressesPerNode(
    machineType: string,
    { interfaces }: Fabric,
    mode: PodAddresses,
    groupKind: GroupKind,
): Known<NodeAddresses> {
    const limits = interfaceLimits(machineType);
    const pods = maxPods(machineType, mode, groupKind);
    if (!limits.known) return limits;
    if (!pods.known) return pods;
    const [primary, ...others] = interfaces.length > 0 ? interfaces : [onlyInterface];
    const onFirst = others.filter(({ card }) => card === primary?.card).length;
    const room: Room = {
        // Of the first card, without those that the layout puts beside the first interface.
        interfaces: Math.max(1, limits.interfaces - onFirst),
        slots: limits.addresses - 1,
        pods: Math.max(0, pods.pods - podNetwork.podsOnHost),
        fixed: others.filter(takesAddress).length,
    };
    return { known: true, ...(mode === "prefixes" ? inPrefixes(room) : oneByOne(room)) };
}

/** What EC2 gives a machine whose template lists no interfaces. */
const onlyInterface: NodeInterface = { card: 0, device: 0, kind: "interface" };

interface Room {
    /** For pods. */
    readonly interfaces: number;
    /** Addresses or prefixes of one interface besides its own address. */
    readonly slots: number;
    readonly pods: number;
    /** Addresses of further interfaces, which pods do not use. */
    readonly fixed: number;
}

function takesAddress({ kind }: NodeInterface): boolean {
    return kind !== "efa-only";
}

/** Interfaces are taken whole, each with all its addresses, one more than the pods need. */
function oneByOne({ interfaces, slots, pods, fixed }: Room): NodeAddresses {
    const needed = Math.ceil(pods / slots) + podNetwork.warmInterfaces;
    return {
        unit: "addresses",
        atStart: fixed + podNetwork.warmInterfaces * (slots + 1),
        atMost: fixed + Math.max(1, Math.min(interfaces, needed)) * (slots + 1),
    };
}

/** Prefixes are taken one by one, one more than the pods need; an interface is added when the others are full of them. */
function inPrefixes({ interfaces, slots, pods, fixed }: Room): NodeAddresses {
    const { prefixSize, warmPrefixes } = podNetwork;
    const prefixes = Math.min(interfaces * slots, Math.ceil(pods / prefixSize) + warmPrefixes);
    return {
        unit: "prefixes",
        atStart: fixed + 1 + warmPrefixes * prefixSize,
        atMost: fixed + Math.max(1, Math.ceil(prefixes / slots)) + prefixes * prefixSize,
    };
}
