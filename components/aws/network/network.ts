import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Facets } from "../../fleet/facets";
import { awsDefaults } from "../defaults";
import { networkFacets } from "../facets/network-facets";
import { placed, type Scope } from "../scope";
import { readSubnets } from "./adopted-subnets";
import type { NetworkArgs } from "./arguments";
import type { ClusterNetwork } from "./cluster-network";
import { planNetwork, type AdoptedNetworkPlan, type NewNetworkPlan } from "./plan";
import { privateEndpoints } from "./private-endpoints";
import { reachOf, type Reach } from "./reach";
import { makeSubnets } from "./subnets";

/**
 * A VPC with a public and a private subnet per zone, or an existing one.
 *
 * @example
 * const network = new aws.Network("net", { cidr: "10.0.0.0/16", zones: 3, instanceTypes: ["g6.xlarge", "p5.48xlarge"] });
 *
 * @example
 * // An existing network, used as it is:
 * const network = new aws.Network("net", {
 *     adopt: { region: "us-east-2", vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "use2-az1" }] },
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class Network extends pulumi.ComponentResource implements ClusterNetwork {
    static readonly __pulumiType = "accelerators:aws:Network";

    readonly region: string;
    readonly zones: readonly string[];
    readonly vpcId: pulumi.Output<string>;
    readonly cidr: string | undefined;
    readonly privateSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
    /** Public subnets by zone id: load balancers and NAT gateways live here. Empty for an adopted network. */
    readonly publicSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
    readonly subnetSizes: Readonly<Record<string, pulumi.Output<number>>> | undefined;
    readonly waysOut: readonly pulumi.Resource[];
    readonly reach: Reach | undefined;
    readonly facets: Facets;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        const plan = planNetwork(name, args, awsDefaults());
        super(Network.__pulumiType, name, {}, opts);
        const tags = args.adopt === undefined ? (args.tags ?? {}) : {};
        const parts =
            plan.kind === "new"
                ? newNetwork(plan, { name, region: plan.region, tags, parent: this })
                : adopted(name, plan, this);
        this.region = plan.region;
        this.zones = parts.zones;
        this.vpcId = parts.vpcId;
        this.cidr = parts.cidr;
        this.privateSubnetIds = parts.privateSubnetIds;
        this.publicSubnetIds = parts.publicSubnetIds;
        this.subnetSizes = parts.subnetSizes;
        this.waysOut = parts.waysOut;
        this.reach = reachOf(plan);
        this.facets = networkFacets(plan);
        this.registerOutputs({
            region: this.region,
            zones: this.zones,
            vpcId: this.vpcId,
            cidr: this.cidr,
            privateSubnetIds: this.privateSubnetIds,
            publicSubnetIds: this.publicSubnetIds,
            reach: this.reach,
            facets: this.facets,
        });
    }
}

type Parts = Pick<
    Network,
    "zones" | "vpcId" | "cidr" | "privateSubnetIds" | "publicSubnetIds" | "subnetSizes" | "waysOut"
>;

function newNetwork(plan: NewNetworkPlan, scope: Scope): Parts {
    const { name, parent } = scope;
    for (const warning of plan.warnings) void pulumi.log.warn(warning, parent);
    const vpc = new ec2.Vpc(
        `${name}-vpc`,
        {
            ...placed(scope, `${name}-vpc`),
            cidrBlock: plan.cidr,
            enableDnsHostnames: true,
            enableDnsSupport: true,
        },
        { parent },
    );
    // Taken over and left without rules: what lands in it by mistake reaches nothing and is reached by nothing.
    new ec2.DefaultSecurityGroup(`${name}-default`, { ...placed(scope, `${name}-default`), vpcId: vpc.id }, { parent });
    const subnets = makeSubnets(plan, vpc.id, scope);
    return {
        zones: plan.zones.map(zone => zone.id),
        vpcId: vpc.id,
        cidr: plan.cidr,
        privateSubnetIds: ids(subnets.private),
        publicSubnetIds: ids(subnets.public),
        subnetSizes: undefined,
        waysOut: [...subnets.waysOut, ...privateEndpoints(plan, vpc.id, subnets, scope)],
    };
}

function adopted(name: string, plan: AdoptedNetworkPlan, parent: pulumi.Resource): Parts {
    const { ids: privateSubnetIds, sizes: subnetSizes } = readSubnets(name, plan, parent);
    return {
        zones: [...plan.subnets.keys()],
        vpcId: pulumi.output(plan.vpcId),
        cidr: undefined,
        privateSubnetIds,
        subnetSizes,
        publicSubnetIds: {},
        waysOut: [],
    };
}

function ids(subnets: ReadonlyMap<string, ec2.Subnet>): Record<string, pulumi.Output<string>> {
    return Object.fromEntries([...subnets].map(([zone, subnet]) => [zone, subnet.id]));
}
