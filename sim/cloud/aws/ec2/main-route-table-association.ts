import type { Call, ResourceType } from "../../contract";
import { text } from "../../props";
import { ec2Error } from "./ec2-error";
import { mainTableOf, tableOf } from "./route-tables";
import { MAIN_ROUTE_TABLE_ASSOCIATION } from "./tokens";
import { vpcOf } from "./vpcs";

/**
 * `aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation`: makes a table the main one; giving it up makes the table
 * that came with the VPC the main one again. Source: terraform-provider-aws, `vpc_main_route_table_association.go`.
 */
export const mainRouteTableAssociation: ResourceType = {
    token: MAIN_ROUTE_TABLE_ASSOCIATION,
    title: "EC2 Main Route Table Association",
    operations: {
        create: "ReplaceRouteTableAssociation",
        update: "ReplaceRouteTableAssociation",
        delete: "ReplaceRouteTableAssociation",
    },
    replaceOn: ["vpcId"],
    create(call, inputs) {
        const vpcId = text(inputs, "vpcId");
        vpcOf(call, vpcId, "ReplaceRouteTableAssociation");
        const original = mainTableOf(call, vpcId).id;
        makeMain(call, vpcId, text(inputs, "routeTableId"));
        return { id: call.account.newId("rtbassoc"), outputs: { originalRouteTableId: original } };
    },
    update(call, current, inputs) {
        makeMain(call, text(current.inputs, "vpcId"), text(inputs, "routeTableId"));
        return {};
    },
    remove(call, current) {
        makeMain(call, text(current.inputs, "vpcId"), text(current.outputs, "originalRouteTableId"));
    },
};

function makeMain(call: Call, vpcId: string, tableId: string): void {
    const { store } = call.account;
    const table = tableOf(call, tableId, "ReplaceRouteTableAssociation");
    if (table.outputs.vpcId !== vpcId) {
        throw ec2Error(
            "ReplaceRouteTableAssociation",
            "InvalidParameterValue",
            `Route table ${tableId} and network ${vpcId} belong to different networks`,
        );
    }
    const before = mainTableOf(call, vpcId);
    store.put({ ...before, hidden: { ...before.hidden, main: false } });
    const latest = tableOf(call, tableId, "ReplaceRouteTableAssociation");
    store.put({ ...latest, hidden: { ...latest.hidden, main: true } });
}
