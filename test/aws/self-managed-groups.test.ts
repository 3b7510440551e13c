/**
 * Groups that keep their own machines, planned and under mocks: what they ask for. It does not prove that machines start or
 * join: a stack on the local cloud does, with simulated machines.
 */
import assert from "node:assert/strict";
import { capacityBlock, type CapacityBlock } from "../../components/fleet/capacity/capacity";
import type { Instant } from "../../components/fleet/instant";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { planGpuNodeGroup } from "../../components/aws/planning";
import { aCluster, now } from "./builders";
import { problemsFrom } from "./problems";
import { assertOutputsMatchFields, names, one, record, type Registration } from "./record";

const cluster = () =>
    new EksCluster("shared", { network: { region: "us-east-2", zones: 2 }, tags: { team: "research" } });
const group = (more: Partial<GpuNodeGroupArgs> = {}) =>
    new GpuNodeGroup("train", {
        instanceType: "p5.48xlarge",
        nodes: { min: 1, max: 4 },
        manager: "selfManaged",
        ...more,
        cluster: more.cluster ?? cluster(),
    });
const component = "accelerators:aws:GpuNodeGroup train";
const ofGroup = (registrations: readonly Registration[]) =>
    registrations.filter(({ parent, type, name }) => parent === component || `${type} ${name}` === component);
const planned = (more: object = {}, at: Instant = now) =>
    planGpuNodeGroup(
        "train",
        {
            cluster: aCluster(),
            instanceType: "p5.48xlarge",
            nodes: { min: 1, max: 4 },
            manager: "selfManaged",
            ...more,
        },
        at,
    );

for (const preview of [false, true]) {
    describe(`a self-managed group, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => group(), { preview });
            assert.deepEqual(names(ofGroup(registrations)), [
                component,
                "aws:autoscaling/group:Group train-nodes",
                "aws:ec2/launchTemplate:LaunchTemplate train-template-1.35",
                "aws:eks/accessEntry:AccessEntry train-access",
                "aws:iam/instanceProfile:InstanceProfile train-node",
                "aws:iam/role:Role train-node",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment train-node-AmazonEC2ContainerRegistryPullOnly",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment train-node-AmazonEKSWorkerNodePolicy",
            ]);
        });

        it("registers the fields that a managed group has", async () => {
            const { result, outputs } = await record(() => group(), { preview });
            await assertOutputsMatchFields(result, outputs.get(component));
        });
    });
}

describe("a self-managed group", () => {
    const made = (more: Partial<GpuNodeGroupArgs> = {}) => record(() => group(more));

    it("lets its role into the cluster as a Linux node", async () => {
        const { inputs } = one((await made()).registrations, "aws:eks/accessEntry:AccessEntry", "train-access");
        assert.deepEqual(
            [inputs.type, inputs.principalArn, inputs.clusterName],
            ["EC2_LINUX", "arn:aws:iam::123456789012:role/train-node-1a2b3c4", "shared-cluster-1a2b3c4"],
        );
    });

    it("gives its machines the image of the catalogue's parameter, the cluster's security group and its own profile", async () => {
        const { inputs } = one(
            (await made()).registrations,
            "aws:ec2/launchTemplate:LaunchTemplate",
            "train-template-1.35",
        );
        assert.deepEqual(
            [inputs.imageId, inputs.instanceType, inputs.vpcSecurityGroupIds],
            [
                "value of /aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/image_id",
                "p5.48xlarge",
                ["sg-cluster"],
            ],
        );
        const told = Buffer.from(String(inputs.userData), "base64").toString();
        assert.match(told, /"name": "shared-cluster-1a2b3c4"/);
        assert.match(told, /--node-labels=pulumi-accelerators\/pool=train,nvidia\.com\/gpu\.present=true/);
        assert.match(told, /--register-with-taints=nvidia\.com\/gpu=present:NoSchedule/);
    });

    it("is found by the cluster's controllers and described to the autoscaler, by tags that reach the machines", async () => {
        const { inputs } = one((await made()).registrations, "aws:autoscaling/group:Group", "train-nodes");
        const tags = inputs.tags as {
            readonly key: string;
            readonly value: string;
            readonly propagateAtLaunch: boolean;
        }[];
        assert.ok(tags.every(tag => tag.propagateAtLaunch));
        const byKey = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
        assert.deepEqual(byKey, {
            team: "research",
            Name: "train-nodes",
            "kubernetes.io/cluster/shared-cluster-1a2b3c4": "owned",
            "k8s.io/cluster-autoscaler/enabled": "true",
            "k8s.io/cluster-autoscaler/shared-cluster-1a2b3c4": "owned",
            "k8s.io/cluster-autoscaler/node-template/label/pulumi-accelerators/pool": "train",
            "k8s.io/cluster-autoscaler/node-template/label/nvidia.com/gpu.present": "true",
            "k8s.io/cluster-autoscaler/node-template/label/pulumi-accelerators/nvidia": "device-plugin",
            "k8s.io/cluster-autoscaler/node-template/label/nvidia.com/gpu.deploy.device-plugin": "false",
            "k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu": "present:NoSchedule",
            "k8s.io/cluster-autoscaler/node-template/resources/nvidia.com/gpu": "8",
        });
    });

    it("is one group for each zone when asked", async () => {
        const { registrations } = await made({ groupPerZone: true });
        assert.deepEqual(
            registrations.filter(({ type }) => type === "aws:autoscaling/group:Group").map(({ name }) => name),
            ["train-nodes-use2-az1", "train-nodes-use2-az2"],
        );
    });
});

describe("a self-managed group on a capacity block", () => {
    const block = (startsAt: Instant, endsAt: Instant) =>
        capacityBlock({ reservationId: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", startsAt, endsAt });
    const drainsAt = (capacity: CapacityBlock, at: Instant) =>
        planned({ capacity }, at).autoScaling[0]?.settings.drainAt;

    it("goes to 0 by itself forty minutes before the block ends, whether or not it is open yet", () => {
        const december = block("2026-12-13T11:30:00Z", "2026-12-20T11:30:00Z");
        assert.equal(drainsAt(december, "2026-12-01T00:00:00Z"), "2026-12-20T10:50:00Z");
        assert.equal(drainsAt(december, "2026-12-14T00:00:00Z"), "2026-12-20T10:50:00Z");
    });

    it("plans no drain in the past", () => {
        const december = block("2026-12-13T11:30:00Z", "2026-12-20T11:30:00Z");
        assert.equal(drainsAt(december, "2026-12-20T10:55:00Z"), undefined);
    });

    it("asks for the drain as a scheduled action", async () => {
        const far = block("2098-12-13T11:30:00Z", "2098-12-20T11:30:00Z");
        const { registrations } = await record(() => group({ capacity: far }));
        const { inputs } = one(registrations, "aws:autoscaling/schedule:Schedule", "train-nodes-drain");
        assert.deepEqual(
            [inputs.startTime, inputs.minSize, inputs.desiredCapacity, inputs.maxSize, inputs.autoscalingGroupName],
            ["2098-12-20T10:50:00Z", 0, 0, -1, "train-nodes-1a2b3c4"],
        );
    });
});

describe("the plan of a self-managed group", () => {
    it("declares the same pool as a managed one, but for who keeps it, repairs it and counts its pods", () => {
        const managed = planned({ manager: "managed" }).pool;
        assert.deepEqual(planned().pool, {
            ...managed,
            groupKind: "selfManaged",
            repair: { enabled: false },
            // Nodes that join by themselves count their pods by interfaces, also where addresses come in prefixes.
            addresses: { known: true, unit: "prefixes", atStart: 17, atMost: 129 },
        });
    });

    const refreshes = [
        { update: { strategy: "surge" }, min: 100, max: 125 },
        { update: { strategy: "surge", maxUnavailable: 2 }, min: 100, max: 150 },
        { update: { strategy: "surge", maxUnavailable: "10%" }, min: 100, max: 110 },
        { update: { strategy: "minimal" }, min: 75, max: 100 },
        { update: { strategy: "minimal", maxUnavailable: 40 }, min: 0, max: 100 },
        { update: { strategy: "minimal", maxUnavailable: "30%" }, min: 70, max: 100 },
    ];
    for (const { update, min, max } of refreshes) {
        it(`replaces machines between ${min} and ${max} percent for ${JSON.stringify(update)}`, () => {
            const [{ settings } = assert.fail()] = planned({ update }).autoScaling;
            const { minHealthyPercentage, maxHealthyPercentage } = settings.instanceRefresh.preferences;
            assert.deepEqual([minHealthyPercentage, maxHealthyPercentage], [min, max]);
        });
    }

    it("is refused what only EKS does", () => {
        assert.deepEqual(
            problemsFrom(() => planned({ repair: true, releaseVersion: "1.35.2-20260917" })).map(({ id, path }) => [
                id,
                path,
            ]),
            [
                ["manager.not-by-eks", "repair"],
                ["manager.not-by-eks", "releaseVersion"],
            ],
        );
    });
});
