import type { Account, Call, StoredResource } from "../../contract";
import { text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { interfacesInGroup } from "./network-interfaces";
import { allowAllEgress, authorize, removeRules, rulesReferring } from "./security-group-rules";
import { SECURITY_GROUP } from "./tokens";

/** Security groups as the API holds them: the one that comes with each VPC, and those that programs make. */
export function groupsOf(account: Account, region: string, vpcId: string): readonly StoredResource[] {
    return account.store.list(SECURITY_GROUP, region).filter(group => group.outputs.vpcId === vpcId);
}

export function securityGroupById(account: Account, region: string, id: string): StoredResource | undefined {
    return account.store.get(SECURITY_GROUP, region, id);
}

/** Throws `InvalidGroup.NotFound`. */
export function securityGroupOf(call: Pick<Call, "account" | "region">, id: string, operation: string): StoredResource {
    const group = securityGroupById(call.account, call.region, id);
    if (!group) throw ec2Error(operation, "InvalidGroup.NotFound", `The security group '${id}' does not exist`);
    return group;
}

export function defaultGroupOf(call: Pick<Call, "account" | "region">, vpcId: string): StoredResource | undefined {
    return groupsOf(call.account, call.region, vpcId).find(group => text(group.outputs, "name") === "default");
}

/** "A default security group is named 'default'": its members reach each other, and everything outside. VPC user guide. */
export function createDefaultGroup(call: Call, vpcId: string): string {
    const id = createGroup(call, { vpcId, name: "default", description: "default VPC security group", tags: {} });
    authorize(call, id, [
        { egress: false, protocol: "-1", fromPort: -1, toPort: -1, peer: { group: id }, description: "" },
    ]);
    return id;
}

/** A group that the API makes for itself or for another service of the account: no Pulumi resource stands behind it. */
export function createServiceGroup(
    call: Call,
    group: { vpcId: string; name: string; description: string; tags: Readonly<Record<string, string>> },
): string {
    const id = createGroup(call, group);
    authorize(call, id, [
        { egress: false, protocol: "-1", fromPort: -1, toPort: -1, peer: { group: id }, description: "" },
    ]);
    return id;
}

/** Removes a group with its rules, whatever still uses it. */
export function removeGroup(call: Call, id: string): void {
    removeRules(call, rule => rule.groupId === id);
    call.account.store.remove(SECURITY_GROUP, call.region, id);
}

/** Refuses a group that an interface or another group's rule uses. EC2 API, DeleteSecurityGroup. */
export function refuseGroupInUse(call: Call, id: string): void {
    const used =
        interfacesInGroup(call.account, call.region, id).length > 0 ||
        rulesReferring(call, id).some(rule => rule.groupId !== id);
    if (used) throw ec2Error("DeleteSecurityGroup", "DependencyViolation", `resource ${id} has a dependent object`);
}

function createGroup(
    call: Call,
    group: { vpcId: string; name: string; description: string; tags: Readonly<Record<string, string>> },
): string {
    const { account, region } = call;
    const id = account.newId("sg");
    account.store.put({
        type: SECURITY_GROUP,
        region,
        id,
        inputs: {},
        outputs: {
            arn: arnOf(call, "security-group", id),
            description: group.description,
            name: group.name,
            ownerId: account.accountId,
            region,
            tagsAll: group.tags,
            vpcId: group.vpcId,
        },
        hidden: {},
        createdAt: account.now().toISOString(),
        requested: false,
    });
    authorize(call, id, [allowAllEgress]);
    return id;
}
