/**
 * The node group components under mocks, in updates and previews: what they ask for and in which order. It does not prove that
 * machines start or join: stacks on the local cloud do, with simulated machines.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { SystemNodeGroup } from "../../components/aws/system-node-group/system-node-group";
import { assertOutputsMatchFields, names, one, record, refusal, type Registration } from "./record";

const cluster = () =>
    new EksCluster("shared", { network: { region: "us-east-2", zones: 2 }, tags: { team: "research", env: "prod" } });
const group = (more: Partial<GpuNodeGroupArgs> = {}) =>
    new GpuNodeGroup("train", {
        instanceType: "p5.48xlarge",
        nodes: { min: 0, max: 4 },
        tags: { env: "test" },
        ...more,
        cluster: more.cluster ?? cluster(),
    });

const override = (nodeUnhealthyReason: string, repairAction: string) => ({
    nodeMonitoringCondition: "AcceleratedHardwareReady",
    nodeUnhealthyReason,
    minRepairWaitTimeMins: 10,
    repairAction,
});

const newestRelease = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/release_version";

const component = "accelerators:aws:GpuNodeGroup train";
const ofGroup = (registrations: readonly Registration[], parent = component) =>
    registrations.filter(
        registration => registration.parent === parent || `${registration.type} ${registration.name}` === parent,
    );

for (const preview of [false, true]) {
    describe(`GpuNodeGroup, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => group(), { preview });
            assert.deepEqual(names(ofGroup(registrations)), [
                component,
                "aws:ec2/launchTemplate:LaunchTemplate train-template",
                "aws:eks/nodeGroup:NodeGroup train-nodes",
                "aws:iam/role:Role train-node",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment train-node-AmazonEC2ContainerRegistryPullOnly",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment train-node-AmazonEKSWorkerNodePolicy",
                "pulumi:index:Stash train-release-1.35",
            ]);
        });

        it("carries the cluster's tags and its own, which win, to every resource", async () => {
            const { registrations } = await record(() => group(), { preview });
            for (const { type, name, inputs } of ofGroup(registrations).filter(({ custom }) => custom)) {
                if (/:(RolePolicyAttachment|Stash)$/.test(type)) continue;
                assert.deepEqual(inputs.tags, { team: "research", env: "test", Name: name }, `${type} ${name}`);
            }
        });

        it("registers its pool, known even in a preview, and the rest of its fields", async () => {
            const { result, outputs } = await record(() => group(), { preview });
            const registered = outputs.get(component);
            assert.deepEqual(registered?.pool, JSON.parse(JSON.stringify(result.pool)));
            await assertOutputsMatchFields(result, registered);
        });
    });
}

describe("GpuNodeGroup", () => {
    const made = (more: Partial<GpuNodeGroupArgs> = {}) => record(() => group(more));

    it("is a managed group for each zone when asked, named by the zone, with its share of the nodes", async () => {
        const { registrations, result } = await made({ groupPerZone: true, nodes: { min: 1, max: 4 } });
        const groups = registrations.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup");
        assert.deepEqual(
            groups.map(({ name, inputs }) => [name, inputs.subnetIds, inputs.scalingConfig]),
            [
                [
                    "train-nodes-use2-az1",
                    ["shared-network-private-use2-az1-id"],
                    { minSize: 1, desiredSize: 1, maxSize: 2 },
                ],
                [
                    "train-nodes-use2-az2",
                    ["shared-network-private-use2-az2-id"],
                    { minSize: 0, desiredSize: 0, maxSize: 2 },
                ],
            ],
        );
        assert.deepEqual(result.pool.nodes, { min: 1, desired: 1, max: 4 });
    });

    it("encrypts its root volumes with the user's key", async () => {
        const key = "arn:aws:kms:us-east-2:111122223333:key/0a1b";
        const { registrations } = await made({ volumeKeyArn: key });
        const { inputs } = one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", "train-template");
        const [volume] = inputs.blockDeviceMappings as { readonly ebs: { readonly kmsKeyId: string } }[];
        assert.equal(volume?.ebs.kmsKeyId, key);
    });

    it("is a managed group of one type, with the pool's labels and taints", async () => {
        const { registrations, result } = await made({ repair: { overrides: [], parallel: "50%", stopsAbove: "30%" } });
        const { inputs } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        const { tags, ...settings } = inputs;
        assert.ok(tags);
        assert.deepEqual(settings, {
            region: "us-east-2",
            clusterName: "shared-cluster-1a2b3c4",
            version: "1.35",
            releaseVersion: `value of ${newestRelease}`,
            nodeRoleArn: "arn:aws:iam::123456789012:role/train-node-1a2b3c4",
            subnetIds: ["shared-network-private-use2-az1-id", "shared-network-private-use2-az2-id"],
            instanceTypes: ["p5.48xlarge"],
            amiType: "AL2023_x86_64_NVIDIA",
            capacityType: "ON_DEMAND",
            scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 },
            updateConfig: { maxUnavailable: 1, updateStrategy: "MINIMAL" },
            nodeRepairConfig: {
                enabled: true,
                maxUnhealthyNodeThresholdPercentage: 30,
                maxParallelNodesRepairedPercentage: 50,
                nodeRepairConfigOverrides: [
                    override("NvidiaXID13Error", "NoAction"),
                    override("NvidiaXID31Error", "NoAction"),
                    override("NvidiaXID64Error", "Replace"),
                ],
            },
            labels: result.pool.labels,
            taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }],
            launchTemplate: { id: "train-template-id", version: "1" },
        });
    });

    it("leaves the desired size to an autoscaler only between limits", async () => {
        const ignored = async (nodes: GpuNodeGroupArgs["nodes"]) => {
            const { registrations } = await made({ nodes });
            return one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes").ignoreChanges;
        };
        assert.deepEqual(await ignored({ min: 0, max: 4 }), ["scalingConfig.desiredSize"]);
        assert.deepEqual(await ignored(2), []);
    });

    it("tags machines, volumes and interfaces through its template, which names neither subnet nor profile nor type", async () => {
        const { registrations } = await made();
        const { inputs } = one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", "train-template");
        const tags = { team: "research", env: "test", Name: "train" };
        assert.deepEqual(
            inputs.tagSpecifications,
            ["instance", "volume", "network-interface"].map(resourceType => ({ resourceType, tags })),
        );
        assert.deepEqual(Object.keys(inputs).sort(), [
            "blockDeviceMappings",
            "metadataOptions",
            "region",
            "tagSpecifications",
            "tags",
            "updateDefaultVersion",
            "userData",
        ]);
    });

    it("starts after everything its nodes need, and goes before it", async () => {
        const { registrations } = await made();
        const { dependsOn } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        for (const needed of [
            "aws:ec2/route:Route shared-network-private-use2-az1",
            "aws:ec2/routeTableAssociation:RouteTableAssociation shared-network-private-use2-az2",
            "aws:ec2/vpcEndpoint:VpcEndpoint shared-network-s3",
            "aws:eks/addon:Addon shared-eks-pod-identity-agent",
            "aws:eks/addon:Addon shared-kube-proxy",
            "aws:eks/addon:Addon shared-vpc-cni",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment train-node-AmazonEKSWorkerNodePolicy",
        ]) {
            assert.ok(dependsOn.includes(needed), `${needed} is not among ${dependsOn.join(", ")}`);
        }
    });

    it("depends on no other group", async () => {
        const { registrations } = await record(() => {
            const shared = cluster();
            new SystemNodeGroup("system", { cluster: shared, nodes: 2 });
            group({ cluster: shared });
        });
        const { dependsOn } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        assert.ok(!dependsOn.some(name => name.includes("system")), dependsOn.join());
    });

    it("gives its nodes the right to join and to pull, and to do nothing with the network", async () => {
        const { registrations } = await made();
        const policies = registrations
            .filter(({ type, name }) => type.endsWith(":RolePolicyAttachment") && name.startsWith("train-"))
            .map(({ inputs }) => inputs.policyArn);
        assert.deepEqual(policies, [
            "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        ]);
    });

    it("uses the role, release and cluster that it is given", async () => {
        const nodeRoleArn = "arn:aws:iam::123456789012:role/nodes";
        const { registrations } = await made({ nodeRoleArn, releaseVersion: "1.35.2-20260917" });
        const { inputs } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        assert.deepEqual([inputs.nodeRoleArn, inputs.releaseVersion], [nodeRoleArn, "1.35.2-20260917"]);
        assert.ok(!names(registrations).includes("aws:iam/role:Role train-node"));
    });

    it("registers nothing when it is refused", async () => {
        let refused: EksCluster | undefined;
        await record(() => (refused = cluster()));
        const { problems } = await refusal(
            () =>
                new GpuNodeGroup("train", {
                    cluster: refused!,
                    instanceType: "p5.48xlarge",
                    nodes: { min: 8, max: 4 },
                }),
        );
        assert.deepEqual(
            problems.map(problem => problem.id),
            ["nodes.range"],
        );
    });
});

describe("SystemNodeGroup", () => {
    it("is the same without devices", async () => {
        const { registrations } = await record(() => new SystemNodeGroup("system", { cluster: cluster(), nodes: 2 }));
        assert.deepEqual(names(ofGroup(registrations, "accelerators:aws:SystemNodeGroup system")), [
            "accelerators:aws:SystemNodeGroup system",
            "aws:ec2/launchTemplate:LaunchTemplate system-template",
            "aws:eks/nodeGroup:NodeGroup system-nodes",
            "aws:iam/role:Role system-node",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment system-node-AmazonEC2ContainerRegistryPullOnly",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment system-node-AmazonEKSWorkerNodePolicy",
            "pulumi:index:Stash system-release-1.35",
        ]);
        const { inputs } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "system-nodes");
        assert.deepEqual([inputs.amiType, inputs.taints], ["AL2023_x86_64_STANDARD", []]);
    });
});
