import type { ResourceType } from "../../contract";
import { text, texts } from "../../props";
import { removeRoute, routesOf, tableOf } from "./route-tables";
import { VPC_ENDPOINT_ROUTE_TABLE_ASSOCIATION, VPC_ENDPOINT_SUBNET_ASSOCIATION } from "./tokens";
import { addEndpointRoute, addEndpointSubnet, endpointOf, prefixListIn, removeEndpointSubnet } from "./vpc-endpoints";

/** `aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation`. Rules: EC2 API, ModifyVpcEndpoint. */
export const vpcEndpointRouteTableAssociation: ResourceType = {
    token: VPC_ENDPOINT_ROUTE_TABLE_ASSOCIATION,
    title: "VPC Endpoint Route Table Association",
    operations: { create: "ModifyVpcEndpoint", delete: "ModifyVpcEndpoint" },
    replaceOn: ["routeTableId", "vpcEndpointId"],
    create(call, inputs) {
        const endpoint = endpointOf(call, text(inputs, "vpcEndpointId"), "ModifyVpcEndpoint");
        const tableId = text(inputs, "routeTableId");
        const vpcId = text(endpoint.outputs, "vpcId");
        addEndpointRoute(
            call,
            { id: endpoint.id, vpcId, prefixListId: prefixListIn(endpoint) },
            tableId,
            "ModifyVpcEndpoint",
        );
        return { id: call.account.newId("a"), outputs: {} };
    },
    remove(call, current) {
        const table = tableOf(call, text(current.inputs, "routeTableId"), "ModifyVpcEndpoint");
        const route = routesOf(table).find(each => each.target.id === current.inputs.vpcEndpointId);
        if (route) removeRoute(call, table.id, route.destination);
    },
};

/** `aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation`. Rules: EC2 API, ModifyVpcEndpoint. */
export const vpcEndpointSubnetAssociation: ResourceType = {
    token: VPC_ENDPOINT_SUBNET_ASSOCIATION,
    title: "VPC Endpoint Subnet Association",
    operations: { create: "ModifyVpcEndpoint", delete: "ModifyVpcEndpoint" },
    replaceOn: ["subnetId", "vpcEndpointId"],
    create(call, inputs) {
        const endpoint = endpointOf(call, text(inputs, "vpcEndpointId"), "ModifyVpcEndpoint");
        const securityGroupIds = texts(endpoint.outputs, "securityGroupIds");
        const vpcId = text(endpoint.outputs, "vpcId");
        addEndpointSubnet(
            call,
            { id: endpoint.id, vpcId, securityGroupIds },
            text(inputs, "subnetId"),
            "ModifyVpcEndpoint",
        );
        return { id: call.account.newId("a"), outputs: {} };
    },
    remove: (call, current) =>
        removeEndpointSubnet(call, text(current.inputs, "vpcEndpointId"), text(current.inputs, "subnetId")),
};
