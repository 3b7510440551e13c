import type { ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { tableOf } from "./route-tables";
import { subnetOf } from "./subnets";
import { ROUTE_TABLE_ASSOCIATION } from "./tokens";

/** `aws:ec2/routeTableAssociation:RouteTableAssociation`. Rules: EC2 API, AssociateRouteTable, ReplaceRouteTableAssociation. */
export const routeTableAssociation: ResourceType = {
    token: ROUTE_TABLE_ASSOCIATION,
    title: "Route Table Association",
    operations: {
        create: "AssociateRouteTable",
        update: "ReplaceRouteTableAssociation",
        delete: "DisassociateRouteTable",
    },
    replaceOn: ["subnetId", "gatewayId"],
    check(inputs, unknown) {
        const given = ["subnetId", "gatewayId"].filter(name => name in inputs || unknown.has(name));
        return given.length === 1
            ? []
            : [{ property: "subnetId", reason: "one of subnetId, gatewayId must be specified" }];
    },
    create(call, inputs) {
        const { account, region } = call;
        const table = tableOf(call, text(inputs, "routeTableId"), "AssociateRouteTable");
        const subnetId = optionalText(inputs, "subnetId");
        if (subnetId !== undefined) {
            const subnet = subnetOf(account, region, subnetId, "AssociateRouteTable");
            if (subnet.vpcId !== table.outputs.vpcId) {
                throw ec2Error(
                    "AssociateRouteTable",
                    "InvalidParameterValue",
                    `Route table ${table.id} and subnet ${subnetId} belong to different networks`,
                );
            }
            const other = account.store
                .list(ROUTE_TABLE_ASSOCIATION, region)
                .find(each => each.outputs.subnetId === subnetId);
            if (other) {
                throw ec2Error(
                    "AssociateRouteTable",
                    "Resource.AlreadyAssociated",
                    `the specified association for route table ${table.id} conflicts with an existing association`,
                );
            }
        }
        return { id: account.newId("rtbassoc"), outputs: {} };
    },
    // The API gives the association a new id; the engine cannot take one in an update, so it keeps the first.
    update(call, _, inputs) {
        tableOf(call, text(inputs, "routeTableId"), "ReplaceRouteTableAssociation");
        return {};
    },
    remove: () => undefined,
    /** `SUBNETID/ROUTETABLEID` or `GATEWAYID/ROUTETABLEID` */
    locate({ account, region }, importId) {
        const [of, tableId] = importId.split("/");
        return account.store
            .list(ROUTE_TABLE_ASSOCIATION, region)
            .find(
                ({ outputs }) =>
                    outputs.routeTableId === tableId && [outputs.subnetId, outputs.gatewayId].includes(of ?? ""),
            )?.id;
    },
};
