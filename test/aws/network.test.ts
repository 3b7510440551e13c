/**
 * The network component under mocks, in updates and previews: what it asks for. It does not prove that EC2 accepts it or that
 * everything can be deleted again: stacks on the local cloud do.
 */
import assert from "node:assert/strict";
import { Network } from "../../components/aws/network/network";
import { assertOutputsMatchFields, names, one, record, refusal } from "./record";

const region = "us-east-2";
const zones = ["use2-az1", "use2-az2"];
const everything = { region, zones, nat: "perZone", endpoints: ["ecr"], tags: { team: "research" } } as const;

for (const preview of [false, true]) {
    describe(`Network, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => new Network("net", everything), { preview });
            const perZone = zones.flatMap(zone => [
                `aws:ec2/eip:Eip net-nat-${zone}`,
                `aws:ec2/natGateway:NatGateway net-nat-${zone}`,
                `aws:ec2/route:Route net-private-${zone}`,
                `aws:ec2/routeTable:RouteTable net-private-${zone}`,
                `aws:ec2/routeTableAssociation:RouteTableAssociation net-private-${zone}`,
                `aws:ec2/routeTableAssociation:RouteTableAssociation net-public-${zone}`,
                `aws:ec2/subnet:Subnet net-private-${zone}`,
                `aws:ec2/subnet:Subnet net-public-${zone}`,
            ]);
            const once = [
                "accelerators:aws:Network net",
                "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup net-default",
                "aws:ec2/internetGateway:InternetGateway net-internet",
                "aws:ec2/route:Route net-public",
                "aws:ec2/routeTable:RouteTable net-public",
                "aws:ec2/securityGroup:SecurityGroup net-endpoints",
                "aws:ec2/vpc:Vpc net-vpc",
                "aws:ec2/vpcEndpoint:VpcEndpoint net-ecr-api",
                "aws:ec2/vpcEndpoint:VpcEndpoint net-ecr-dkr",
                "aws:ec2/vpcEndpoint:VpcEndpoint net-s3",
                "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule net-endpoints-https",
            ];
            assert.deepEqual(names(registrations), [...perZone, ...once].sort());
        });

        it("hangs every child under itself, in the planned region, with the user's tags", async () => {
            const { registrations } = await record(() => new Network("net", everything), { preview });
            for (const { type, name, inputs, parent } of registrations.filter(({ custom }) => custom)) {
                assert.equal(parent, "accelerators:aws:Network net");
                assert.equal(inputs.region, region, `${type} ${name}`);
                if (/:(Route|RouteTableAssociation)$/.test(type)) continue;
                const tags = inputs.tags as Record<string, string>;
                assert.deepEqual([tags.team, tags.Name], ["research", name], `${type} ${name}`);
            }
        });

        it("registers as outputs what it shows as fields", async () => {
            const { result, outputs } = await record(() => new Network("net", everything), { preview });
            await assertOutputsMatchFields(result, outputs.get("accelerators:aws:Network net"));
        });
    });
}

describe("Network", () => {
    const made = () => record(() => new Network("net", everything));

    it("names its machines, which private endpoints and the private Kubernetes API need", async () => {
        const { registrations } = await made();
        const { enableDnsHostnames, enableDnsSupport } = one(registrations, "aws:ec2/vpc:Vpc", "net-vpc").inputs;
        assert.deepEqual([enableDnsHostnames, enableDnsSupport], [true, true]);
    });

    it("places subnets by zone id, never gives public addresses, and tags them for load balancers", async () => {
        const { registrations } = await made();
        const subnet = (name: string) => one(registrations, "aws:ec2/subnet:Subnet", name).inputs;
        assert.deepEqual(subnet("net-private-use2-az1"), {
            region,
            vpcId: "net-vpc-id",
            cidrBlock: "10.0.32.0/19",
            availabilityZoneId: "use2-az1",
            mapPublicIpOnLaunch: false,
            tags: { team: "research", Name: "net-private-use2-az1", "kubernetes.io/role/internal-elb": "1" },
        });
        const { tags, ...others } = subnet("net-public-use2-az2");
        assert.deepEqual(tags, { team: "research", Name: "net-public-use2-az2", "kubernetes.io/role/elb": "1" });
        assert.deepEqual([others.cidrBlock, others.mapPublicIpOnLaunch], ["10.0.8.0/22", false]);
    });

    it("routes each private subnet through the gateway of its own zone, with perZone", async () => {
        const { registrations } = await made();
        for (const zone of zones) {
            const route = one(registrations, "aws:ec2/route:Route", `net-private-${zone}`).inputs;
            assert.equal(route.natGatewayId, `net-nat-${zone}-id`);
            assert.equal(route.destinationCidrBlock, "0.0.0.0/0");
            const nat = one(registrations, "aws:ec2/natGateway:NatGateway", `net-nat-${zone}`).inputs;
            assert.equal(nat.subnetId, `net-public-${zone}-id`);
        }
    });

    it("routes all private subnets through one gateway, with one", async () => {
        const { registrations } = await record(() => new Network("net", { region, zones, nat: "one" }));
        const routes = registrations.filter(({ inputs }) => inputs.natGatewayId !== undefined);
        assert.deepEqual(
            routes.map(({ inputs }) => inputs.natGatewayId),
            ["net-nat-use2-az1-id", "net-nat-use2-az1-id"],
        );
    });

    it("keeps the gateway of a zone when one becomes perZone", async () => {
        const gateways = async (nat: "one" | "perZone") => {
            const { registrations } = await record(() => new Network("net", { region, zones, nat }));
            return names(registrations.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway"));
        };
        const [one, perZone] = [await gateways("one"), await gateways("perZone")];
        assert.ok(one.every(name => perZone.includes(name)));
    });

    it("has no way out with none, and says so", async () => {
        const { registrations, warnings } = await record(
            () => new Network("net", { region, zones, nat: "none", endpoints: [] }),
        );
        assert.ok(!registrations.some(({ inputs }) => inputs.natGatewayId !== undefined));
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, /nothing outside the VPC/);
    });

    it("takes the VPC's default security group over and leaves it without rules", async () => {
        const { registrations } = await made();
        const group = one(registrations, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "net-default").inputs;
        assert.deepEqual([group.ingress, group.egress, group.vpcId], [undefined, undefined, "net-vpc-id"]);
    });

    it("lets only the VPC speak to its interface endpoints, and only HTTPS", async () => {
        const { registrations } = await made();
        const rules = registrations.filter(({ type }) => type.includes("IngressRule"));
        const { tags, ...rule } = rules[0]!.inputs;
        assert.equal(rules.length, 1);
        assert.ok(tags);
        assert.deepEqual(rule, {
            region,
            securityGroupId: "net-endpoints-id",
            description: "HTTPS from the VPC to its endpoints",
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrIpv4: "10.0.0.0/16",
        });
        const endpoint = one(registrations, "aws:ec2/vpcEndpoint:VpcEndpoint", "net-ecr-dkr").inputs;
        assert.deepEqual(endpoint.securityGroupIds, ["net-endpoints-id"]);
        assert.equal(endpoint.privateDnsEnabled, true);
    });

    it("puts S3 into the private route tables", async () => {
        const { registrations } = await made();
        const { vpcEndpointType, routeTableIds } = one(
            registrations,
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            "net-s3",
        ).inputs;
        assert.equal(vpcEndpointType, "Gateway");
        assert.deepEqual(
            routeTableIds,
            zones.map(zone => `net-private-${zone}-id`),
        );
    });

    it("detaches the internet gateway only after the NAT gateways and their addresses are gone", async () => {
        const { registrations } = await made();
        for (const type of ["aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway"]) {
            const { dependsOn } = one(registrations, type, "net-nat-use2-az1");
            assert.ok(dependsOn.includes("aws:ec2/internetGateway:InternetGateway net-internet"));
        }
    });

    it("takes the region of the stack when none is given", async () => {
        const { result } = await record(() => new Network("net", { zones: 2 }), {
            config: { "aws:region": "us-west-2" },
        });
        assert.equal(result.region, "us-west-2");
    });

    it("makes nothing of a network that exists", async () => {
        const adopt = { region, vpcId: "vpc-1", subnets: [{ id: "subnet-use2-az1", zoneId: "use2-az1" }] };
        const { registrations, outputs } = await record(() => new Network("net", { adopt }));
        assert.deepEqual(names(registrations), ["accelerators:aws:Network net"]);
        assert.deepEqual(outputs.get("accelerators:aws:Network net")?.privateSubnetIds, {
            "use2-az1": "subnet-use2-az1",
        });
    });

    it("registers nothing when it is refused", async () => {
        const { subject, problems } = await refusal(() => new Network("net", { region, cidr: "10.0.0.0/8" }));
        assert.equal(subject, 'Network "net"');
        assert.deepEqual(
            problems.map(problem => problem.id),
            ["network.cidr"],
        );
    });
});
