import type { InputProblem, Props, ResourceType } from "../../contract";
import { optionalNumber, optionalText, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { authorize, modifyRule, protocolName, removeRules, type Peer, type RuleSpec } from "./security-group-rules";
import { securityGroupById, securityGroupOf } from "./security-groups";
import { RULE, SECURITY_GROUP_EGRESS_RULE, SECURITY_GROUP_INGRESS_RULE } from "./tokens";

/** `aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule`. */
export const securityGroupIngressRule = ruleType(SECURITY_GROUP_INGRESS_RULE, "Ingress");

/** `aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule`. */
export const securityGroupEgressRule = ruleType(SECURITY_GROUP_EGRESS_RULE, "Egress");

const peers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

/** One rule with one peer. Rules: EC2 API, AuthorizeSecurityGroupIngress and its siblings; terraform-provider-aws, `vpc_security_group_ingress_rule.go`. */
function ruleType(token: string, direction: "Ingress" | "Egress"): ResourceType {
    const authorizing = `AuthorizeSecurityGroup${direction}`;
    return {
        token,
        title: `VPC Security Group ${direction} Rule`,
        operations: {
            create: authorizing,
            update: "ModifySecurityGroupRules",
            delete: `RevokeSecurityGroup${direction}`,
        },
        replaceOn: ["securityGroupId"],
        check: problems,
        create(call, inputs) {
            const group = securityGroupOf(call, text(inputs, "securityGroupId"), authorizing);
            const referenced = optionalText(inputs, "referencedSecurityGroupId");
            if (referenced !== undefined && !securityGroupById(call.account, call.region, groupIdIn(referenced))) {
                throw ec2Error(
                    authorizing,
                    "InvalidGroup.NotFound",
                    `You have specified two resources that belong to different networks, or the security group '${referenced}' does not exist`,
                );
            }
            const [rule] = authorize(call, group.id, [specOf(inputs, direction)]);
            const id = rule?.id ?? "";
            return { id, outputs: { arn: arnOf(call, "security-group-rule", id), securityGroupRuleId: id } };
        },
        read: ({ account, region }, current) => (account.store.get(RULE, region, current.id) ? {} : undefined),
        update(call, current, inputs) {
            modifyRule(call, current.id, specOf(inputs, direction));
            return {};
        },
        remove: (call, current) => removeRules(call, rule => rule.id === current.id),
    };
}

function specOf(inputs: Props, direction: "Ingress" | "Egress"): RuleSpec {
    const protocol = protocolName(text(inputs, "ipProtocol"));
    return {
        egress: direction === "Egress",
        protocol,
        fromPort: optionalNumber(inputs, "fromPort") ?? -1,
        toPort: optionalNumber(inputs, "toPort") ?? -1,
        peer: peerOf(inputs),
        description: optionalText(inputs, "description") ?? "",
    };
}

function peerOf(inputs: Props): Peer {
    const cidr = optionalText(inputs, "cidrIpv4");
    if (cidr !== undefined) return { cidr };
    const cidr6 = optionalText(inputs, "cidrIpv6");
    if (cidr6 !== undefined) return { cidr6 };
    const group = optionalText(inputs, "referencedSecurityGroupId");
    return group === undefined ? { prefixList: text(inputs, "prefixListId") } : { group: groupIdIn(group) };
}

/** A group of another account is named `111122223333/sg-…`. */
function groupIdIn(reference: string): string {
    return reference.split("/").at(-1) ?? reference;
}

function problems(inputs: Props, unknown: ReadonlySet<string>): readonly InputProblem[] {
    const given = peers.filter(peer => peer in inputs || unknown.has(peer));
    const protocol = optionalText(inputs, "ipProtocol");
    const all = protocol !== undefined && protocolName(protocol) === "-1";
    const ports = ["fromPort", "toPort"].filter(port => port in inputs || unknown.has(port));
    return [
        ...(given.length === 1
            ? []
            : [
                  {
                      property: given[1] ?? "cidrIpv4",
                      reason: `exactly one of ${peers.join(", ")} must be specified, got ${given.length}`,
                  },
              ]),
        // "If the protocol is -1 (all protocols), you must not specify ports" (EC2 API, AuthorizeSecurityGroupIngress).
        ...(all && ports.length > 0
            ? [
                  {
                      property: ports[0] ?? "fromPort",
                      reason: "ports must not be given with ipProtocol -1, which means all protocols and ports",
                  },
              ]
            : []),
        ...(["tcp", "udp"].includes(protocolName(protocol ?? "")) && ports.length < 2
            ? [{ property: "fromPort", reason: `fromPort and toPort are required with ipProtocol ${protocol ?? ""}` }]
            : []),
    ];
}
