import { shown, type Problem } from "../../fleet/problem";
import { namesItsBase, overlap, parseBlock, type Block } from "../network/cidr";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** What is wrong with the address ranges that may reach a public endpoint. */
export function publicAccessProblems(cidrs: readonly string[], path: string): Problem[] {
    const blocks = cidrs.flatMap(cidr => parseBlock(cidr) ?? []);
    return [
        ...cidrs.flatMap((cidr, index) => publicRangeProblems(cidr, `${path}[${index}]`)),
        ...(blocks.reduce((sum, block) => sum + block.size, 0) >= 2 ** 32 ? [openToWorld(cidrs, path)] : []),
    ];
}

/**
 * What is wrong with the range of service addresses. Source: Amazon EKS API reference, KubernetesNetworkConfigRequest:
 * within a private range, /24 to /12, apart from the VPC.
 */
export function serviceRangeProblems(cidr: string, vpcCidr: string | undefined): Problem[] {
    const path = "serviceCidr";
    const block = parseBlock(cidr);
    const vpc = vpcCidr === undefined ? undefined : parseBlock(vpcCidr);
    if (block === undefined || !namesItsBase(cidr, block) || !isServiceRange(block)) {
        return [
            {
                id: "cluster.service-range",
                path,
                got: shown(cidr),
                allowed: `a range between /12 and /24 inside ${privateRanges.join(", ")}`,
                fix: "leave it out: EKS chooses 10.100.0.0/16 or 172.20.0.0/16",
            },
        ];
    }
    if (vpc === undefined || !overlap(block, vpc)) return [];
    const allowed = `a range apart from the VPC, ${vpc.toString()}`;
    return [
        { id: "network.cidr-overlap", path, got: shown(cidr), allowed, fix: "leave it out: EKS chooses one apart" },
    ];
}

function isServiceRange(block: Block): boolean {
    return block.bitmask >= 12 && block.bitmask <= 24 && privateBlocks().some(range => range.contains(block));
}

function publicRangeProblems(cidr: string, path: string): Problem[] {
    const block = parseBlock(cidr);
    const wrong = (allowed: string, fix: string): Problem[] => [
        { id: "network.cidr", path, got: shown(cidr), allowed, fix },
    ];
    if (block === undefined) return wrong("an IPv4 range", "use for example 203.0.113.0/24");
    if (!namesItsBase(cidr, block))
        return wrong("an IPv4 range that names its first address", `write ${block.toString()}`);
    // EKS: "The following CIDRs are not allowed in publicAccessCidrs" for private ranges.
    if (!privateBlocks().some(range => range.contains(block))) return [];
    return wrong("a range of the internet", "remove it: machines in the VPC use the private endpoint");
}

function openToWorld(cidrs: readonly string[], path: string): Problem {
    return {
        id: "endpoint.open-to-world",
        path,
        got: cidrs.map(shown).join(", "),
        allowed: "the networks that need the Kubernetes API",
        fix: 'list your own address ranges, or say that you mean it: acknowledge: ["endpoint.open-to-world"]',
    };
}

function privateBlocks(): readonly Block[] {
    return privateRanges.flatMap(range => parseBlock(range) ?? []);
}
