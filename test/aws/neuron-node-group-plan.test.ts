/**
 * What a group with Inferentia or Trainium is planned to be, for every type of the catalogue, and what is refused. It does not
 * prove that EC2 has the machines, nor that EKS accepts the template: stacks on the local cloud prove the latter.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { nodeImage } from "../../components/catalog/aws/images";
import { imagesFor } from "../../components/catalog/aws/images-for";
import { neuronCores, neuronType } from "../../components/catalog/aws/neuron-types";
import { accelerators } from "../../components/catalog/accelerators";
import { admits } from "../../components/fleet/admission";
import { intentDefaults } from "../../components/fleet/intent-defaults";
import { imageNames } from "../../components/aws/node-group/image";
import type { CustomAmi } from "../../components/aws/node-group/arguments";
import { capacityBlock, spot } from "../../components/fleet/capacity/capacity";
import { neuronTypes, plannedNeuron, refusedNeuron } from "./neuron-groups";
import { problemsFrom } from "./problems";

const ami: CustomAmi = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["neuron"] };
const name = (type: { readonly name: string }) => type.name as "inf2.xlarge";

describe("the plan of a Neuron group", () => {
    it("is a pool that says everything about its nodes", () => {
        const {
            cluster: _cluster,
            zones: _zones,
            region: _region,
            addresses: _addresses,
            ...pool
        } = plannedNeuron({
            labels: { team: "research" },
            lnc: 1,
        }).pool;
        assert.deepEqual(pool, {
            name: "chips",
            cloud: "aws",
            kubernetes: "1.35",
            groupKind: "managed",
            groupPerZone: false,
            intent: "inference",
            machineType: "trn2.48xlarge",
            architecture: "amd64",
            vcpus: 192,
            memoryGiB: 2048,
            nodes: { min: 2, desired: 2, max: 2 },
            capacity: { kind: "onDemand" },
            image: { name: "AL2023_x86_64_NEURON", drivers: ["neuron", "efa"], advertises: [] },
            accelerators: [{ family: "neuron", model: "Trainium2", perNode: 16, memoryGiB: 96, lnc: 1 }],
            resources: [
                { name: "aws.amazon.com/neuron", through: "extendedResource", perNode: 16, family: "neuron" },
                { name: "aws.amazon.com/neuroncore", through: "extendedResource", perNode: 128, family: "neuron" },
            ],
            labels: {
                team: "research",
                "pulumi-accelerators/pool": "chips",
                "aws.amazon.com/neuron.present": "true",
                "pulumi-accelerators/neuron": "device-plugin",
            },
            taints: [{ key: "aws.amazon.com/neuron", value: "true", effect: "NoSchedule" }],
            advertiser: "default",
            fabric: { interfaces: [], efaInterfaces: 0, placement: "none" },
            sharing: { kind: "whole" },
            update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
            repair: {
                enabled: true,
                stopsAbove: { nodes: 2 },
                parallel: { nodes: 1 },
                overrides: intentDefaults.inference.repair.overrides.neuron,
            },
        });
    });

    it("knows fourteen types", () => assert.equal(neuronTypes.length, 14));

    for (const type of neuronTypes) {
        it(`runs ${type.name} on the Neuron image, with the chips and cores that the catalogue counts`, () => {
            const { pool, groups } = plannedNeuron({ instanceType: name(type) });
            const facts = neuronType(type.name) ?? assert.fail();
            assert.equal(groups[0]?.settings.amiType, "AL2023_x86_64_NEURON");
            assert.deepEqual(
                pool.resources.map(({ name: resource, perNode }) => [resource, perNode]),
                [
                    ["aws.amazon.com/neuron", type.accelerator.count],
                    ["aws.amazon.com/neuroncore", neuronCores(facts)],
                ],
            );
        });

        for (const image of imageNames) {
            const fips = image === "bottlerocket-fips";
            const wanted = imagesFor(type.name, "1.35")
                .filter(({ serves }) => serves)
                .map(verdict => nodeImage(verdict.image))
                .find(each =>
                    image === "al2023"
                        ? each.os === "AL2023"
                        : each.os === "Bottlerocket" && each.name.endsWith("_FIPS") === fips,
                );
            it(`runs ${type.name} on ${image}`, () => {
                const { pool, groups } = plannedNeuron({ instanceType: name(type), image });
                assert.ok(wanted);
                assert.ok(wanted.drivers.includes("neuron") && wanted.architecture === "amd64");
                assert.equal(groups[0]?.settings.amiType, wanted.name);
                assert.deepEqual(pool.image, { name: wanted.name, drivers: wanted.drivers, advertises: [] });
            });
        }
    }

    it("keeps pods off that do not tolerate Neuron chips, and lets in those that do", () => {
        const workload = {
            tolerations: [],
            nodeSelector: {},
            nodeAffinity: "any",
            requests: { "aws.amazon.com/neuron": 16 },
        } as const;
        const { key, value, effect } = accelerators.neuron.taint;
        assert.equal(admits(workload, plannedNeuron().pool).verdict, "refuses");
        assert.equal(
            admits({ ...workload, tolerations: [{ key, value, effect }] }, plannedNeuron().pool).verdict,
            "admits",
        );
    });

    it("has what a GPU group has: limits, spot, a group for each zone, machines of its own", () => {
        const given = { instanceType: "inf2.xlarge", nodes: { min: 0, max: 6 }, capacity: spot() } as const;
        const managed = plannedNeuron({ ...given, groupPerZone: true });
        assert.deepEqual(managed.ownedByAutoscaler, ["scalingConfig.desiredSize"]);
        assert.equal(managed.groups.length, managed.pool.zones.length);
        assert.ok(managed.groups.length > 1);
        assert.equal(managed.groups[0]?.settings.capacityType, "SPOT");
        const own = plannedNeuron({ ...given, manager: "selfManaged" });
        assert.deepEqual([own.groups.length, own.autoScaling.length, own.userData.joins], [0, 1, "itself"]);
    });

    it("has a root volume for images of its size", () => {
        assert.equal(plannedNeuron().template.blockDeviceMappings[0]?.ebs.volumeSize, 200);
    });

    it("is claimed from the class of AWS's driver when that is asked for, in chips alone", () => {
        assert.deepEqual(plannedNeuron({ advertiser: "draDriver" }).pool.resources, [
            { name: "neuron.aws.com", through: "deviceClass", perNode: 16, family: "neuron" },
        ]);
    });
});

describe("an AMI of one's own for Neuron", () => {
    it("is known to the fleet by what it holds", () => {
        const { pool, userData } = plannedNeuron({ image: { ami } });
        assert.deepEqual(pool.image, { name: "CUSTOM", drivers: ["neuron"], advertises: [] });
        assert.equal(userData.joins, "itself");
    });

    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        ["for ARM", { ami: { ...ami, architecture: "arm64" } }, [["image.architecture", "image.ami.architecture"]]],
        ["without the driver", { ami: { ...ami, drivers: [] } }, [["advertiser.none", "image"]]],
        [
            "with the driver of something else",
            { ami: { ...ami, drivers: ["nvidia", "efa"] } },
            [["advertiser.none", "image"]],
        ],
    ];
    for (const [what, image, expected] of cases) {
        it(`is refused ${what}`, () => assert.deepEqual(refusedNeuron({ image }), expected));
    }
});

describe("what a Neuron group is refused for", () => {
    const block = capacityBlock({
        reservationId: "cr-0a1b2c3d4e5f60718",
        zone: "use2-az1",
        startsAt: "2026-12-13T11:30:00Z",
        endsAt: "2026-12-20T11:30:00Z",
    });
    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        ["a misspelt type", { instanceType: "trn2.48xlrge" }, [["instance-type.unknown", "instanceType"]]],
        ["a GPU type", { instanceType: "p5.48xlarge" }, [["instance-type.not-neuron", "instanceType"]]],
        ["a misspelt argument", { lcn: 1 }, [["config.unknown-key", "lcn"]]],
        ["cores counted on Inferentia", { instanceType: "inf2.xlarge", lnc: 1 }, [["neuron.lnc", "lnc"]]],
        ["cores counted on Trainium1", { instanceType: "trn1.32xlarge", lnc: 1 }, [["neuron.lnc", "lnc"]]],
        ["three cores as one", { lnc: 3 }, [["neuron.lnc", "lnc"]]],
        ["one and a half", { lnc: 1.5 }, [["neuron.lnc", "lnc"]]],
        ["a text for a number", { lnc: "2" }, [["config.type", "lnc"]]],
        ["nothing for a number", { lnc: null }, [["config.type", "lnc"]]],
        ["a number that becomes known later", { lnc: pulumi.output(1) }, [["config.type", "lnc"]]],
        ["cores counted otherwise on Bottlerocket", { lnc: 1, image: "bottlerocket" }, [["neuron.lnc", "lnc"]]],
        [
            "cores counted otherwise on Bottlerocket of one's own",
            { lnc: 1, image: { ami: { ...ami, os: "bottlerocket" } } },
            [["neuron.lnc", "lnc"]],
        ],
        ["cores counted on the node for claims", { lnc: 1, advertiser: "draDriver" }, [["neuron.lnc", "lnc"]]],
        [
            "a newer SDK than Inf1 knows",
            { instanceType: "inf1.6xlarge", neuronSdk: "2.27.0" },
            [["neuron.sdk", "neuronSdk"]],
        ],
        ["an SDK that is no release", { neuronSdk: "latest" }, [["config.value", "neuronSdk"]]],
        ["an SDK of two numbers", { neuronSdk: "2.26" }, [["config.value", "neuronSdk"]]],
        ["an SDK without quotes", { neuronSdk: 2.26 }, [["config.type", "neuronSdk"]]],
        ["shared chips", { sharing: { kind: "mig", profile: "1g.10gb" } }, [["config.unknown-key", "sharing"]]],
        [
            "the DRA driver on Inf1",
            { instanceType: "inf1.6xlarge", advertiser: "draDriver" },
            [["advertiser.unsuitable", "advertiser"]],
        ],
        ["the GPU operator", { advertiser: "gpuOperator" }, [["advertiser.unsuitable", "advertiser"]]],
        [
            "a block of Inferentia",
            { instanceType: "inf2.48xlarge", capacity: { ...block, zone: "apne1-az4" } },
            [["capacity.not-sold", "capacity"]],
        ],
        [
            "EFA where there is none",
            { instanceType: "inf2.48xlarge", efa: "required", zones: ["apne1-az4"] },
            [["fabric.no-efa", "efa"]],
        ],
        [
            "a taint of this library",
            { taints: [{ key: "aws.amazon.com/neuron", effect: "NoSchedule" }] },
            [["taint.reserved", "taints[0].key"]],
        ],
        [
            "a label of this library",
            { labels: { "aws.amazon.com/neuron.present": "no" } },
            [["label.reserved", 'labels["aws.amazon.com/neuron.present"]']],
        ],
    ];
    for (const [what, args, expected] of cases) {
        it(what, () => {
            assert.deepEqual(refusedNeuron(args), expected);
        });
    }

    it("everything at once", () => {
        const wrong = {
            instanceType: "inf1.xlarge",
            lnc: 2,
            neuronSdk: "2.33.0",
            rootVolumeGiB: 8,
            nodes: { min: 4, max: 2 },
        };
        const ids = refusedNeuron(wrong).map(([id]) => id);
        assert.deepEqual(ids.sort(), ["neuron.lnc", "neuron.sdk", "nodes.range", "root-volume.size"]);
    });

    it("and says what helps", () => {
        const first = (args: object) => problemsFrom(() => plannedNeuron(args))[0];
        assert.match(first({ sharing: { kind: "mig", profile: "1g.10gb" } })?.allowed ?? "", /pods ask for cores/);
        assert.match(first({ instanceType: "inf1.xlarge", neuronSdk: "2.27.0" })?.fix ?? "", /with 2\.26\.1/);
        assert.match(first({ lnc: 1, advertiser: "draDriver" })?.allowed ?? "", /every claim says it/);
        assert.equal(first({ lnc: pulumi.output(1) })?.got, "a value that becomes known later");
        assert.doesNotMatch(first({ lcn: 1 })?.allowed ?? "", /sharing/);
    });
});

describe("the SDK of a Neuron group", () => {
    for (const type of neuronTypes) {
        const last = neuronType(type.name)?.software.lastSdk ?? "";
        it(`may be any on ${type.name}${last === "" ? "" : ` up to ${last}`}`, () => {
            const instanceType = name(type);
            const refusals = ["2.20.0", "2.26.1", "2.26.2", "2.27.0", "2.100.0", "3.0.0"].filter(
                sdk => refusedNeuron({ instanceType, neuronSdk: sdk }).length > 0,
            );
            assert.deepEqual(refusals, last === "" ? [] : ["2.26.2", "2.27.0", "2.100.0", "3.0.0"]);
        });
    }

    it("may be a newer one when that is acknowledged", () => {
        const given = { instanceType: "inf1.xlarge", neuronSdk: "2.27.0", acknowledge: ["neuron.sdk"] } as const;
        assert.deepEqual(refusedNeuron(given), []);
    });
});
