import type { Call, Props, ResourceType } from "../../contract";
import { optionalText, records, text } from "../../props";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { blocksOf, inlineRules, ruleProblems } from "./inline-rules";
import { authorize, removeRules, rulesOf, sameTraffic } from "./security-group-rules";
import { groupsOf, refuseGroupInUse, removeGroup } from "./security-groups";
import { SECURITY_GROUP } from "./tokens";
import { vpcOf } from "./vpcs";

/** `aws:ec2/securityGroup:SecurityGroup`. Rules: EC2 API, CreateSecurityGroup, DeleteSecurityGroup; VPC user guide. */
export const securityGroup: ResourceType = {
    token: SECURITY_GROUP,
    title: "Security Group",
    named: inputs => optionalText(inputs, "name") ?? optionalText(inputs, "namePrefix") ?? "",
    autoname: { property: "name", maxLength: 255 },
    replaceOn: ["name", "namePrefix", "description", "vpcId"],
    // Source: terraform-provider-aws, the type's delete time-out.
    outlasts: { codes: ["DependencyViolation", "InvalidGroup.InUse"], seconds: 900 },
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    computed: ["egress", "ingress", "name", "namePrefix", "vpcId"],
    unordered: ["ingress", "egress"],
    check: inputs => [
        ...nameProblems(inputs),
        ...["ingress", "egress"].flatMap(direction =>
            records(inputs, direction).flatMap((block, index) => ruleProblems(block, `${direction}[${index}].`)),
        ),
    ],
    create(call, inputs) {
        const { account, region } = call;
        const vpcId = optionalText(inputs, "vpcId");
        if (vpcId === undefined) {
            // A simulated account has no default VPC, like an account whose default VPCs were deleted.
            throw ec2Error("CreateSecurityGroup", "VPCIdNotSpecified", "No default VPC for this user");
        }
        vpcOf(call, vpcId, "CreateSecurityGroup");
        refuseOverLimit(call, ["vpc", "L-E79EC296"], account.store.list(SECURITY_GROUP, region).length, () =>
            ec2Error(
                "CreateSecurityGroup",
                "SecurityGroupLimitExceeded",
                "The maximum number of security groups has been reached.",
            ),
        );
        const id = account.newId("sg");
        const name =
            optionalText(inputs, "name") ?? `${optionalText(inputs, "namePrefix") ?? "terraform-"}${id.slice(3)}`;
        if (groupsOf(account, region, vpcId).some(group => text(group.outputs, "name") === name)) {
            throw ec2Error(
                "CreateSecurityGroup",
                "InvalidGroup.Duplicate",
                `The security group '${name}' already exists for VPC '${vpcId}'`,
            );
        }
        // The provider takes away the rule that lets everything out, so that a program's rules are all there are.
        authorize(call, id, inlineRules(inputs, id));
        return {
            id,
            outputs: {
                arn: arnOf(call, "security-group", id),
                name,
                namePrefix: "",
                ownerId: account.accountId,
                ...shown(call, id),
            },
        };
    },
    read: (call, current) => shown(call, current.id),
    update(call, current, inputs) {
        const wanted = inlineRules(inputs, current.id);
        removeRules(
            call,
            rule =>
                rule.groupId === current.id &&
                (rule.egress ? "egress" : "ingress") in inputs &&
                !wanted.some(spec => sameTraffic(spec, rule) && spec.description === rule.description),
        );
        const rules = rulesOf(call, current.id);
        authorize(
            call,
            current.id,
            wanted.filter(spec => !rules.some(rule => sameTraffic(rule, spec))),
        );
        return shown(call, current.id);
    },
    remove(call, current) {
        if (text(current.outputs, "name") === "default") {
            throw ec2Error(
                "DeleteSecurityGroup",
                "CannotDelete",
                `the specified group: "${current.id}" name: "default" cannot be deleted by a user`,
            );
        }
        refuseGroupInUse(call, current.id);
        removeGroup(call, current.id);
    },
};

function shown(call: Call, id: string): Props {
    const rules = rulesOf(call, id);
    return { ingress: blocksOf(rules, false), egress: blocksOf(rules, true) };
}

/** "Up to 255 characters in length. Cannot start with sg-." EC2 API, CreateSecurityGroup. */
function nameProblems(inputs: Props) {
    const name = optionalText(inputs, "name");
    return name?.startsWith("sg-")
        ? [{ property: "name", reason: `invalid value for name (cannot begin with sg-)` }]
        : [];
}
