import type { Account, Call, StoredResource } from "../../contract";
import { optionalNumber, optionalText, record, text, texts } from "../../props";
import { formatAddress, formatCidr, parseAddress, parseCidr } from "./cidr";
import { ec2Error } from "./ec2-error";
import { isPrimary, kindOf, type InterfaceSpec } from "./interface-layout";
import { subnetOf, type Subnet } from "./subnets";
import { NETWORK_INTERFACE } from "./tokens";

/** What a service asks for when it puts network interfaces into a subnet. */
export interface InterfaceRequest {
    readonly subnetId: string;
    /** Whose interfaces these are, one interface for each: the ARN or id under which they are given back. */
    readonly owners: readonly string[];
    readonly description: string;
    readonly securityGroupIds: readonly string[];
    /** Private addresses of each, the primary one included; one when not said. */
    readonly addressesEach?: number;
    /** Blocks of sixteen addresses (/28) delegated to each. */
    readonly prefixesEach?: number;
    /** The primary address to take, instead of the first free one. */
    readonly address?: string;
    /** Where it sits in its instance, and what it is; a plain one when not said. */
    readonly attachment?: Attachment;
}

export type Attachment = Pick<InterfaceSpec, "card" | "device" | "kind">;

export interface NetworkInterface {
    readonly id: string;
    readonly subnetId: string;
    readonly owner: string;
    /** The primary address. */
    readonly address: string;
    readonly addresses: readonly string[];
    readonly prefixes: readonly string[];
    readonly securityGroupIds: readonly string[];
    readonly attachment: Attachment;
}

const plain: Attachment = { card: 0, device: 0, kind: "interface" };

/** The first four addresses of a subnet and the last one are AWS's. Source: VPC user guide, subnet sizing. */
const reservedAtStart = 4;
const reservedAtEnd = 1;
/** Source: EC2 user guide, "Assign prefixes to network interfaces": IPv4 prefixes are /28. */
const prefixLength = 28;
const prefixSize = 2 ** (32 - prefixLength);

/**
 * Makes interfaces and takes their addresses from the subnet.
 *
 * @throws `InsufficientFreeAddressesInSubnet` when the subnet has not enough left.
 */
export function createInterfaces(
    call: Call,
    request: InterfaceRequest,
    operation: string,
): readonly NetworkInterface[] {
    const { account, region } = call;
    const subnet = subnetOf(account, region, request.subnetId, operation);
    const space = spaceOf(account, region, subnet);
    const full = () =>
        ec2Error(
            operation,
            "InsufficientFreeAddressesInSubnet",
            `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
        );
    const made: NetworkInterface[] = [];
    for (const owner of request.owners) {
        const addresses = request.address === undefined ? [] : [space.take(request.address, operation)];
        while (addresses.length < (request.addressesEach ?? 1)) addresses.push(space.takeAddress() ?? fail(full()));
        const prefixes = Array.from({ length: request.prefixesEach ?? 0 }, () => space.takePrefix() ?? fail(full()));
        made.push({
            id: account.newId("eni"),
            subnetId: subnet.id,
            owner,
            address: addresses[0] ?? "",
            addresses,
            prefixes,
            securityGroupIds: request.securityGroupIds,
            attachment: request.attachment ?? plain,
        });
    }
    for (const each of made) {
        account.store.put({
            type: NETWORK_INTERFACE,
            region,
            id: each.id,
            inputs: {},
            outputs: {
                subnetId: each.subnetId,
                vpcId: subnet.vpcId,
                owner: each.owner,
                description: request.description,
                addresses: each.addresses,
                prefixes: each.prefixes,
                securityGroupIds: each.securityGroupIds,
                attachment: { ...each.attachment },
            },
            hidden: {},
            createdAt: account.now().toISOString(),
            requested: false,
        });
    }
    return made;
}

/**
 * Makes the interfaces of one instance; its primary one also holds what the pod network plugin takes at the start.
 *
 * @returns the instance's primary address.
 */
export function attachInterfaces(
    call: Call,
    request: {
        readonly subnetId: string;
        readonly owner: string;
        readonly specs: readonly InterfaceSpec[];
        readonly network: { readonly secondaryAddresses?: number; readonly prefixes?: number } | undefined;
    },
): string {
    const made = request.specs.flatMap(spec => {
        const pods = isPrimary(spec) ? request.network : undefined;
        return createInterfaces(
            call,
            {
                subnetId: request.subnetId,
                owners: [request.owner],
                description: "",
                securityGroupIds: spec.securityGroupIds,
                addressesEach: spec.addresses + (pods?.secondaryAddresses ?? 0),
                prefixesEach: spec.prefixes + (pods?.prefixes ?? 0),
                attachment: { card: spec.card, device: spec.device, kind: spec.kind },
            },
            "RunInstances",
        );
    });
    return made.find(each => isPrimary(each.attachment))?.address ?? "";
}

/** Gives back every interface of these owners, with its addresses. */
export function removeInterfaces(account: Account, region: string, ...owners: readonly string[]): void {
    const gone = new Set<unknown>(owners);
    for (const each of account.store.list(NETWORK_INTERFACE, region)) {
        if (gone.has(each.outputs.owner)) account.store.remove(NETWORK_INTERFACE, region, each.id);
    }
}

export function interfacesOfOwner(account: Account, region: string, owner: string): readonly NetworkInterface[] {
    return interfaces(account, region).filter(each => each.owner === owner);
}

export function interfacesInSubnet(account: Account, region: string, subnetId: string): readonly NetworkInterface[] {
    return interfaces(account, region).filter(each => each.subnetId === subnetId);
}

export function interfacesInGroup(
    account: Account,
    region: string,
    securityGroupId: string,
): readonly NetworkInterface[] {
    return interfaces(account, region).filter(each => each.securityGroupIds.includes(securityGroupId));
}

/** Addresses of the subnet that are free, as DescribeSubnets says in `AvailableIpAddressCount`. */
export function freeAddresses(account: Account, region: string, subnet: Subnet): number {
    const used = interfacesInSubnet(account, region, subnet.id).reduce(
        (sum, each) => sum + each.addresses.length + each.prefixes.length * prefixSize,
        0,
    );
    return subnet.cidr.size - reservedAtStart - reservedAtEnd - used;
}

/** Takes single addresses from the low end and prefixes from the high end, so that both find room for long. */
function spaceOf(account: Account, region: string, subnet: Subnet) {
    const taken = new Set<number>();
    const takenBlocks = new Set<number>();
    for (const each of interfacesInSubnet(account, region, subnet.id)) {
        for (const address of each.addresses) taken.add(parseAddress(address) ?? 0);
        for (const prefix of each.prefixes) takenBlocks.add(parseCidr(prefix)?.first ?? 0);
    }
    const first = subnet.cidr.first + reservedAtStart;
    const end = subnet.cidr.first + subnet.cidr.size - reservedAtEnd;
    const isFree = (address: number) =>
        address >= first && address < end && !taken.has(address) && !takenBlocks.has(address - (address % prefixSize));
    let next = first;
    let nextBlock = subnet.cidr.first + subnet.cidr.size - prefixSize;

    return {
        take(text: string, operation: string): string {
            const address = parseAddress(text);
            if (address === undefined || !isFree(address)) {
                throw ec2Error(
                    operation,
                    "InvalidIPAddress.InUse",
                    `The IP address ${text} is already in use or not in the subnet.`,
                );
            }
            taken.add(address);
            return text;
        },
        takeAddress(): string | undefined {
            while (next < end && !isFree(next)) next += 1;
            if (next >= end) return undefined;
            taken.add(next);
            return formatAddress(next);
        },
        takePrefix(): string | undefined {
            for (; nextBlock >= subnet.cidr.first; nextBlock -= prefixSize) {
                if (!Array.from({ length: prefixSize }, (_, index) => nextBlock + index).every(isFree)) continue;
                takenBlocks.add(nextBlock);
                return formatCidr({ first: nextBlock, size: prefixSize, prefix: prefixLength });
            }
            return undefined;
        },
    };
}

function interfaces(account: Account, region: string): readonly NetworkInterface[] {
    return account.store.list(NETWORK_INTERFACE, region).map(interfaceFrom);
}

function interfaceFrom(stored: StoredResource): NetworkInterface {
    const addresses = texts(stored.outputs, "addresses");
    const attachment = record(stored.outputs, "attachment") ?? {};
    return {
        id: stored.id,
        subnetId: text(stored.outputs, "subnetId"),
        owner: text(stored.outputs, "owner"),
        address: addresses[0] ?? "",
        addresses,
        prefixes: texts(stored.outputs, "prefixes"),
        securityGroupIds: texts(stored.outputs, "securityGroupIds"),
        attachment: {
            card: optionalNumber(attachment, "card") ?? 0,
            device: optionalNumber(attachment, "device") ?? 0,
            kind: kindOf(optionalText(attachment, "kind")),
        },
    };
}

function fail(error: Error): never {
    throw error;
}
