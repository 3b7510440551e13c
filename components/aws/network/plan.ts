import type * as pulumi from "@pulumi/pulumi";
import { unacknowledged, under, type Problem } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { planOf, type Checked } from "../checked";
import type { AwsDefaults } from "../defaults";
import { regionProblems } from "../region";
import { cidrProblems, subnetProblems } from "./address-problems";
import type { AdoptedNetworkArgs, NetworkArgs, NewNetworkArgs } from "./arguments";
import { parseBlock } from "./cidr";
import { planEndpoints, type EndpointPlan } from "./endpoints";
import { networkArguments } from "./schema";
import { defaultCidr, zoneSubnets } from "./subnet-layout";
import { duplicateZones, planZones, unknownZones, type ZoneChoice } from "./zones";

/** What a network will be, decided before anything exists. */
export type NetworkPlan = NewNetworkPlan | AdoptedNetworkPlan;

export interface NewNetworkPlan {
    readonly kind: "new";
    readonly region: string;
    readonly cidr: string;
    readonly zones: readonly ZonePlan[];
    /** Zones that have a NAT gateway. */
    readonly natZones: readonly string[];
    readonly endpoints: readonly EndpointPlan[];
    /** What the user should know about a choice that is legal and surprising. */
    readonly warnings: readonly string[];
}

export interface ZonePlan {
    readonly id: string;
    readonly private: string;
    readonly public: string;
    /** The zone whose NAT gateway this zone's private subnet uses; undefined when there is none. */
    readonly natZone: string | undefined;
}

export interface AdoptedNetworkPlan {
    readonly kind: "adopted";
    readonly region: string;
    readonly vpcId: pulumi.Input<string>;
    /** Private subnets by zone id. */
    readonly subnets: ReadonlyMap<string, pulumi.Input<string>>;
}

/**
 * Decides a network: zones, address ranges, gateways and endpoints.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planNetwork(name: string, args: NetworkArgs, defaults: AwsDefaults): NetworkPlan {
    return planOf(`Network "${name}"`, checkNetwork(args, defaults));
}

/** The plan of a network, or what is wrong: for a component that makes a network of its own. */
export function checkNetwork(args: NetworkArgs, defaults: AwsDefaults): Checked<NetworkPlan> {
    const problems = shapeProblems(networkArguments(), args);
    if (problems.length > 0) return { problems };
    return args.adopt === undefined ? checkNew(args, defaults) : checkAdopted(args, defaults);
}

function checkNew(args: NewNetworkArgs, defaults: AwsDefaults): Checked<NewNetworkPlan> {
    const region = args.region ?? defaults.region;
    const cidr = args.cidr ?? defaultCidr;
    const choice = planZones(args, region);
    const problems = unacknowledged(
        [
            ...regionProblems(region, "region"),
            ...choice.problems,
            ...cidrProblems(cidr, args.subnets),
            ...subnetProblems(args.subnets ?? {}, cidr),
        ],
        args.acknowledge,
    );
    const vpc = parseBlock(cidr);
    if (problems.length > 0 || region === undefined || vpc === undefined) return { problems };
    const nat = args.nat ?? "one";
    const endpoints = args.endpoints ?? ["s3"];
    const zones = choice.zones.map(id => ({
        id,
        ...(args.subnets?.[id] ?? zoneSubnets(vpc, id)),
        natZone: nat === "none" ? undefined : nat === "perZone" ? id : choice.zones[0],
    }));
    return {
        plan: {
            kind: "new",
            region,
            cidr,
            zones,
            natZones: [...new Set(zones.flatMap(zone => zone.natZone ?? []))],
            endpoints: planEndpoints(endpoints, region),
            warnings: nat === "none" && endpoints.length === 0 ? [isolated] : [],
        },
    };
}

const isolated =
    'nat "none" without endpoints: machines in the private subnets reach nothing outside the VPC, neither AWS nor a registry, ' +
    "so nodes cannot join a cluster there. List endpoints, or use nat one or perZone.";

function checkAdopted(
    { adopt, acknowledge, ...rest }: AdoptedNetworkArgs,
    defaults: AwsDefaults,
): Checked<AdoptedNetworkPlan> {
    const region = adopt.region ?? defaults.region;
    const zones: ZoneChoice = { zones: adopt.subnets.map(subnet => subnet.zoneId), problems: [] };
    const path = (index: number) => `subnets[${index}].zoneId`;
    const problems = [
        ...Object.keys(rest).map(notWithAdopt),
        ...unacknowledged(
            under("adopt", [
                ...regionProblems(region, "region"),
                ...unknownZones(zones.zones, region, path),
                ...duplicateZones(zones.zones, path),
            ]),
            acknowledge,
        ),
    ];
    if (problems.length > 0 || region === undefined) return { problems };
    return {
        plan: {
            kind: "adopted",
            region,
            vpcId: adopt.vpcId,
            subnets: new Map(adopt.subnets.map(subnet => [subnet.zoneId, subnet.id])),
        },
    };
}

function notWithAdopt(key: string): Problem {
    return {
        id: "network.adopted",
        path: key,
        got: `${key} beside adopt`,
        allowed: "adopt alone: an existing network is used as it is",
        fix: `remove ${key}, or remove adopt to make a network of its own`,
    };
}
