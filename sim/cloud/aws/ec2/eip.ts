import type { Account, Call, Props, ResourceType, StoredResource } from "../../contract";
import { optionalText, text } from "../../props";
import { formatAddress, parseAddress, parseCidr } from "./cidr";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { EIP } from "./tokens";

/** `aws:ec2/eip:Eip`. Rules: EC2 API, AllocateAddress, ReleaseAddress. */
export const eip: ResourceType = {
    token: EIP,
    title: "EC2 EIP",
    operations: { create: "AllocateAddress", delete: "ReleaseAddress" },
    replaceOn: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    computed: ["domain", "instance", "networkBorderGroup", "networkInterface", "publicIpv4Pool"],
    check: inputs =>
        optionalText(inputs, "domain") === "standard"
            ? [{ property: "domain", reason: `expected domain to be one of ["vpc"], got standard` }]
            : [],
    create(call, inputs) {
        const { account, region } = call;
        refuseOverLimit(call, ["ec2", "L-0263D0A3"], account.store.list(EIP, region).length, () =>
            ec2Error("AllocateAddress", "AddressLimitExceeded", "The maximum number of addresses has been reached."),
        );
        const id = account.newId("eipalloc");
        const publicIp = freePublicAddress(account, region);
        return {
            id,
            outputs: {
                allocationId: id,
                arn: arnOf(call, "elastic-ip", id),
                domain: "vpc",
                networkBorderGroup: optionalText(inputs, "networkBorderGroup") ?? region,
                publicDns: `ec2-${publicIp.replaceAll(".", "-")}.${publicDomain(region)}`,
                publicIp,
                publicIpv4Pool: optionalText(inputs, "publicIpv4Pool") ?? "amazon",
                ...association(undefined),
            },
        };
    },
    read: (_, current) => association(current),
    update: () => ({}),
    remove(_, current) {
        if (optionalText(current.hidden, "associationId") === undefined) return;
        // The provider takes the address from its interface first, and that interface is not the user's.
        throw ec2Error(
            "DisassociateAddress",
            "AuthFailure",
            "You do not have permission to access the specified resource.",
        );
    },
    locate({ account, region }, importId) {
        return account.store.list(EIP, region).find(each => each.outputs.publicIp === importId)?.id;
    },
};

/** Ties an address to an interface. Throws when it does not exist or is tied already. */
export function associateAddress(
    call: Call,
    allocationId: string,
    to: { readonly owner: string; readonly interfaceId: string; readonly privateIp: string },
    operation: string,
): { readonly publicIp: string; readonly associationId: string } {
    const address = call.account.store.get(EIP, call.region, allocationId);
    if (!address) {
        throw ec2Error(operation, "InvalidAllocationID.NotFound", `The allocation ID '${allocationId}' does not exist`);
    }
    if (optionalText(address.hidden, "associationId") !== undefined) {
        throw ec2Error(operation, "Resource.AlreadyAssociated", `resource ${allocationId} is already associated.`);
    }
    const associationId = call.account.newId("eipassoc");
    call.account.store.put({ ...address, hidden: { ...to, associationId } });
    return { publicIp: text(address.outputs, "publicIp"), associationId };
}

export function disassociateAddress({ account, region }: Call, owner: string): void {
    for (const address of account.store.list(EIP, region)) {
        if (address.hidden.owner === owner) account.store.put({ ...address, hidden: {} });
    }
}

function association(address: StoredResource | undefined): Props {
    const hidden = address?.hidden ?? {};
    return {
        associationId: hidden.associationId ?? "",
        networkInterface: hidden.interfaceId ?? "",
        privateIp: hidden.privateIp ?? "",
        instance: "",
    };
}

/** Addresses that are kept for documentation, so that nobody's real machine is named. Source: RFC 5737, TEST-NET-3 and -2. */
const publicBlocks = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"];

function freePublicAddress(account: Account, region: string): string {
    const used = new Set(account.store.list(EIP).map(each => parseAddress(text(each.outputs, "publicIp"))));
    for (const text of publicBlocks) {
        const block = parseCidr(text);
        if (!block) continue;
        for (let address = block.first + 1; address < block.first + block.size - 1; address += 1) {
            if (!used.has(address)) return formatAddress(address);
        }
    }
    throw ec2Error("AllocateAddress", "InsufficientAddressCapacity", `There are no addresses left in ${region}.`);
}

function publicDomain(region: string): string {
    return region === "us-east-1" ? "compute-1.amazonaws.com" : `${region}.compute.amazonaws.com`;
}
