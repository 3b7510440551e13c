import type { Call, Props, ResourceType } from "../../contract";
import { optionalText, records } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { blocksOf, inlineRules, ruleProblems } from "./inline-rules";
import { authorize, removeRules, rulesOf } from "./security-group-rules";
import { defaultGroupOf } from "./security-groups";
import { DEFAULT_SECURITY_GROUP } from "./tokens";
import { vpcOf } from "./vpcs";

/**
 * `aws:ec2/defaultSecurityGroup:DefaultSecurityGroup`: takes over the group that came with a VPC and replaces its rules;
 * giving it up changes nothing. Source: terraform-provider-aws, `vpc_default_security_group.go`.
 */
export const defaultSecurityGroup: ResourceType = {
    token: DEFAULT_SECURITY_GROUP,
    title: "EC2 Default Security Group",
    replaceOn: ["vpcId"],
    defaults: { revokeRulesOnDelete: false },
    computed: ["vpcId"],
    unordered: ["ingress", "egress"],
    check: inputs =>
        ["ingress", "egress"].flatMap(direction =>
            records(inputs, direction).flatMap((block, index) => ruleProblems(block, `${direction}[${index}].`)),
        ),
    create(call, inputs) {
        const vpcId = optionalText(inputs, "vpcId");
        if (vpcId === undefined)
            throw ec2Error("DescribeSecurityGroups", "VPCIdNotSpecified", "No default VPC for this user");
        vpcOf(call, vpcId, "DescribeSecurityGroups");
        const group = defaultGroupOf(call, vpcId);
        if (!group)
            throw ec2Error(
                "DescribeSecurityGroups",
                "InvalidGroup.NotFound",
                `VPC ${vpcId} has no default security group`,
            );
        return {
            id: group.id,
            outputs: {
                arn: arnOf(call, "security-group", group.id),
                description: group.outputs.description ?? "",
                name: "default",
                namePrefix: "",
                ownerId: call.account.accountId,
                ...replaced(call, group.id, inputs),
            },
        };
    },
    read: (call, current) => shown(call, current.id),
    update: (call, current, inputs) => replaced(call, current.id, inputs),
    remove: () => undefined,
};

function replaced(call: Call, id: string, inputs: Props): Props {
    removeRules(call, rule => rule.groupId === id);
    authorize(call, id, inlineRules(inputs, id));
    return shown(call, id);
}

function shown(call: Call, id: string): Props {
    const rules = rulesOf(call, id);
    return { ingress: blocksOf(rules, false), egress: blocksOf(rules, true) };
}
