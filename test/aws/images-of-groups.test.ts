/**
 * Which image a group starts, and what its machines are told: for every NVIDIA type and every image of EKS, and for AMIs of one's
 * own. It does not prove that a machine boots: the local cloud reads the user data by its own rules.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { CustomAmi } from "../../components/aws/node-group/arguments";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { planGpuNodeGroup } from "../../components/aws/gpu-node-group/plan";
import { imageNames } from "../../components/aws/node-group/image";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { planSystemNodeGroup } from "../../components/aws/system-node-group/plan";
import { imagesFor } from "../../components/catalog/aws/images-for";
import { awsInstanceTypes, isNvidia, type AwsNvidiaInstanceType } from "../../components/catalog/aws/instance-types";
import { nodeImage } from "../../components/catalog/aws/images";
import { onDemand } from "../../components/fleet/capacity/capacity";
import { aBlock } from "../fleet/capacity/builders";
import { aCluster, now } from "./builders";
import { problemsFrom } from "./problems";
import { one, record, unknown } from "./record";

type Args = PlannedGroup<GpuNodeGroupArgs>;
const elsewhere = ["instance-type.not-offered", "zone.not-offered"] as const;
const planned = (args: Partial<Args> = {}) =>
    planGpuNodeGroup("train", { cluster: aCluster(), instanceType: "p5.48xlarge", nodes: 2, ...args }, now);
const refused = (args: object) => problemsFrom(() => planned(args as Partial<Args>)).map(({ id, path }) => [id, path]);

const ami: CustomAmi = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["nvidia"] };

describe("an image of EKS", () => {
    for (const type of awsInstanceTypes().filter(isNvidia)) {
        for (const image of imageNames) {
            const fips = image === "bottlerocket-fips";
            const wanted = imagesFor(type.name, "1.35")
                .filter(({ serves }) => serves)
                .map(verdict => nodeImage(verdict.image))
                .find(({ os, name }) =>
                    image === "al2023" ? os === "AL2023" : os === "Bottlerocket" && name.endsWith("_FIPS") === fips,
                );
            it(`${image} ${wanted ? "serves" : "does not serve"} ${type.name}`, () => {
                const args = {
                    instanceType: type.name as AwsNvidiaInstanceType,
                    image,
                    capacity: type.family === "p6e-gb200" ? aBlock() : onDemand(),
                    acknowledge: elsewhere,
                };
                if (wanted === undefined) {
                    assert.deepEqual(refused(args), [["image.not-for-type", "image"]]);
                    return;
                }
                const { pool, groups, template } = planned(args);
                assert.equal(groups[0]?.settings.amiType, wanted.name);
                assert.deepEqual(pool.image, {
                    name: wanted.name,
                    drivers: wanted.drivers,
                    advertises: wanted.advertises,
                });
                assert.equal(template.blockDeviceMappings[0]?.deviceName, wanted.dataDevice);
                for (const { ebs } of template.blockDeviceMappings) assert.equal(ebs.encrypted, "true");
                assert.equal(wanted.architecture, type.architecture);
            });
        }
    }

    it("says which others serve, and why it does not", () => {
        const [problem] = problemsFrom(() =>
            planned({ instanceType: "g7.2xlarge", image: "bottlerocket", acknowledge: elsewhere }),
        );
        assert.match(problem?.got ?? "", /driver 595/);
        assert.equal(problem?.allowed, "al2023");
    });

    it("for system nodes holds no driver", () => {
        const system = (image: "al2023" | "bottlerocket" | "bottlerocket-fips") =>
            planSystemNodeGroup("system", { cluster: aCluster(), nodes: 2, image }, now).groups[0]?.settings.amiType;
        assert.deepEqual(imageNames.map(system), [
            "AL2023_x86_64_STANDARD",
            "BOTTLEROCKET_x86_64",
            "BOTTLEROCKET_x86_64_FIPS",
        ]);
    });

    it("of Bottlerocket has its data on a volume of the size asked for, and its system on another, encrypted too", () => {
        const { blockDeviceMappings } = planned({ image: "bottlerocket", rootVolumeGiB: 500 }).template;
        assert.deepEqual(
            blockDeviceMappings.map(({ deviceName, ebs }) => [deviceName, ebs.volumeSize, ebs.encrypted]),
            [
                ["/dev/xvdb", 500, "true"],
                ["/dev/xvda", undefined, "true"],
            ],
        );
    });

    it("advertises by itself on Bottlerocket: nobody installs a plugin there", () => {
        assert.deepEqual(planned({ image: "bottlerocket" }).pool.image.advertises, ["nvidia"]);
    });
});

describe("an AMI of one's own", () => {
    it("is known to the fleet by what it holds", () => {
        const { pool } = planned({ image: { ami: { ...ami, drivers: ["nvidia", "efa"], advertises: ["nvidia"] } } });
        assert.deepEqual(pool.image, { name: "CUSTOM", drivers: ["nvidia", "efa"], advertises: ["nvidia"] });
    });

    it("keeps amiType, release and version out of the group: EKS refuses them beside an AMI", () => {
        const plan = planned({ image: { ami } });
        assert.equal(plan.groups[0]?.settings.amiType, undefined);
        assert.equal(plan.releaseParameter, undefined);
    });

    it("is told its cluster and its marks, for EKS adds nothing", () => {
        assert.deepEqual([planned({ image: { ami } }).userData.joins, planned().userData.joins], ["itself", "byEks"]);
    });

    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        [
            "of the other architecture",
            { image: { ami: { ...ami, architecture: "arm64" } } },
            [["image.architecture", "image.ami.architecture"]],
        ],
        [
            "for x86 on ARM machines",
            { image: { ami }, instanceType: "g5g.xlarge", acknowledge: elsewhere },
            [["image.architecture", "image.ami.architecture"]],
        ],
        ["without an id", { image: { ami: { ...ami, id: "latest" } } }, [["image.ami-id", "image.ami.id"]]],
        [
            "that advertises what it cannot drive",
            { image: { ami: { ...ami, advertises: ["efa"] } } },
            [["image.advertises", "image.ami.advertises"]],
        ],
        ["with a release", { image: { ami }, releaseVersion: "recommended" }, [["image.release", "releaseVersion"]]],
        ["of another system", { image: { ami: { ...ami, os: "windows" } } }, [["config.value", "image.ami.os"]]],
        [
            "of which nothing is said",
            { image: { ami: { id: ami.id } } },
            [
                ["config.missing", "image.ami.architecture"],
                ["config.missing", "image.ami.os"],
                ["config.missing", "image.ami.drivers"],
            ],
        ],
        ["by a name that there is not", { image: "ubuntu" }, [["config.value", "image"]]],
    ];
    for (const [what, args, expected] of cases)
        it(`is refused ${what}`, () => assert.deepEqual(refused(args), expected));

    it("may have an id that becomes known later", () => {
        assert.deepEqual(refused({ image: { ami: { ...ami, id: Promise.resolve(ami.id) } } }), []);
    });
});

describe("a release", () => {
    const good: readonly (readonly [string, object])[] = [
        ["of AL2023", { releaseVersion: "1.35.2-20260917" }],
        ["of Bottlerocket", { image: "bottlerocket", releaseVersion: "1.63.0-5e1ec7ed" }],
        ["that follows", { releaseVersion: "recommended" }],
        ["that is known later", { releaseVersion: Promise.resolve("1.35.2-20260917") }],
    ];
    for (const [what, args] of good) it(`${what} is taken`, () => assert.deepEqual(refused(args), []));

    const bad: readonly (readonly [string, object])[] = [
        ["of another version", { releaseVersion: "1.34.2-20260917" }],
        ["of AL2023 on Bottlerocket", { image: "bottlerocket", releaseVersion: "1.35.2-20260917" }],
        ["of Bottlerocket on AL2023", { releaseVersion: "1.63.0-5e1ec7ed" }],
        ["called latest", { releaseVersion: "latest" }],
    ];
    for (const [what, args] of bad) {
        it(`${what} is refused`, () => assert.deepEqual(refused(args), [["image.release", "releaseVersion"]]));
    }

    it("is looked up under the name of the image and the version", () => {
        assert.equal(
            planned({ image: "bottlerocket-fips" }).releaseParameter,
            "/aws/service/bottlerocket/aws-k8s-1.35-nvidia-fips/x86_64/latest/image_version",
        );
    });
});

describe("the advertiser", () => {
    it("is the user's wish", () => assert.equal(planned({ advertiser: "draDriver" }).pool.advertiser, "draDriver"));
    it("is anyone that suits, when nothing is said", () => assert.equal(planned().pool.advertiser, "default"));
    it("is one that there is", () => {
        assert.deepEqual(refused({ advertiser: "dra" }), [["config.value", "advertiser"]]);
    });
});

describe("GpuNodeGroup", () => {
    const made = (more: Partial<GpuNodeGroupArgs>, preview = false) =>
        record(
            () =>
                new GpuNodeGroup("train", {
                    cluster: new EksCluster("shared", { network: { region: "us-east-2", zones: 2 } }),
                    instanceType: "p5.48xlarge",
                    nodes: 2,
                    ...more,
                }),
            { preview },
        );
    const groupType = "aws:eks/nodeGroup:NodeGroup";
    const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
    const parameter = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/release_version";

    for (const preview of [false, true]) {
        it(`on an AMI of one's own names it in the template, with the whole of its user data, ${preview ? "previewed" : "made"}`, async () => {
            const { registrations } = await made({ image: { ami } }, preview);
            const group = one(registrations, groupType, "train-nodes").inputs;
            for (const absent of ["amiType", "version", "releaseVersion"]) assert.equal(group[absent], undefined);
            const template = one(registrations, templateType, "train-template").inputs;
            assert.equal(template.imageId, ami.id);
            if (preview) {
                assert.equal(template.userData, unknown);
                return;
            }
            const text = Buffer.from(String(template.userData), "base64").toString();
            for (const told of [
                "shared-cluster-1a2b3c4",
                "https://example.gr7.us-east-2.eks.amazonaws.com",
                "172.20.0.0/16",
                "Q0E=",
                "--register-with-taints=nvidia.com/gpu=present:NoSchedule",
                "pulumi-accelerators/pool=train",
            ]) {
                assert.ok(text.includes(told), told);
            }
            assert.deepEqual(
                registrations.filter(({ type }) => type === "pulumi:index:Stash"),
                [],
            );
        });
    }

    it("keeps the newest release that it found first, under a name that ends with the version", async () => {
        const { registrations } = await made({});
        const kept = one(registrations, "pulumi:index:Stash", "train-release-1.35");
        assert.deepEqual(kept.inputs, { input: `value of ${parameter}` });
        assert.deepEqual(kept.ignoreChanges, ["input"]);
        assert.equal(one(registrations, groupType, "train-nodes").inputs.releaseVersion, `value of ${parameter}`);
    });

    it("follows the newest release on request, and keeps nothing", async () => {
        const { registrations } = await made({ releaseVersion: "recommended" });
        assert.equal(one(registrations, groupType, "train-nodes").inputs.releaseVersion, `value of ${parameter}`);
        assert.deepEqual(
            registrations.filter(({ type }) => type === "pulumi:index:Stash"),
            [],
        );
    });

    it("takes the release that the user names, and looks nothing up", async () => {
        const { registrations } = await made({ releaseVersion: "1.35.2-20260917" });
        assert.equal(one(registrations, groupType, "train-nodes").inputs.releaseVersion, "1.35.2-20260917");
        assert.deepEqual(
            registrations.filter(({ type }) => type === "pulumi:index:Stash"),
            [],
        );
    });

    it("keeps one release for all zones", async () => {
        const { registrations } = await made({ groupPerZone: true });
        assert.equal(registrations.filter(({ type }) => type === "pulumi:index:Stash").length, 1);
        assert.equal(registrations.filter(({ type }) => type === groupType).length, 2);
    });

    it("starts an AMI of one's own in an Auto Scaling group too", async () => {
        const { registrations } = await made({ image: { ami }, manager: "selfManaged" });
        const templates = registrations.filter(({ type }) => type === templateType);
        assert.deepEqual(
            templates.map(({ inputs }) => inputs.imageId),
            [ami.id],
        );
    });
});
