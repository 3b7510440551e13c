import type { InputProblem, Json, Props } from "../../contract";
import { flag, number, optionalText, records, text, texts } from "../../props";
import { parseCidr } from "./cidr";
import { peerText, protocolName, type Peer, type Rule, type RuleSpec } from "./security-group-rules";

/** The rules that a block of a security group's `ingress` or `egress`, or a SecurityGroupRule, stands for: one per peer. */
export function rulesOfBlock(block: Props, egress: boolean, groupId: string): readonly RuleSpec[] {
    const protocol = protocolName(text(block, "protocol"));
    const peers: Peer[] = [
        ...texts(block, "cidrBlocks").map(cidr => ({ cidr })),
        ...texts(block, "ipv6CidrBlocks").map(cidr6 => ({ cidr6 })),
        ...texts(block, "prefixListIds").map(prefixList => ({ prefixList })),
        ...[...texts(block, "securityGroups"), optionalText(block, "sourceSecurityGroupId")]
            .filter(group => group !== undefined)
            .map(group => ({ group })),
        ...(flag(block, "self") ? [{ group: groupId }] : []),
    ];
    return peers.map(peer => ({
        egress,
        protocol,
        fromPort: protocol === "-1" ? -1 : number(block, "fromPort"),
        toPort: protocol === "-1" ? -1 : number(block, "toPort"),
        peer,
        description: optionalText(block, "description") ?? "",
    }));
}

export function inlineRules(inputs: Props, groupId: string): readonly RuleSpec[] {
    return [
        ...records(inputs, "ingress").flatMap(block => rulesOfBlock(block, false, groupId)),
        ...records(inputs, "egress").flatMap(block => rulesOfBlock(block, true, groupId)),
    ];
}

/** Rules as a security group's outputs show them: those of the same traffic in one block. */
export function blocksOf(rules: readonly Rule[], egress: boolean): readonly Json[] {
    const blocks = new Map<string, Rule[]>();
    for (const rule of rules.filter(each => each.egress === egress)) {
        const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort} ${rule.description}`;
        blocks.set(key, [...(blocks.get(key) ?? []), rule]);
    }
    return [...blocks.values()].map(([first, ...others]): Json => {
        if (!first) return null;
        const together = [first, ...others];
        const peers = (kind: string) => together.filter(rule => kind in rule.peer).map(rule => peerText(rule.peer));
        return {
            protocol: first.protocol,
            fromPort: Math.max(0, first.fromPort),
            toPort: Math.max(0, first.toPort),
            description: first.description,
            cidrBlocks: peers("cidr"),
            ipv6CidrBlocks: peers("cidr6"),
            prefixListIds: peers("prefixList"),
            securityGroups: peers("group").filter(group => group !== first.groupId),
            self: peers("group").includes(first.groupId),
        };
    });
}

/** What the provider checks of a rule before it asks the API. Source: terraform-provider-aws, `vpc_security_group_rule.go`. */
export function ruleProblems(block: Props, at: string): readonly InputProblem[] {
    return [
        ...texts(block, "cidrBlocks")
            .filter(cidr => !parseCidr(cidr))
            .map(cidr => ({
                property: `${at}cidrBlocks`,
                reason: `"${cidr}" is not a valid CIDR block: invalid CIDR address: ${cidr}`,
            })),
        ...["fromPort", "toPort"].flatMap(port => {
            const value = block[port];
            return typeof value === "number" && (value < -1 || value > 65535)
                ? [
                      {
                          property: `${at}${port}`,
                          reason: `expected ${port} to be in the range (-1 - 65535), got ${value}`,
                      },
                  ]
                : [];
        }),
    ];
}
