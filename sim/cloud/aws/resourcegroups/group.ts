import { ApiError, type ResourceType } from "../../contract";
import { optionalText, records, text } from "../../props";
import { RESOURCE_GROUP, RESOURCE_GROUP_RESOURCE } from "./tokens";

/** The kind of group that instances may target. Source: EC2 user guide, create-group. */
const pool = "AWS::EC2::CapacityReservationPool";

/** `aws:resourcegroups/group:Group`, as far as it holds capacity reservations. */
export const resourceGroup: ResourceType = {
    token: RESOURCE_GROUP,
    title: "Resource Groups Group",
    named: inputs => optionalText(inputs, "name") ?? "",
    autoname: { property: "name", maxLength: 300 },
    replaceOn: ["name", "configurations"],
    create({ account, region }, inputs) {
        const name = text(inputs, "name");
        if (account.store.get(RESOURCE_GROUP, region, name))
            throw groupsError(
                "CreateGroup",
                "BadRequestException",
                `Cannot create group: group already exists: ${name}`,
            );
        if (!records(inputs, "configurations").some(each => each.type === pool))
            throw groupsError(
                "CreateGroup",
                "NotSimulated",
                `the local cloud simulates groups with a configuration of type ${pool} only`,
            );
        return {
            id: name,
            outputs: { arn: `arn:${account.partition}:resource-groups:${region}:${account.accountId}:group/${name}` },
        };
    },
    update: () => ({}),
    remove({ account, region }, current) {
        for (const each of account.store.list(RESOURCE_GROUP_RESOURCE, region))
            if (each.outputs.groupArn === current.outputs.arn) account.store.remove(each.type, region, each.id);
    },
};

export function groupsError(operation: string, code: string, reason: string): ApiError {
    return new ApiError("Resource Groups", operation, code === "NotSimulated" ? 501 : 400, code, reason);
}
