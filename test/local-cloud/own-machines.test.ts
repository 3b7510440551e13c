// Self-managed groups, and what exists already, through the real engine on the local cloud.
// Proves that machines which EKS does not keep join by what the component gives them, that their devices are advertised, and that
// existing things are held against what the account says of them before anything is put there. Does not prove that AWS would do
// the same: account and machines are simulated.
import { strict as assert } from "node:assert";
import { ALocalCloud, type CommandRun } from "./a-local-cloud";

const region = "us-west-2";
const zones = ["usw2-az1", "usw2-az2", "usw2-az3"];

interface Journey {
    readonly first: Awaited<ReturnType<ALocalCloud["up"]>>;
    readonly second: Awaited<ReturnType<ALocalCloud["up"]>>;
    readonly swapped: CommandRun;
    readonly adopted: Awaited<ReturnType<ALocalCloud["up"]>>;
    readonly down: string;
}

describe("machines and networks of one's own, on the local cloud", function () {
    this.timeout(600_000);
    const cloud = new ALocalCloud();
    let journey: Journey;

    before(async () => {
        journey = await travel(cloud);
    });
    after(() => cloud.remove());

    it("join by themselves, one group for each zone, and offer what the tables say", () => {
        assert.deepEqual(
            journey.first.pools.map(({ pool, nodesReady, allocatable }) => [pool, nodesReady, allocatable]),
            [
                ["bottle", 1, { "nvidia.com/gpu": 1 }],
                [
                    "fabric",
                    1,
                    {
                        "nvidia.com/mig-1g.10gb": 16,
                        "nvidia.com/mig-2g.20gb": 8,
                        "nvidia.com/mig-3g.40gb": 8,
                        "vpc.amazonaws.com/efa": 32,
                    },
                ],
                ["own", 3, { "nvidia.com/gpu": 3 }],
                ["system", 2, {}],
            ],
        );
    });

    it("take pods that the real scheduler puts there", () => {
        assert.ok(journey.first.pools.every(({ samplePod }) => samplePod.kind === "scheduled"));
    });

    it("are unchanged the second time", () => assert.equal(journey.second.unchanged, true, journey.second.output));

    it("are not put into subnets that are not where they were said to be", () => {
        assert.notEqual(journey.swapped.exitCode, 0);
        assert.match(journey.swapped.output, /network\.adopted-subnet +adopt\.subnets\[0\]\.zoneId/);
        assert.match(journey.swapped.output, /network\.adopted-subnet +adopt\.subnets\[1\]\.zoneId/);
        assert.match(journey.swapped.output, /Network "shared-network": 2 problems, nothing is put into it/);
        assert.doesNotMatch(journey.swapped.output, /aws:eks:NodeGroup/);
    });

    it("join an existing cluster in its own subnets", () => {
        assert.deepEqual(
            journey.adopted.pools.map(({ pool, nodesReady, samplePod }) => [pool, nodesReady, samplePod.kind]),
            [["more", 1, "scheduled"]],
        );
    });

    it("go with their stacks", () => assert.match(journey.down, /the account is empty/));
});

async function travel(cloud: ALocalCloud): Promise<Journey> {
    const own = { kind: "gpu", manager: "selfManaged", nodes: 1 };
    const file = cloud.declare("own-machines", region, {
        network: { cidr: "10.0.0.0/16", zones },
        cluster: {},
        pools: {
            system: { kind: "system", nodes: 2 },
            own: { ...own, instanceType: "g6.xlarge", nodes: { min: 3, max: 6 }, groupPerZone: true },
            fabric: {
                ...own,
                instanceType: "p5.48xlarge",
                intent: "training",
                zones: ["usw2-az1"],
                sharing: { kind: "mig", instances: { "3g.40gb": 1, "2g.20gb": 1, "1g.10gb": 2 } },
            },
            bottle: { ...own, instanceType: "g5g.xlarge", image: "bottlerocket" },
        },
    });
    const first = await cloud.up(file);
    const second = await cloud.up(file);
    const existing = await existingCluster(cloud, "own-machines");
    const [one, other, ...rest] = existing.network.subnets;
    assert.ok(one !== undefined && other !== undefined);
    const swappedSubnets = [{ id: one.id, zoneId: other.zoneId }, { id: other.id, zoneId: one.zoneId }, ...rest];
    const adopting = (subnets: typeof swappedSubnets) =>
        cloud.adopt(
            "adopting",
            region,
            { ...existing, network: { ...existing.network, subnets } },
            {
                more: { kind: "gpu", instanceType: "g6.xlarge", nodes: 1 },
            },
        );
    const swapped = await cloud.command(["up", adopting(swappedSubnets), "--json"]);
    const right = adopting([one, other, ...rest]);
    const adopted = await cloud.up(right);
    await cloud.succeed("down", right);
    return { first, second, swapped, adopted, down: await cloud.succeed("down", file) };
}

interface Exported {
    readonly deployment: {
        readonly resources: readonly {
            readonly type: string;
            readonly urn: string;
            readonly id?: string;
            readonly outputs?: Readonly<Record<string, unknown>>;
        }[];
    };
}

/** What a user would look up of a cluster that exists: read from the state of the stack that made it. */
async function existingCluster(cloud: ALocalCloud, stack: string) {
    const { deployment } = JSON.parse(await cloud.succeed("pulumi", "stack", "export", "--stack", stack)) as Exported;
    const ofType = (type: string) => deployment.resources.filter(resource => resource.type === type);
    const [vpc] = ofType("aws:ec2/vpc:Vpc");
    const [cluster] = ofType("aws:eks/cluster:Cluster");
    const subnets = ofType("aws:ec2/subnet:Subnet")
        .filter(({ urn }) => urn.includes("-private-"))
        .map(({ id, outputs }) => ({ id: id ?? "", zoneId: String(outputs?.availabilityZoneId) }));
    return {
        clusterName: String(cluster?.outputs?.name),
        version: "1.35",
        network: { region, vpcId: vpc?.id ?? "", subnets },
    };
}
