import type { ResourceType } from "../../contract";
import { text } from "../../props";
import { reservationsIn } from "../ec2/reservations";
import { groupsError } from "./group";
import { RESOURCE_GROUP, RESOURCE_GROUP_RESOURCE } from "./tokens";

/** `aws:resourcegroups/resource:Resource`: a capacity reservation of a group (GroupResources, UngroupResources). */
export const resourceGroupResource: ResourceType = {
    token: RESOURCE_GROUP_RESOURCE,
    title: "Resource Groups Resource",
    operations: { create: "GroupResources", delete: "UngroupResources" },
    replaceOn: ["groupArn", "resourceArn"],
    create({ account, region }, inputs) {
        const [groupArn, resourceArn] = [text(inputs, "groupArn"), text(inputs, "resourceArn")];
        if (!account.store.list(RESOURCE_GROUP, region).some(each => each.outputs.arn === groupArn))
            throw groupsError("GroupResources", "NotFoundException", `Cannot find group ${groupArn}`);
        if (!reservationsIn(account, region).some(each => each.arn === resourceArn))
            throw groupsError(
                "GroupResources",
                "BadRequestException",
                `${resourceArn} is no Capacity Reservation of this account and Region`,
            );
        return { id: `${groupArn},${resourceArn}`, outputs: { resourceType: "AWS::EC2::CapacityReservation" } };
    },
    remove: () => undefined,
};
