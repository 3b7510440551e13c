/**
 * What a GPU group is planned to be, for every type of the catalogue, and what is refused. It does not prove that EC2 has the
 * machines, nor that EKS accepts the template: stacks on the local cloud prove the latter.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { planGpuNodeGroup } from "../../components/aws/gpu-node-group/plan";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { accelerators } from "../../components/catalog/accelerators";
import {
    acceleratorFamilyOf,
    awsInstanceType,
    awsInstanceTypes,
    isNvidia,
    type AwsNvidiaInstanceType,
} from "../../components/catalog/aws/instance-types";
import { awsOfferingsOf } from "../../components/catalog/aws/offerings";
import { intentDefaults } from "../../components/fleet/intent-defaults";
import { imagesServing } from "../../components/aws/node-group/image";
import { aBlock } from "../fleet/capacity/builders";
import { onDemand, spot } from "../../components/fleet/capacity/capacity";
import { admits } from "../../components/fleet/admission";
import { userData } from "../../components/aws/node-group/user-data/user-data";
import { aCluster, aNetwork, now } from "./builders";
import { problemOf, problemsFrom } from "./problems";

type Args = PlannedGroup<GpuNodeGroupArgs>;

const h100: Args = { cluster: aCluster(), instanceType: "p5.48xlarge", nodes: 8 };
const planned = (args: Partial<Args> = {}, name = "train"): NodeGroupPlan =>
    planGpuNodeGroup(name, { ...h100, ...args }, now);
const refused = (args: object, name = "train") => problemsFrom(() => planGpuNodeGroup(name, { ...h100, ...args }, now));

const nvidiaTypes = awsInstanceTypes().filter(isNvidia);

const override = (nodeUnhealthyReason: string, minRepairWaitTimeMins: number, repairAction: string) => ({
    nodeMonitoringCondition: "AcceleratedHardwareReady",
    nodeUnhealthyReason,
    minRepairWaitTimeMins,
    repairAction,
});

/** A group of the type in a region that offers it, when there is one. */
function planOf(type: string): NodeGroupPlan | undefined {
    const offering = awsOfferingsOf(type).find(({ zoneIds }) => zoneIds.length > 0);
    if (offering === undefined) return undefined;
    const cluster = aCluster({ network: aNetwork({ region: offering.region, zones: offering.zoneIds }) });
    return planned({ cluster, instanceType: type as AwsNvidiaInstanceType, nodes: 1 });
}

describe("the plan of a GPU group", () => {
    it("is a pool that says everything about its nodes", () => {
        assert.deepEqual(planned({ labels: { team: "research" } }).pool, {
            name: "train",
            cloud: "aws",
            cluster: "shared",
            kubernetes: "1.35",
            groupKind: "managed",
            groupPerZone: false,
            intent: "inference",
            region: "us-east-2",
            machineType: "p5.48xlarge",
            architecture: "amd64",
            vcpus: 192,
            memoryGiB: 2048,
            zones: ["use2-az1", "use2-az2", "use2-az3"],
            nodes: { min: 8, desired: 8, max: 8 },
            capacity: { kind: "onDemand" },
            image: { name: "AL2023_x86_64_NVIDIA", drivers: ["nvidia", "efa"], advertises: [] },
            accelerators: [{ family: "nvidia", model: "H100", perNode: 8, memoryGiB: 80 }],
            resources: [{ name: "nvidia.com/gpu", through: "extendedResource", perNode: 8, family: "nvidia" }],
            labels: {
                team: "research",
                "pulumi-accelerators/pool": "train",
                "nvidia.com/gpu.present": "true",
                "pulumi-accelerators/nvidia": "device-plugin",
                "nvidia.com/gpu.deploy.device-plugin": "false",
            },
            taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
            advertiser: "default",
            fabric: { interfaces: [], efaInterfaces: 0, placement: "none" },
            sharing: { kind: "whole" },
            addresses: { known: true, unit: "prefixes", atStart: 17, atMost: 273 },
            update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
            repair: {
                enabled: true,
                stopsAbove: { nodes: 2 },
                parallel: { nodes: 1 },
                overrides: intentDefaults.inference.repair.overrides.nvidia,
            },
        });
    });

    for (const type of nvidiaTypes) {
        it(`runs ${type.name} on NVIDIA's image, with the devices that the catalogue counts`, () => {
            const plan = planOf(type.name);
            if (plan === undefined) {
                assert.deepEqual(
                    awsOfferingsOf(type.name).flatMap(o => o.zoneIds),
                    [],
                );
                return;
            }
            const processors = type.architecture === "arm64" ? "ARM_64" : "x86_64";
            assert.equal(plan.groups[0]!.settings.amiType, `AL2023_${processors}_NVIDIA`);
            assert.equal(plan.pool.resources[0]?.perNode, type.accelerator.count);
            const disks = type.localDisks.known && type.localDisks.count > 0;
            assert.equal(userData(plan.userData, undefined) !== undefined, disks);
        });
    }

    it("keeps pods off that do not tolerate GPUs, and lets in those that do", () => {
        const workload = {
            tolerations: [],
            nodeSelector: {},
            nodeAffinity: "any",
            requests: { "nvidia.com/gpu": 8 },
        } as const;
        const { key, value, effect } = accelerators.nvidia.taint;
        assert.equal(admits(workload, planned().pool).verdict, "refuses");
        const tolerant = { ...workload, tolerations: [{ key, value, effect }] };
        assert.equal(admits(tolerant, planned().pool).verdict, "admits");
    });

    it("asks for the metadata service with tokens only, one hop away, and for an encrypted root volume", () => {
        const { metadataOptions, blockDeviceMappings } = planned().template;
        assert.deepEqual(metadataOptions, {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
        });
        assert.deepEqual(blockDeviceMappings, [
            {
                deviceName: "/dev/xvda",
                ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 200, deleteOnTermination: "true" },
            },
        ]);
    });

    it("follows the user in size, hops, disks, updates, repair and capacity", () => {
        const plan = planned({
            rootVolumeGiB: 500,
            metadataHops: 2,
            localDisks: "unused",
            update: { maxUnavailable: "10%", strategy: "minimal" },
            repair: false,
            capacity: spot(),
        });
        assert.equal(plan.template.blockDeviceMappings[0]?.ebs.volumeSize, 500);
        assert.equal(plan.template.metadataOptions.httpPutResponseHopLimit, 2);
        assert.equal(userData(plan.userData, undefined), undefined);
        assert.deepEqual(plan.groups[0]!.settings.updateConfig, {
            maxUnavailablePercentage: 10,
            updateStrategy: "MINIMAL",
        });
        assert.deepEqual(plan.groups[0]!.settings.nodeRepairConfig, { enabled: false });
        assert.equal(plan.groups[0]!.settings.capacityType, "SPOT");
    });

    it("updates one node at a time and repairs, when nothing is said", () => {
        const { updateConfig, nodeRepairConfig } = planned().groups[0]!.settings;
        assert.deepEqual(updateConfig, { maxUnavailable: 1, updateStrategy: "MINIMAL" });
        assert.deepEqual(nodeRepairConfig, {
            enabled: true,
            maxUnhealthyNodeThresholdCount: 2,
            maxParallelNodesRepairedCount: 1,
            nodeRepairConfigOverrides: [
                override("NvidiaXID13Error", 10, "NoAction"),
                override("NvidiaXID31Error", 10, "NoAction"),
                override("NvidiaXID64Error", 10, "Replace"),
            ],
        });
    });

    it("leaves the number of nodes to an autoscaler exactly when there is room for one", () => {
        const count = fc.nat({ max: 20 });
        fc.assert(
            fc.property(count, count, count, (a, b, c) => {
                const [min, desired, max] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
                if (max === 0) return;
                const plan = planned({ nodes: { min, desired, max } });
                assert.deepEqual(plan.ownedByAutoscaler, min < max ? ["scalingConfig.desiredSize"] : []);
                assert.deepEqual(plan.groups[0]!.settings.scalingConfig, {
                    minSize: min,
                    desiredSize: desired,
                    maxSize: max,
                });
            }),
        );
    });

    it("writes taints as EKS spells them", () => {
        const taints = [
            { key: "team", value: "research", effect: "NoExecute" },
            { key: "slow", effect: "PreferNoSchedule" },
        ] as const;
        assert.deepEqual(planned({ taints }).groups[0]!.settings.taints, [
            { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" },
            { key: "team", value: "research", effect: "NO_EXECUTE" },
            { key: "slow", effect: "PREFER_NO_SCHEDULE" },
        ]);
    });

    it("has nodes only in zones of the network that offer the type", () => {
        const offering = awsOfferingsOf("p5.48xlarge").find(({ region }) => region === "ap-northeast-1");
        assert.ok(offering && offering.zoneIds.length > 0);
        const zones = ["apne1-az1", "apne1-az2", "apne1-az4"];
        const cluster = aCluster({ network: aNetwork({ region: "ap-northeast-1", zones }) });
        assert.deepEqual(
            planned({ cluster }).pool.zones,
            zones.filter(zone => offering.zoneIds.includes(zone)),
        );
    });

    it("has nodes in the zones named", () =>
        assert.deepEqual(planned({ zones: ["use2-az2"] }).pool.zones, ["use2-az2"]));

    it("goes where the user says that a type is offered after all", () => {
        const cluster = aCluster({ network: aNetwork({ region: "eu-west-3", zones: ["euw3-az1", "euw3-az2"] }) });
        const plan = planned({ cluster, acknowledge: ["instance-type.not-offered"] });
        assert.deepEqual(plan.pool.zones, ["euw3-az1", "euw3-az2"]);
    });

    it("is taken to be like the default version for a Kubernetes version that was acknowledged", () => {
        assert.equal(
            planned({ cluster: aCluster({ version: "1.99" }) }).groups[0]!.settings.amiType,
            "AL2023_x86_64_NVIDIA",
        );
    });
});

describe("what a GPU group is refused for", () => {
    const paris = aCluster({ network: aNetwork({ region: "eu-west-3", zones: ["euw3-az1", "euw3-az2"] }) });
    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        ["a misspelt type", { instanceType: "p5.48xlrge" }, [["instance-type.unknown", "instanceType"]]],
        ["a type without accelerators", { instanceType: "m7i.large" }, [["instance-type.not-gpu", "instanceType"]]],
        [
            "a type with another accelerator",
            { instanceType: "inf2.xlarge" },
            [["instance-type.not-gpu", "instanceType"]],
        ],
        [
            "a type with another maker's GPU",
            { instanceType: "g4ad.xlarge" },
            [["instance-type.not-gpu", "instanceType"]],
        ],
        ["a retired type", { instanceType: "p2.xlarge" }, [["instance-type.unsupported", "instanceType"]]],
        ["a type that the region does not offer", { cluster: paris }, [["instance-type.not-offered", "instanceType"]]],
        ["a zone that the network does not have", { zones: ["use2-az9"] }, [["zone.not-in-network", "zones[0]"]]],
        ["the same zone twice", { zones: ["use2-az1", "use2-az1"] }, [["zone.duplicate", "zones[1]"]]],
        ["min over max", { nodes: { min: 8, max: 4 } }, [["nodes.range", "nodes.min, nodes.max"]]],
        ["desired over max", { nodes: { min: 0, desired: 5, max: 4 } }, [["nodes.range", "nodes.desired, nodes.max"]]],
        ["half a node", { nodes: 1.5 }, [["nodes.not-a-count", "nodes"]]],
        ["less than no node", { nodes: -1 }, [["nodes.not-a-count", "nodes"]]],
        ["no number of nodes", { nodes: undefined }, [["nodes.not-a-count", "nodes"]]],
        ["a text for a number", { nodes: "8" }, [["nodes.not-a-count", "nodes"]]],
        [
            "a label of Kubernetes",
            { labels: { "kubernetes.io/os": "linux" } },
            [["label.reserved", 'labels["kubernetes.io/os"]']],
        ],
        [
            "a label of this library",
            { labels: { "pulumi-accelerators/pool": "x" } },
            [["label.reserved", 'labels["pulumi-accelerators/pool"]']],
        ],
        [
            "a taint of this library",
            { taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }] },
            [["taint.reserved", "taints[0].key"]],
        ],
        [
            "a taint with an effect that does not exist",
            { taints: [{ key: "a", effect: "noSchedule" }] },
            [["taint.syntax", "taints[0].effect"]],
        ],
        ["a root volume that holds no image", { rootVolumeGiB: 8 }, [["root-volume.size", "rootVolumeGiB"]]],
        ["more hops than two", { metadataHops: 3 }, [["config.value", "metadataHops"]]],
        ["a release for another version", { releaseVersion: "1.34.2-20260714" }, [["image.release", "releaseVersion"]]],
        [
            "a release older than the type",
            {
                instanceType: "g7.2xlarge",
                releaseVersion: "1.35.2-20260714",
                acknowledge: ["instance-type.not-offered", "zone.not-offered"],
            },
            [["image.release", "releaseVersion"]],
        ],
        ["a capacity that does not exist", { capacity: { kind: "cheap" } }, [["config.value", "capacity.kind"]]],
        ["a misspelt argument", { instancetype: "p5.48xlarge" }, [["config.unknown-key", "instancetype"]]],
        ["no cluster", { cluster: undefined }, [["config.missing", "cluster"]]],
        [
            "something that is no cluster",
            { cluster: {} },
            [
                ["config.missing", "cluster.key"],
                ["config.missing", "cluster.version"],
                ["config.missing", "cluster.network"],
            ],
        ],
        ["a share of no nodes", { update: { maxUnavailable: "0%" } }, [["config.value", "update.maxUnavailable"]]],
        ["a brake at more than all", { repair: { stopsAbove: "101%" } }, [["config.value", "repair.stopsAbove"]]],
        ["repair of no node", { repair: { parallel: 0 } }, [["config.value", "repair.parallel"]]],
    ];
    for (const [what, args, expected] of cases) {
        it(what, () => {
            assert.deepEqual(
                refused(args).map(({ id, path }) => [id, path]),
                expected,
            );
        });
    }

    it("a name that cannot be a label", () => {
        assert.deepEqual(
            refused({}, "Train_A").map(({ id, path }) => [id, path]),
            [["pool.name", "name"]],
        );
    });

    it("names every problem at once, those of the machine first", () => {
        const problems = refused({ instanceType: "p5.48xlrge", nodes: { min: 8, max: 4 }, rootVolumeGiB: 1 }, "Train");
        assert.deepEqual(
            problems.map(problem => problem.id),
            ["instance-type.unknown", "pool.name", "nodes.range", "root-volume.size"],
        );
    });

    it("suggests the nearest type, another component, or another type", () => {
        const fix = (instanceType: string) => refused({ instanceType })[0]?.fix ?? "";
        assert.match(fix("p5.48xlrge"), /p5\.48xlarge/);
        assert.match(fix("m7i.large"), /SystemNodeGroup/);
        assert.match(fix("p2.xlarge"), /g6\.xlarge/);
    });

    it("says where a type is offered", () => {
        assert.match(problemOf(refused({ cluster: paris }), "instance-type.not-offered").fix, /us-east-2/);
    });

    it("is every type of the catalogue without an NVIDIA GPU that EC2 still sells, and no other", () => {
        for (const { name } of awsInstanceTypes()) {
            const capacity = name.startsWith("p6e-") ? aBlock({ instances: 8 }) : onDemand();
            const problems = refused({
                instanceType: name,
                capacity,
                acknowledge: ["instance-type.not-offered", "zone.not-offered"],
            });
            const facts = awsInstanceType(name);
            const sold = isNvidia(facts);
            const unserved = imagesServing(name, "1.35").length === 0;
            const expected = sold
                ? unserved
                    ? ["image.not-for-type"]
                    : []
                : [acceleratorFamilyOf(facts) === "nvidia" ? "instance-type.unsupported" : "instance-type.not-gpu"];
            assert.deepEqual(
                problems.map(({ id }) => id),
                expected,
                name,
            );
        }
    });
});
