import { shown, type Problem } from "../../fleet/problem";
import { namesItsBase, overlap, parseBlock, type Block } from "./cidr";
import { defaultCidr, smallestLayout, smallestSubnet, type ZoneSubnets } from "./subnet-layout";

/** The largest VPC and subnet that EC2 makes. Source: Amazon VPC user guide, "VPC CIDR blocks". */
const largest = 16;

type Subnets = Readonly<Record<string, ZoneSubnets>>;

/** What is wrong with the range of a VPC that must hold the library's layout, or the user's own subnets. */
export function cidrProblems(cidr: string, subnets: Subnets | undefined): Problem[] {
    const wrong = rangeProblems(cidr, "cidr");
    const block = parseBlock(cidr);
    if (wrong.length > 0 || block === undefined || subnets !== undefined || block.bitmask <= smallestLayout)
        return wrong;
    return [
        {
            id: "network.cidr-too-small",
            path: "cidr",
            got: shown(cidr),
            allowed: `/${largest} to /${smallestLayout}: every zone has a place for two subnets of at least /${smallestSubnet}`,
            fix: `use for example ${block.base}/${smallestLayout} or larger, better ${defaultCidr}, or give subnets of your own`,
        },
    ];
}

/** What is wrong with address ranges that the user chose: each must be legal, inside the VPC, and apart from the others. */
export function subnetProblems(subnets: Subnets, cidr: string): Problem[] {
    const given = Object.entries(subnets).flatMap(([zone, ranges]) =>
        (["private", "public"] as const).map(side => ({ path: `subnets.${zone}.${side}`, cidr: ranges[side] })),
    );
    const blocks = given.flatMap(range => {
        const block = parseBlock(range.cidr);
        return block === undefined || rangeProblems(range.cidr, range.path).length > 0 ? [] : [{ ...range, block }];
    });
    const vpc = parseBlock(cidr);
    return [
        ...given.flatMap(range => rangeProblems(range.cidr, range.path)),
        ...blocks.flatMap(range => (vpc === undefined || vpc.contains(range.block) ? [] : [outside(range, vpc)])),
        ...blocks.flatMap((range, index) =>
            blocks
                .slice(0, index)
                .flatMap(other => (overlap(range.block, other.block) ? [overlapping(range, other)] : [])),
        ),
    ];
}

interface Range {
    readonly path: string;
    readonly cidr: string;
}

function rangeProblems(cidr: string, path: string): Problem[] {
    const block = parseBlock(cidr);
    const allowed = `an IPv4 range between /${largest} and /${smallestSubnet}`;
    const wrong = (fix: string): Problem[] => [{ id: "network.cidr", path, got: shown(cidr), allowed, fix }];
    if (block === undefined) return wrong(`use for example ${defaultCidr}`);
    if (!namesItsBase(cidr, block)) return wrong(`write ${block.toString()}`);
    if (block.bitmask < largest) return wrong(`use for example ${block.base}/${largest}`);
    return block.bitmask > smallestSubnet ? wrong(`use for example ${block.base}/${smallestSubnet}`) : [];
}

function outside(range: Range, vpc: Block): Problem {
    return {
        id: "network.cidr",
        path: range.path,
        got: shown(range.cidr),
        allowed: `a range inside the VPC, ${vpc.toString()}`,
        fix: "choose a range of the VPC, or a larger cidr",
    };
}

function overlapping(range: Range, other: Range): Problem {
    return {
        id: "network.cidr-overlap",
        path: range.path,
        got: shown(range.cidr),
        allowed: `a range apart from ${other.path}, ${other.cidr}`,
        fix: "choose ranges that share no address",
    };
}
