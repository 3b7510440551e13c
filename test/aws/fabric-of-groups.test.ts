/**
 * EFA, placement and security groups of node groups, planned and under mocks: what is asked for. It does not prove that EC2
 * starts such machines, nor that frames pass: the simulated EC2 judges launches by rules of its own.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { planGpuNodeGroup } from "../../components/aws/planning";
import { SystemNodeGroup } from "../../components/aws/system-node-group/system-node-group";
import { aReservation } from "../fleet/capacity/builders";
import { aCluster, now } from "./builders";
import { problemsFrom } from "./problems";
import { names, one, record, type Registration } from "./record";

type Given = Partial<Omit<GpuNodeGroupArgs, "cluster">>;

const wired: Given = { zones: ["use2-az1"], efa: "required" };
const cluster = () => new EksCluster("shared", { network: { region: "us-east-2", zones: 2 } });
const made = (more: Given = {}) =>
    record(() => new GpuNodeGroup("train", { instanceType: "g6e.24xlarge", nodes: 2, ...more, cluster: cluster() }));
const planned = (more: Given = {}) =>
    planGpuNodeGroup("train", { cluster: aCluster(), instanceType: "g6e.24xlarge", nodes: 2, ...more }, now);
const template = (registrations: readonly Registration[], name = "train-template") =>
    one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", name).inputs;
const ofFabric = (registrations: readonly Registration[]) =>
    names(registrations).filter(name => /PlacementGroup|train-efa/.test(name));

const clusterGroup = "sg-cluster";
const efaGroup = "train-efa-id";

describe("a group with EFA", () => {
    it("makes a placement group and a security group with rules to itself, and nothing else more", async () => {
        const plain = await made({ zones: ["use2-az1"] });
        const efa = await made(wired);
        assert.deepEqual(ofFabric(plain.registrations), []);
        assert.deepEqual(ofFabric(efa.registrations), [
            "aws:ec2/placementGroup:PlacementGroup train-placement",
            "aws:ec2/securityGroup:SecurityGroup train-efa",
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule train-efa-out",
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule train-efa-in",
        ]);
        assert.equal(efa.registrations.length, plain.registrations.length + 4);
    });

    it("lets every protocol in and out by reference to its own security group, and no range", async () => {
        const { registrations } = await made(wired);
        const rules = registrations.filter(({ name }) => name.startsWith("train-efa-"));
        assert.equal(rules.length, 2);
        for (const { inputs } of rules) {
            assert.deepEqual(
                [inputs.securityGroupId, inputs.referencedSecurityGroupId, inputs.ipProtocol, inputs.cidrIpv4],
                [efaGroup, efaGroup, "-1", undefined],
            );
        }
    });

    it("names the security groups in every interface, the cluster's own first, and none for the machine", async () => {
        const inputs = template((await made(wired)).registrations);
        const securityGroups = [clusterGroup, efaGroup];
        const rest = { securityGroups, deleteOnTermination: "true" };
        assert.deepEqual(inputs.networkInterfaces, [
            { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface", ...rest },
            { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only", ...rest },
            { networkCardIndex: 1, deviceIndex: 0, interfaceType: "efa-only", ...rest },
        ]);
        assert.equal(inputs.vpcSecurityGroupIds, undefined);
    });

    it("names neither subnets nor public addresses: a machine of several cards gets none", async () => {
        const [first] = template((await made(wired)).registrations).networkInterfaces as Record<string, unknown>[];
        assert.deepEqual(
            Object.keys(first ?? {}).filter(key => /subnet|public/i.test(key)),
            [],
        );
    });

    it("starts its machines in the placement group, whose name the engine chose, and after the rules are there", async () => {
        const { registrations } = await made(wired);
        const placement = one(registrations, "aws:ec2/placementGroup:PlacementGroup", "train-placement");
        assert.deepEqual([placement.inputs.strategy, placement.inputs.name], ["cluster", undefined]);
        assert.deepEqual(template(registrations).placement, { groupName: "train-placement-1a2b3c4" });
        const { dependsOn } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        for (const rule of ["train-efa-in", "train-efa-out"]) {
            assert.ok(
                dependsOn.some(each => each.endsWith(` ${rule}`)),
                rule,
            );
        }
    });

    it("is the same for a group that keeps its own machines", async () => {
        const { registrations } = await made({ ...wired, manager: "selfManaged" });
        const inputs = template(registrations, "train-template-1.35");
        assert.equal((inputs.networkInterfaces as unknown[]).length, 3);
        assert.equal(inputs.vpcSecurityGroupIds, undefined);
        assert.equal(ofFabric(registrations).length, 4);
    });

    it("offers its interfaces to pods, and takes no more addresses", () => {
        const [plain, efa] = [planned({ zones: ["use2-az1"] }).pool, planned(wired).pool];
        assert.deepEqual(
            efa.resources.map(({ name, perNode }) => [name, perNode]),
            [
                ["nvidia.com/gpu", 4],
                ["vpc.amazonaws.com/efa", 2],
            ],
        );
        assert.equal(efa.labels["pulumi-accelerators/efa"], "device-plugin");
        assert.ok(efa.addresses.known && plain.addresses.known);
        assert.ok(efa.addresses.atStart <= plain.addresses.atStart && efa.addresses.atMost <= plain.addresses.atMost);
    });

    it("comes by itself with training in one zone, and with nothing else", () => {
        const training = { intent: "training", zones: ["use2-az1"] } as const;
        assert.equal(planned(training).pool.fabric.efaInterfaces, 2);
        assert.equal(planned({ ...training, efa: "off" }).pool.fabric.efaInterfaces, 0);
        assert.equal(planned({ intent: "training" }).pool.fabric.efaInterfaces, 0);
        assert.equal(planned({ zones: ["use2-az1"] }).pool.fabric.efaInterfaces, 0);
    });

    it("is refused with everything else that is wrong", () => {
        const wrong = { instanceType: "g6.xlarge", efa: "required", placement: "own", rootVolumeGiB: 8 } as const;
        const ids = problemsFrom(() => planned(wrong)).map(({ id }) => id);
        assert.deepEqual(ids.sort(), ["fabric.no-efa", "fabric.one-zone", "fabric.placement", "root-volume.size"]);
    });
});

describe("the placement of a group", () => {
    it("is in a group that exists, which is not made again", async () => {
        const { registrations } = await made({ zones: ["use2-az1"], placement: { name: "near" } });
        assert.deepEqual(template(registrations).placement, { groupName: "near" });
        assert.deepEqual(ofFabric(registrations), []);
    });

    it("is left to EC2 for reserved machines, and refused in a group of their own", () => {
        const reserved = { capacity: aReservation(), efa: "required", instanceType: "p5.48xlarge" } as const;
        assert.equal(planned(reserved).pool.fabric.placement, "none");
        const ids = problemsFrom(() => planned({ ...reserved, placement: "own" })).map(({ id }) => id);
        assert.deepEqual(ids, ["capacity.placement"]);
    });
});

describe("security groups of one's own", () => {
    const securityGroupIds = ["sg-0a1b"];

    it("stand beside the cluster's, which EKS no longer adds", async () => {
        const { registrations } = await made({ securityGroupIds });
        assert.deepEqual(template(registrations).vpcSecurityGroupIds, [clusterGroup, "sg-0a1b"]);
    });

    it("stand in every interface with EFA", async () => {
        const interfaces = template((await made({ ...wired, securityGroupIds })).registrations).networkInterfaces;
        for (const { securityGroups } of interfaces as { securityGroups: unknown }[]) {
            assert.deepEqual(securityGroups, [clusterGroup, "sg-0a1b", efaGroup]);
        }
    });

    it("are taken by nodes without accelerators too", async () => {
        const { registrations } = await record(
            () => new SystemNodeGroup("system", { nodes: 2, securityGroupIds, cluster: cluster() }),
        );
        assert.deepEqual(template(registrations, "system-template").vpcSecurityGroupIds, [clusterGroup, "sg-0a1b"]);
    });

    it("are left to EKS when there are none", async () =>
        assert.equal(template((await made()).registrations).vpcSecurityGroupIds, undefined));
});
