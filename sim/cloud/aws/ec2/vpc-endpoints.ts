import type { Call, StoredResource } from "../../contract";
import { text } from "../../props";
import { ec2Error } from "./ec2-error";
import { createInterfaces, interfacesOfOwner } from "./network-interfaces";
import { putRoute, removeRoute, tableOf } from "./route-tables";
import { subnetById, subnetOf } from "./subnets";
import { NETWORK_INTERFACE, VPC_ENDPOINT } from "./tokens";

/** Throws `InvalidVpcEndpointId.NotFound`. */
export function endpointOf(
    { account, region }: Pick<Call, "account" | "region">,
    id: string,
    operation: string,
): StoredResource {
    const endpoint = account.store.get(VPC_ENDPOINT, region, id);
    if (!endpoint)
        throw ec2Error(operation, "InvalidVpcEndpointId.NotFound", `The Vpc Endpoint Id '${id}' does not exist`);
    return endpoint;
}

/** A gateway endpoint's route in a table of its VPC. */
export function addEndpointRoute(
    call: Call,
    endpoint: { id: string; vpcId: string; prefixListId: string },
    tableId: string,
    operation: string,
): void {
    const table = tableOf(call, tableId, operation);
    if (table.outputs.vpcId !== endpoint.vpcId) {
        throw ec2Error(
            operation,
            "InvalidParameter",
            `Route table ${tableId} and VPC ${endpoint.vpcId} belong to different networks`,
        );
    }
    putRoute(
        call,
        tableId,
        { destination: endpoint.prefixListId, target: { kind: "gatewayId", id: endpoint.id } },
        "CreateRoute",
    );
}

export function removeEndpointRoute(call: Call, prefixListId: string, tableId: string): void {
    removeRoute(call, tableId, prefixListId);
}

/** An interface endpoint's interface in a subnet of its VPC, of which it may have one per zone. */
export function addEndpointSubnet(
    call: Call,
    endpoint: { id: string; vpcId: string; securityGroupIds: readonly string[] },
    subnetId: string,
    operation: string,
): void {
    const { account, region } = call;
    const subnet = subnetOf(account, region, subnetId, operation);
    if (subnet.vpcId !== endpoint.vpcId) {
        throw ec2Error(operation, "InvalidParameter", `Subnet ${subnetId} is not in VPC ${endpoint.vpcId}`);
    }
    const zones = interfacesOfOwner(account, region, endpoint.id).map(
        each => subnetById(account, region, each.subnetId)?.zoneId,
    );
    if (zones.includes(subnet.zoneId)) {
        throw ec2Error(
            operation,
            "DuplicateSubnetsInSameZone",
            `Found another VPC endpoint subnet in the availability zone of ${subnetId}. VPC endpoint subnets should be in ` +
                "different availability zones supported by the VPC endpoint service.",
        );
    }
    createInterfaces(
        call,
        {
            subnetId,
            owners: [endpoint.id],
            description: `VPC Endpoint Interface ${endpoint.id}`,
            securityGroupIds: endpoint.securityGroupIds,
        },
        operation,
    );
}

export function removeEndpointSubnet({ account, region }: Call, endpointId: string, subnetId: string): void {
    for (const each of interfacesOfOwner(account, region, endpointId)) {
        if (each.subnetId === subnetId) account.store.remove(NETWORK_INTERFACE, region, each.id);
    }
}

export function regroupEndpoint(
    { account, region }: Call,
    endpointId: string,
    securityGroupIds: readonly string[],
): void {
    for (const each of account.store.list(NETWORK_INTERFACE, region)) {
        if (each.outputs.owner === endpointId)
            account.store.put({ ...each, outputs: { ...each.outputs, securityGroupIds } });
    }
}

export function prefixListIn(endpoint: StoredResource): string {
    return text(endpoint.outputs, "prefixListId");
}
