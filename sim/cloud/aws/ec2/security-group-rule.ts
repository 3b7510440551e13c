import type { Call, Props, ResourceType } from "../../contract";
import { flag, optionalText, text, texts } from "../../props";
import { ruleProblems, rulesOfBlock } from "./inline-rules";
import { authorize, removeRules, ruleWithId } from "./security-group-rules";
import { securityGroupOf } from "./security-groups";
import { SECURITY_GROUP_RULE } from "./tokens";

/** `aws:ec2/securityGroupRule:SecurityGroupRule`: one rule resource for any number of peers. */
export const securityGroupRule: ResourceType = {
    token: SECURITY_GROUP_RULE,
    title: "Security Group Rule",
    operations: { create: "AuthorizeSecurityGroupIngress", delete: "RevokeSecurityGroupIngress" },
    replaceOn: [
        "cidrBlocks",
        "fromPort",
        "ipv6CidrBlocks",
        "prefixListIds",
        "protocol",
        "securityGroupId",
        "self",
        "sourceSecurityGroupId",
        "toPort",
        "type",
    ],
    defaults: { self: false },
    computed: ["sourceSecurityGroupId"],
    check(inputs, unknown) {
        const peers = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId"];
        const named = peers.some(
            peer => texts(inputs, peer).length > 0 || optionalText(inputs, peer) !== undefined || unknown.has(peer),
        );
        const inside = [...unknown].some(path => peers.some(peer => path.startsWith(`${peer}[`)));
        return [
            ...ruleProblems(inputs, ""),
            ...(["ingress", "egress"].includes(optionalText(inputs, "type") ?? "") || unknown.has("type")
                ? []
                : [
                      {
                          property: "type",
                          reason: `expected type to be one of ["ingress" "egress"], got ${optionalText(inputs, "type") ?? ""}`,
                      },
                  ]),
            ...(named || inside || flag(inputs, "self")
                ? []
                : [{ property: "cidrBlocks", reason: `one of ${peers.join(",")},self must be specified` }]),
        ];
    },
    create(call, inputs) {
        const groupId = text(inputs, "securityGroupId");
        const egress = inputs.type === "egress";
        securityGroupOf(call, groupId, egress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress");
        const rules = authorize(call, groupId, rulesOfBlock(inputs, egress, groupId));
        return {
            id: call.account.newId("sgrule"),
            outputs: { securityGroupRuleId: rules.length === 1 ? (rules[0]?.id ?? "") : "" },
            hidden: { rules: rules.map(rule => rule.id) },
        };
    },
    update(call, current, inputs) {
        describeAll(call, texts(current.hidden, "rules"), inputs);
        return {};
    },
    remove(call, current) {
        const ids = texts(current.hidden, "rules");
        removeRules(call, rule => ids.includes(rule.id));
    },
};

function describeAll({ account, region }: Call, ids: readonly string[], inputs: Props): void {
    for (const id of ids) {
        const rule = ruleWithId({ account, region }, id);
        const stored = account.store.get("ec2:security-group-rule", region, id);
        if (rule && stored) {
            account.store.put({
                ...stored,
                outputs: { ...stored.outputs, description: optionalText(inputs, "description") ?? "" },
            });
        }
    }
}
