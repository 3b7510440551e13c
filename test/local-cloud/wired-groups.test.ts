/**
 * Groups with EFA, of every NVIDIA type that has it and can be bought in the region, given to the simulated account as the
 * provider would: what we lay out, and how many addresses we count, against what EC2 and EKS are simulated to do from their own
 * documentation. Without an engine. It does not prove that AWS accepts it, nor that frames pass.
 */
import assert from "node:assert/strict";
import { networkAddonSettings } from "../../components/aws/eks-cluster/add-ons";
import { templateNetwork } from "../../components/aws/node-group/template-network";
import { planGpuNodeGroup, type NodeGroupPlan } from "../../components/aws/planning";
import { awsInstanceTypes, isNvidia, type AwsNvidiaInstanceType } from "../../components/catalog/aws/instance-types";
import { awsOffering } from "../../components/catalog/aws/offerings";
import type { PodAddresses } from "../../components/fleet/addresses";
import { hugePages } from "../../components/fleet/fabric";
import {
    LAUNCH_TEMPLATE,
    PLACEMENT_GROUP,
    SECURITY_GROUP,
    SECURITY_GROUP_EGRESS_RULE,
    SECURITY_GROUP_INGRESS_RULE,
} from "../../sim/cloud/aws/ec2/tokens";
import { NODE_GROUP } from "../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../sim/cloud/contract";
import { aCluster as aPlannedCluster, aNetwork } from "../aws/builders";
import { aCluster, createAddOn, nodesOf, type TestCluster } from "../sim/cloud/eks/a-cluster";

const zone = "use2-az2";
const subnet = 1; // of the zone, in the account
const now = "2026-11-24T12:00:00Z";
const quotas = { "ec2/L-DB2E81BA": 512, "ec2/L-417A185B": 768 };
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Props;

const types = awsInstanceTypes().filter(
    type =>
        isNvidia(type) &&
        type.efa.known &&
        type.efa.interfaces > 0 &&
        type.usageClasses.known &&
        type.usageClasses.list.includes("on-demand") &&
        awsOffering(type.name, "us-east-2")?.zoneIds.includes(zone),
);

function planned(instanceType: string, podAddresses: PodAddresses): NodeGroupPlan {
    const cluster = aPlannedCluster({ podAddresses, network: aNetwork({ zones: [zone] }) });
    const type = instanceType as AwsNvidiaInstanceType;
    return planGpuNodeGroup("train", { cluster, instanceType: type, nodes: 1, efa: "required" }, now);
}

/** The group with its security group and its placement group, as `makeFabric` and `makeManagedGroups` ask for them. */
async function make(made: TestCluster, plan: NodeGroupPlan): Promise<string | undefined> {
    const { account, network } = made;
    const { id: efa } = await account.create(SECURITY_GROUP, { vpcId: network.vpcId, description: "EFA" });
    const rule = { securityGroupId: efa, referencedSecurityGroupId: efa, ipProtocol: "-1" };
    await account.create(SECURITY_GROUP_INGRESS_RULE, rule);
    await account.create(SECURITY_GROUP_EGRESS_RULE, rule);
    const { id: groupName } = await account.create(PLACEMENT_GROUP, { name: "near", strategy: "cluster" });
    const template = await account.create(LAUNCH_TEMPLATE, {
        ...plain(plan.template),
        ...plain(templateNetwork(plan.pool.fabric, [made.securityGroupId, efa])),
        placement: { groupName },
    });
    const [{ settings } = assert.fail()] = plan.groups;
    const group = await account.create(NODE_GROUP, {
        ...plain(settings),
        clusterName: "shared",
        nodeGroupName: "train",
        nodeRoleArn: made.nodeRoleArn,
        labels: plain(plan.pool.labels),
        subnetIds: [network.subnetIds[subnet] ?? ""],
        launchTemplate: { id: template.id, version: "1" },
        version: "1.35",
    });
    return template.failure ?? group.failure;
}

async function clusterWith(podAddresses: PodAddresses): Promise<TestCluster> {
    const made = await aCluster({}, { quotas });
    const settings = { configurationValues: networkAddonSettings(podAddresses), resolveConflictsOnCreate: "OVERWRITE" };
    assert.equal((await createAddOn(made, "vpc-cni", settings)).failure, undefined);
    return made;
}

async function free({ account, network }: TestCluster): Promise<number> {
    const found = await account.invoke("aws:ec2/getSubnet:getSubnet", { id: network.subnetIds[subnet] ?? "" });
    return Number(found.availableIpAddressCount);
}

describe("a group with EFA, in the account", () => {
    it("exists for more than a few types", () => assert.ok(types.length >= 10, String(types.length)));

    for (const { name } of types) {
        it(`of ${name} starts, takes the addresses that its pool counts, and shows its interfaces and huge pages`, async () => {
            for (const mode of ["prefixes", "secondary"] as const) {
                const made = await clusterWith(mode);
                const plan = planned(name, mode);
                const before = await free(made);
                assert.equal(await make(made, plan), undefined);
                const { addresses, fabric, resources } = plan.pool;
                assert.ok(addresses.known);
                assert.equal(before - (await free(made)), addresses.atStart, mode);
                const [node = assert.fail("no node")] = nodesOf(made, "train");
                const efa = node.devices.find(({ kind }) => kind === "efa");
                assert.equal(efa?.count, fabric.efaInterfaces);
                assert.equal(resources.find(({ family }) => family === "efa")?.perNode, fabric.efaInterfaces);
                const pages = hugePages(plan.pool);
                assert.ok(typeof pages === "number");
                assert.equal(node.capacity["hugepages-2Mi"], `${pages * 2}Mi`);
            }
        });
    }
});
