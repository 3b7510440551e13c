import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { placed, type Scope } from "../scope";
import type { NewNetworkPlan, ZonePlan } from "./plan";

/** The subnets of a network with their routes. Maps are keyed by zone id. */
export interface Subnets {
    readonly public: ReadonlyMap<string, ec2.Subnet>;
    readonly private: ReadonlyMap<string, ec2.Subnet>;
    readonly privateTables: ReadonlyMap<string, ec2.RouteTable>;
    /** Routes of the private subnets and what ties them to their subnets. */
    readonly waysOut: readonly pulumi.Resource[];
}

const anywhere = "0.0.0.0/0";

/** A public and a private subnet in every zone, with their routes and NAT gateways. */
export function makeSubnets(plan: NewNetworkPlan, vpcId: pulumi.Output<string>, scope: Scope): Subnets {
    const { name, parent, region } = scope;
    const gateway = new ec2.InternetGateway(
        `${name}-internet`,
        { ...placed(scope, `${name}-internet`), vpcId },
        { parent },
    );
    const publicTable = new ec2.RouteTable(`${name}-public`, { ...placed(scope, `${name}-public`), vpcId }, { parent });
    new ec2.Route(
        `${name}-public`,
        { region, routeTableId: publicTable.id, destinationCidrBlock: anywhere, gatewayId: gateway.id },
        { parent },
    );
    const publicSubnets = byZone(plan.zones, zone => makeSubnet(zone, "public", vpcId, scope));
    for (const [zone, subnet] of publicSubnets) attach(`${name}-public-${zone}`, subnet, publicTable, scope);

    const nats = new Map(plan.natZones.map(zone => [zone, makeNat(zone, publicSubnets.get(zone), gateway, scope)]));
    const privateSubnets = byZone(plan.zones, zone => makeSubnet(zone, "private", vpcId, scope));
    const privateTables = byZone(plan.zones, zone => {
        const child = `${name}-private-${zone.id}`;
        return new ec2.RouteTable(child, { ...placed(scope, child), vpcId }, { parent });
    });
    const waysOut = plan.zones.flatMap(zone => {
        const child = `${name}-private-${zone.id}`;
        const table = known(privateTables, zone.id);
        const attached = attach(child, known(privateSubnets, zone.id), table, scope);
        if (zone.natZone === undefined) return [attached];
        const natGatewayId = known(nats, zone.natZone).id;
        const route = { region, routeTableId: table.id, destinationCidrBlock: anywhere, natGatewayId };
        return [attached, new ec2.Route(child, route, { parent })];
    });
    return { public: publicSubnets, private: privateSubnets, privateTables, waysOut };
}

function makeSubnet(
    zone: ZonePlan,
    side: "public" | "private",
    vpcId: pulumi.Output<string>,
    scope: Scope,
): ec2.Subnet {
    const child = `${scope.name}-${side}-${zone.id}`;
    const { region, tags } = placed(scope, child);
    // Load balancer controllers find their subnets by these tags. Source: Amazon EKS user guide, "Network load balancing".
    const role = side === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb";
    return new ec2.Subnet(
        child,
        {
            region,
            tags: { ...tags, [role]: "1" },
            vpcId,
            cidrBlock: zone[side],
            availabilityZoneId: zone.id,
            mapPublicIpOnLaunch: false,
        },
        { parent: scope.parent },
    );
}

/** Depends on the internet gateway: EC2 wants it attached before an address is used, and detached only after. */
function makeNat(
    zone: string,
    subnet: ec2.Subnet | undefined,
    gateway: ec2.InternetGateway,
    scope: Scope,
): ec2.NatGateway {
    const child = `${scope.name}-nat-${zone}`;
    const options = { parent: scope.parent, dependsOn: [gateway] };
    const address = new ec2.Eip(child, { ...placed(scope, child), domain: "vpc" }, options);
    return new ec2.NatGateway(
        child,
        {
            ...placed(scope, child),
            allocationId: address.allocationId,
            subnetId: subnet?.id,
            connectivityType: "public",
        },
        options,
    );
}

function attach(child: string, subnet: ec2.Subnet, table: ec2.RouteTable, scope: Scope): ec2.RouteTableAssociation {
    const { region, parent } = scope;
    return new ec2.RouteTableAssociation(child, { region, subnetId: subnet.id, routeTableId: table.id }, { parent });
}

function byZone<T>(zones: readonly ZonePlan[], make: (zone: ZonePlan) => T): ReadonlyMap<string, T> {
    return new Map(zones.map(zone => [zone.id, make(zone)]));
}

function known<T>(map: ReadonlyMap<string, T>, zone: string): T {
    const value = map.get(zone);
    if (value === undefined) throw new RangeError(`the plan has no zone ${zone}`);
    return value;
}
