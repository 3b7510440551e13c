import type { Call, Props, StoredResource } from "../../contract";
import { flag, number, optionalText, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { RULE } from "./tokens";

/** One rule of a security group, with one peer, as the API keeps it. */
export interface RuleSpec {
    readonly egress: boolean;
    /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for all. */
    readonly protocol: string;
    /** -1 with the protocol `-1`. */
    readonly fromPort: number;
    readonly toPort: number;
    readonly peer: Peer;
    readonly description: string;
}

export type Peer =
    | { readonly cidr: string }
    | { readonly cidr6: string }
    | { readonly group: string }
    | { readonly prefixList: string };

export interface Rule extends RuleSpec {
    readonly id: string;
    readonly groupId: string;
}

/** "When you create a security group, it has … one outbound rule that allows all outbound traffic." VPC user guide. */
export const allowAllEgress: RuleSpec = {
    egress: true,
    protocol: "-1",
    fromPort: -1,
    toPort: -1,
    peer: { cidr: "0.0.0.0/0" },
    description: "",
};

/**
 * Adds rules to a group, all or none.
 *
 * @throws `InvalidPermission.Duplicate`, `RulesPerSecurityGroupLimitExceeded`, `InvalidGroup.NotFound` for an unknown peer.
 */
export function authorize(call: Call, groupId: string, specs: readonly RuleSpec[]): readonly Rule[] {
    const { account, region } = call;
    const rules = rulesOf(call, groupId);
    const added: Rule[] = [];
    for (const spec of specs) {
        const operation = spec.egress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
        if ([...rules, ...added].some(rule => sameTraffic(rule, spec))) {
            throw ec2Error(
                operation,
                "InvalidPermission.Duplicate",
                `the specified rule "${describe(spec)}" already exists`,
            );
        }
        const inDirection = [...rules, ...added].filter(rule => rule.egress === spec.egress).length;
        if (inDirection >= account.quota("vpc", "L-0EA8095F", region)) {
            throw ec2Error(
                operation,
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.",
            );
        }
        added.push({ ...spec, id: account.newId("sgr"), groupId });
    }
    for (const rule of added) put(call, rule);
    return added;
}

/** Changes a rule in place, as ModifySecurityGroupRules does. */
export function modifyRule(call: Call, id: string, spec: RuleSpec): void {
    const current = call.account.store.get(RULE, call.region, id);
    if (!current) {
        throw ec2Error(
            "ModifySecurityGroupRules",
            "InvalidSecurityGroupRuleId.NotFound",
            `The security group rule ID '${id}' does not exist`,
        );
    }
    const rule = ruleFrom(current);
    if (rulesOf(call, rule.groupId).some(other => other.id !== id && sameTraffic(other, spec))) {
        throw ec2Error(
            "ModifySecurityGroupRules",
            "InvalidPermission.Duplicate",
            `the specified rule "${describe(spec)}" already exists`,
        );
    }
    put(call, { ...spec, id, groupId: rule.groupId }, current.createdAt);
}

export function removeRules(call: Call, which: (rule: Rule) => boolean): void {
    for (const rule of allRules(call)) if (which(rule)) call.account.store.remove(RULE, call.region, rule.id);
}

export function rulesOf(call: Pick<Call, "account" | "region">, groupId: string): readonly Rule[] {
    return allRules(call).filter(rule => rule.groupId === groupId);
}

export function ruleWithId(call: Pick<Call, "account" | "region">, id: string): Rule | undefined {
    const stored = call.account.store.get(RULE, call.region, id);
    return stored && ruleFrom(stored);
}

/** Rules, of any group, that let in or out the members of this group. */
export function rulesReferring(call: Pick<Call, "account" | "region">, groupId: string): readonly Rule[] {
    return allRules(call).filter(rule => "group" in rule.peer && rule.peer.group === groupId);
}

export function sameTraffic(one: RuleSpec, other: RuleSpec): boolean {
    const ports = one.protocol === "-1" || (one.fromPort === other.fromPort && one.toPort === other.toPort);
    return (
        one.egress === other.egress &&
        one.protocol === other.protocol &&
        ports &&
        peerText(one.peer) === peerText(other.peer)
    );
}

/** Protocol names and numbers mean the same. Source: terraform-provider-aws, `protocolForValue`; IANA protocol numbers. */
export function protocolName(value: string): string {
    const names: Readonly<Record<string, string>> = { all: "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };
    const lower = value.toLowerCase();
    return names[lower] ?? lower;
}

/** `peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW` */
function describe(spec: RuleSpec): string {
    const protocol = spec.protocol === "-1" ? "ALL" : spec.protocol.toUpperCase();
    const ports = spec.protocol === "-1" ? "" : `, from port: ${spec.fromPort}, to port: ${spec.toPort}`;
    return `peer: ${peerText(spec.peer)}, ${protocol}${ports}, ALLOW`;
}

export function peerText(peer: Peer): string {
    if ("cidr" in peer) return peer.cidr;
    if ("cidr6" in peer) return peer.cidr6;
    return "group" in peer ? peer.group : peer.prefixList;
}

function allRules({ account, region }: Pick<Call, "account" | "region">): readonly Rule[] {
    return account.store.list(RULE, region).map(ruleFrom);
}

function put({ account, region }: Call, rule: Rule, createdAt = account.now().toISOString()): void {
    const { peer, ...rest } = rule;
    account.store.put({
        type: RULE,
        region,
        id: rule.id,
        inputs: {},
        outputs: { ...rest, ...peer },
        hidden: {},
        createdAt,
        requested: false,
    });
}

function ruleFrom(stored: StoredResource): Rule {
    const { outputs } = stored;
    return {
        id: stored.id,
        groupId: text(outputs, "groupId"),
        egress: flag(outputs, "egress"),
        protocol: text(outputs, "protocol"),
        fromPort: number(outputs, "fromPort"),
        toPort: number(outputs, "toPort"),
        description: optionalText(outputs, "description") ?? "",
        peer: peerFrom(outputs),
    };
}

function peerFrom(outputs: Props): Peer {
    const cidr = optionalText(outputs, "cidr");
    if (cidr !== undefined) return { cidr };
    const cidr6 = optionalText(outputs, "cidr6");
    if (cidr6 !== undefined) return { cidr6 };
    const group = optionalText(outputs, "group");
    return group === undefined ? { prefixList: text(outputs, "prefixList") } : { group };
}
