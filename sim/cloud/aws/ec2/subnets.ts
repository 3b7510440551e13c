import type { Account, StoredResource } from "../../contract";
import { text } from "../../props";
import { parseCidr, type Cidr } from "./cidr";
import { ec2Error } from "./ec2-error";
import { SUBNET } from "./tokens";

/** A subnet as the other services of the account see it. */
export interface Subnet {
    readonly id: string;
    readonly vpcId: string;
    readonly zone: string;
    readonly zoneId: string;
    readonly cidr: Cidr;
}

export function subnetById(account: Account, region: string, id: string): Subnet | undefined {
    const stored = account.store.get(SUBNET, region, id);
    return stored && subnetFrom(stored);
}

/** Throws `InvalidSubnetID.NotFound`. */
export function subnetOf(account: Account, region: string, id: string, operation: string): Subnet {
    const subnet = subnetById(account, region, id);
    if (!subnet) throw ec2Error(operation, "InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
    return subnet;
}

export function subnetsOf(account: Account, region: string, vpcId: string): readonly Subnet[] {
    return account.store
        .list(SUBNET, region)
        .map(subnetFrom)
        .filter(subnet => subnet.vpcId === vpcId);
}

function subnetFrom(stored: StoredResource): Subnet {
    const cidr = parseCidr(text(stored.outputs, "cidrBlock"));
    if (!cidr) throw new Error(`${stored.id} has no address block`);
    return {
        id: stored.id,
        vpcId: text(stored.outputs, "vpcId"),
        zone: text(stored.outputs, "availabilityZone"),
        zoneId: text(stored.outputs, "availabilityZoneId"),
        cidr,
    };
}
