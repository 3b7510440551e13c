import { awsInstanceType } from "../../catalog/aws/instance-types";
import { awsNetworkCards } from "../../catalog/aws/network-cards";
import type { Known } from "../../catalog/known";

/** What the pod network has to work with: the interfaces of the first card, and the addresses of each. */
export function interfaceLimits(machineType: string): Known<{ interfaces: number; addresses: number; vcpus: number }> {
    const type = awsInstanceType(machineType);
    if (type === undefined) return { known: false, why: `the catalogue has no instance type ${machineType}` };
    const { addresses } = type.network;
    if (!addresses.known) return addresses;
    const cards = awsNetworkCards(machineType);
    const onFirst = cards.known
        ? (cards.cards[0]?.maxInterfaces ?? 0)
        : Math.floor(addresses.maxEnis / Math.max(1, type.network.cards));
    return { known: true, interfaces: onFirst, addresses: addresses.ipv4PerEni, vcpus: type.vcpus };
}
