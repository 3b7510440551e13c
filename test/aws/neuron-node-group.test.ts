/**
 * The component for Inferentia and Trainium under mocks, in updates and previews: what it asks for and in which order. It does
 * not prove that machines start or join: stacks on the local cloud do, with simulated machines.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import { NeuronNodeGroup } from "../../components/aws/neuron-node-group/neuron-node-group";
import { aBlock } from "../fleet/capacity/builders";
import { asInstant } from "../../components/fleet/instant";
import type { GivenNeuron } from "./neuron-groups";
import { assertOutputsMatchFields, names, one, record, refusal, type Registration } from "./record";

const cluster = () =>
    new EksCluster("shared", { network: { region: "us-east-2", zones: 2 }, tags: { team: "research", env: "prod" } });
const group = (more: GivenNeuron = {}) =>
    new NeuronNodeGroup("serve", {
        instanceType: "inf2.8xlarge",
        nodes: { min: 0, max: 6 },
        tags: { env: "test" },
        ...more,
        cluster: cluster(),
    });

const component = "accelerators:aws:NeuronNodeGroup serve";
const groupType = "aws:eks/nodeGroup:NodeGroup";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const newestRelease = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/neuron/recommended/release_version";
const ofGroup = (registrations: readonly Registration[]) =>
    registrations.filter(({ parent, type, name }) => parent === component || `${type} ${name}` === component);

for (const preview of [false, true]) {
    describe(`NeuronNodeGroup, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources, each below it", async () => {
            const { registrations } = await record(() => group(), { preview });
            assert.deepEqual(names(ofGroup(registrations)), [
                component,
                "aws:ec2/launchTemplate:LaunchTemplate serve-template",
                "aws:eks/nodeGroup:NodeGroup serve-nodes",
                "aws:iam/role:Role serve-node",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment serve-node-AmazonEC2ContainerRegistryPullOnly",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment serve-node-AmazonEKSWorkerNodePolicy",
                "pulumi:index:Stash serve-release-1.35",
            ]);
        });

        it("registers its pool, known even in a preview, its facets and the rest of its fields", async () => {
            const { result, outputs } = await record(() => group({ instanceType: "trn2.48xlarge", lnc: 1 }), {
                preview,
            });
            const registered = outputs.get(component);
            assert.deepEqual(registered?.pool, JSON.parse(JSON.stringify(result.pool)));
            assert.deepEqual(registered?.facets, JSON.parse(JSON.stringify(result.facets)));
            assert.equal(result.pool.accelerators[0]?.lnc, 1);
            await assertOutputsMatchFields(result, registered);
        });

        it("opens with its block", async () => {
            const fromNow = (hours: number) => asInstant(Date.now() + hours * 3_600_000);
            const capacity = aBlock({ zone: "use2-az1", startsAt: fromNow(24), endsAt: fromNow(48) });
            const { registrations, result } = await record(
                () => group({ instanceType: "trn2.48xlarge", capacity, nodes: 2 }),
                { preview },
            );
            const { inputs } = one(registrations, groupType, "serve-nodes");
            assert.equal(inputs.capacityType, "CAPACITY_BLOCK");
            assert.deepEqual(inputs.scalingConfig, { minSize: 0, desiredSize: 0, maxSize: 2 });
            assert.equal(one(registrations, templateType, "serve-template").inputs.instanceType, "trn2.48xlarge");
            assert.equal(result.window.opensAt, capacity.startsAt);
        });
    });
}

describe("NeuronNodeGroup", () => {
    const made = (more: GivenNeuron = {}) => record(() => group(more));

    it("is a managed group of one type on the Neuron image, with the pool's labels and taint", async () => {
        const { registrations, result } = await made();
        const { inputs, ignoreChanges } = one(registrations, groupType, "serve-nodes");
        assert.deepEqual(inputs.instanceTypes, ["inf2.8xlarge"]);
        assert.equal(inputs.amiType, "AL2023_x86_64_NEURON");
        assert.equal(inputs.releaseVersion, `value of ${newestRelease}`);
        assert.deepEqual(inputs.labels, result.pool.labels);
        assert.deepEqual(inputs.taints, [{ key: "aws.amazon.com/neuron", value: "true", effect: "NO_SCHEDULE" }]);
        assert.deepEqual(ignoreChanges, ["scalingConfig.desiredSize"]);
        assert.deepEqual((inputs.subnetIds as string[]).sort(), [
            "shared-network-private-use2-az1-id",
            "shared-network-private-use2-az2-id",
        ]);
    });

    it("tells its machines how to count cores when that is asked for, and nothing otherwise", async () => {
        const told = async (more: GivenNeuron) => {
            const { registrations } = await made({ localDisks: "unused", ...more });
            const { userData } = one(registrations, templateType, "serve-template").inputs;
            return typeof userData === "string" ? Buffer.from(userData, "base64").toString() : "";
        };
        assert.equal(await told({ instanceType: "trn2.48xlarge" }), "");
        assert.match(await told({ instanceType: "trn2.48xlarge", lnc: 1 }), /NEURON_LOGICAL_NC_CONFIG=1\n/);
    });

    it("leaves the repair of chips to what EKS does by itself", async () => {
        const { nodeRepairConfig } = one((await made()).registrations, groupType, "serve-nodes").inputs;
        assert.deepEqual(nodeRepairConfig, {
            enabled: true,
            maxUnhealthyNodeThresholdCount: 2,
            maxParallelNodesRepairedCount: 1,
        });
    });

    it("tags what it makes, with the cluster's tags and its own", async () => {
        const { registrations } = await made();
        const tags = { team: "research", env: "test", Name: "serve" };
        assert.deepEqual(
            one(registrations, templateType, "serve-template").inputs.tagSpecifications,
            ["instance", "volume", "network-interface"].map(resourceType => ({ resourceType, tags })),
        );
    });

    it("pulls its own image into its template where EKS does not keep the machines", async () => {
        const { registrations } = await made({ manager: "selfManaged" });
        assert.equal(
            one(registrations, templateType, "serve-template-1.35").inputs.imageId,
            "value of /aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/neuron/recommended/image_id",
        );
        const { inputs } = one(registrations, "aws:autoscaling/group:Group", "serve-nodes");
        assert.deepEqual([inputs.minSize, inputs.maxSize], [0, 6]);
    });

    it("is a group for each zone when asked, and a role given is not made again", async () => {
        const nodeRoleArn = "arn:aws:iam::123456789012:role/nodes";
        const { registrations, result } = await made({ groupPerZone: true, nodeRoleArn });
        assert.deepEqual(
            registrations.filter(({ type }) => type === groupType).map(({ name }) => name),
            ["serve-nodes-use2-az1", "serve-nodes-use2-az2"],
        );
        assert.ok(!names(registrations).includes("aws:iam/role:Role serve-node"));
        const own = await made({ groupPerZone: true });
        assert.notDeepEqual(result.facets, own.result.facets);
    });

    it("registers nothing when it is refused", async () => {
        let shared: EksCluster | undefined;
        await record(() => (shared = cluster()));
        const { problems } = await refusal(
            () =>
                new NeuronNodeGroup("serve", {
                    cluster: shared!,
                    instanceType: "inf1.xlarge",
                    nodes: 2,
                    neuronSdk: "2.27.0",
                }),
        );
        assert.deepEqual(
            problems.map(({ id }) => id),
            ["neuron.sdk"],
        );
    });
});
