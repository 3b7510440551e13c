/**
 * EFA and placement of Neuron groups, for every type: what is asked for, as a plan and under mocks. It does not prove that EC2
 * starts such machines, nor that frames pass: the simulated EC2 judges launches by rules of its own.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import { NeuronNodeGroup } from "../../components/aws/neuron-node-group/neuron-node-group";
import { awsNetworkCards } from "../../components/catalog/aws/network-cards";
import { awsInstanceType } from "../../components/catalog/aws/instance-types";
import { capacityBlock } from "../../components/fleet/capacity/capacity";
import { hugePages } from "../../components/fleet/fabric/huge-pages";
import { aClusterFor, neuronTypes, plannedNeuron, refusedNeuron, type GivenNeuron } from "./neuron-groups";
import { names, one, record, type Registration } from "./record";

/** EFA interfaces that AWS recommends for a type, as its guide and its API have them. */
const interfaces: Readonly<Record<string, number>> = {
    "inf1.24xlarge": 1,
    "trn1.32xlarge": 8,
    "trn1n.32xlarge": 16,
    "trn2.3xlarge": 1,
    "trn2.48xlarge": 16,
    "trn2u.48xlarge": 16,
};

const inOneZone = (type: string) => ({ zones: [aClusterFor(type).network.zones[0] ?? ""] });
const trained = (type: string, more: GivenNeuron = {}) =>
    plannedNeuron({ instanceType: type as "inf2.xlarge", intent: "training", ...inOneZone(type), ...more });

describe("a Neuron group for training in one zone", () => {
    for (const { name } of neuronTypes) {
        const count = interfaces[name] ?? 0;
        it(`of ${name} has ${count} EFA interface(s)`, () => {
            const { pool, userData } = trained(name);
            const { fabric } = pool;
            assert.equal(fabric.efaInterfaces, count);
            assert.equal(fabric.placement, count > 0 ? "cluster" : "none");
            assert.equal(pool.resources.find(({ family }) => family === "efa")?.perNode ?? 0, count);
            assert.equal(pool.labels["pulumi-accelerators/efa"], count > 0 ? "device-plugin-beside-neuron" : undefined);
            assert.equal(userData.format === "nodeadm" && userData.scripts.length, 0);
        });

        it(`of ${name} ${count > 0 ? "gets" : "is refused"} EFA when that is required`, () => {
            const given = { instanceType: name, efa: "required", ...inOneZone(name) };
            assert.deepEqual(refusedNeuron(given), count > 0 ? [] : [["fabric.no-efa", "efa"]]);
        });

        if (count === 0) continue;

        it(`of ${name} has one interface on every card, and no more than a card takes`, () => {
            const cards = awsNetworkCards(name);
            assert.ok(cards.known);
            const layout = trained(name).pool.fabric.interfaces;
            assert.deepEqual(layout[0], { card: 0, device: 0, kind: "interface" });
            for (const { index, maxInterfaces, kinds } of cards.cards) {
                const here = layout.filter(({ card }) => card === index);
                assert.equal(here.filter(({ kind }) => kind !== "interface").length, 1, `card ${index}`);
                assert.ok(here.length <= maxInterfaces, `card ${index}`);
                for (const { kind } of here) assert.ok(kinds.includes(kind), kind);
            }
        });

        it(`of ${name} holds huge pages, as its image does by itself`, () => {
            for (const image of ["al2023", "bottlerocket"] as const) {
                const pages = hugePages(trained(name, { image }).pool);
                const { vcpus } = awsInstanceType(name);
                assert.deepEqual(pages, image === "al2023" ? vcpus * 110 + 1 : vcpus * 110);
            }
        });
    }

    it("has none over several zones, for inference, or when it is switched off", () => {
        const { zones } = aClusterFor("trn2.48xlarge").network;
        assert.equal(trained("trn2.48xlarge", { zones }).pool.fabric.efaInterfaces, 0);
        assert.equal(trained("trn2.48xlarge", { intent: "inference" }).pool.fabric.efaInterfaces, 0);
        assert.equal(trained("trn2.48xlarge", { efa: "off" }).pool.fabric.efaInterfaces, 0);
        assert.equal(trained("trn2.48xlarge", { efa: { interfaces: 8 } }).pool.fabric.efaInterfaces, 8);
    });

    it("stands where EC2 put its block", () => {
        const capacity = capacityBlock({
            reservationId: "cr-0a1b2c3d4e5f60718",
            zone: "aps2-az1",
            startsAt: "2026-12-13T11:30:00Z",
            endsAt: "2026-12-20T11:30:00Z",
        });
        const { fabric } = trained("trn2.48xlarge", { capacity, zones: ["aps2-az1"] }).pool;
        assert.deepEqual([fabric.placement, fabric.efaInterfaces], ["none", 16]);
    });
});

describe("NeuronNodeGroup with EFA", () => {
    const made = (given: GivenNeuron) =>
        record(
            () =>
                new NeuronNodeGroup("chips", {
                    instanceType: "trn2.48xlarge",
                    nodes: 2,
                    zones: ["use2-az1"],
                    ...given,
                    cluster: new EksCluster("shared", { network: { region: "us-east-2", zones: 2 } }),
                }),
        );
    const template = (registrations: readonly Registration[]) =>
        one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", "chips-template").inputs;

    it("makes a placement group and a security group with rules to itself", async () => {
        const { registrations } = await made({ intent: "training" });
        assert.deepEqual(
            names(registrations).filter(name => /PlacementGroup|chips-efa/.test(name)),
            [
                "aws:ec2/placementGroup:PlacementGroup chips-placement",
                "aws:ec2/securityGroup:SecurityGroup chips-efa",
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule chips-efa-out",
                "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule chips-efa-in",
            ],
        );
    });

    it("names the cluster's group and its own in each of the seventeen interfaces of trn2.48xlarge, and asks for the placement group", async () => {
        const { registrations } = await made({ efa: "required", lnc: 1 });
        const { networkInterfaces, placement, vpcSecurityGroupIds, userData } = template(registrations);
        assert.equal((networkInterfaces as unknown[]).length, 17);
        for (const { securityGroups } of networkInterfaces as { securityGroups: unknown }[]) {
            assert.deepEqual(securityGroups, ["sg-cluster", "chips-efa-id"]);
        }
        assert.equal(vpcSecurityGroupIds, undefined);
        assert.deepEqual(placement, { groupName: "chips-placement-1a2b3c4" });
        const told = typeof userData === "string" ? Buffer.from(userData, "base64").toString() : "";
        assert.match(told, /NEURON_LOGICAL_NC_CONFIG=1/);
    });

    it("makes neither for inference", async () => {
        const { registrations } = await made({});
        assert.deepEqual(
            names(registrations).filter(name => /PlacementGroup|chips-efa/.test(name)),
            [],
        );
        assert.equal(template(registrations).networkInterfaces, undefined);
    });
});
