// The verdicts as a table. That the images truly hold these drivers is said by their sources, not by this test.
import assert from "node:assert/strict";
import fc from "fast-check";
import { accelerators } from "../../components/catalog/accelerators";
import { imageSettings } from "../../components/catalog/aws/image-settings";
import { imagesFor } from "../../components/catalog/aws/images-for";
import { nodeImage, nodeImages, nodeImageParameters, type NodeImageName } from "../../components/catalog/aws/images";
import { acceleratorFamilyOf, awsInstanceType, awsInstanceTypes } from "../../components/catalog/aws/instance-types";

const serving = (type: string, version = "1.35") =>
    imagesFor(type, version)
        .filter(({ serves }) => serves)
        .map(({ image }) => image);
const refusal = (type: string, image: string, version = "1.35") =>
    imagesFor(type, version).find(verdict => verdict.image === image)?.why ?? "no verdict";

describe("images for a type", () => {
    const table: readonly (readonly [string, readonly string[]])[] = [
        ["m7i.large", ["AL2023_x86_64_STANDARD", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS"]],
        ["m7g.large", ["AL2023_ARM_64_STANDARD", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_ARM_64_FIPS"]],
        ["g6.xlarge", ["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA_FIPS"]],
        ["g6f.large", ["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA_FIPS"]],
        ["p5.48xlarge", ["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA_FIPS"]],
        ["g7.2xlarge", ["AL2023_x86_64_NVIDIA"]],
        ["g5g.xlarge", ["AL2023_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS"]],
        ["p6e-gb200.36xlarge", ["AL2023_ARM_64_NVIDIA"]],
        ["p2.xlarge", []],
        ["g3.4xlarge", []],
        ["g4ad.xlarge", []],
        ["inf1.xlarge", ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS"]],
        ["inf2.xlarge", ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS"]],
        ["trn1n.32xlarge", ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS"]],
        ["trn2u.48xlarge", ["AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS"]],
        ["f2.6xlarge", ["AL2023_x86_64_STANDARD"]],
        ["f1.2xlarge", []],
    ];
    for (const [type, images] of table) {
        it(`${type}: ${images.join(", ") || "none"}`, () => assert.deepEqual(serving(type), images));
    }

    it("says which release brought a type", () => {
        const [first] = imagesFor("g7.2xlarge", "1.35");
        assert.deepEqual(first, { image: "AL2023_x86_64_NVIDIA", serves: true, fromRelease: "20260917", why: "" });
    });

    it("says why not", () => {
        assert.equal(refusal("g7.2xlarge", "BOTTLEROCKET_x86_64_NVIDIA").includes("needs driver 595"), true);
        assert.equal(refusal("p2.xlarge", "AL2023_x86_64_NVIDIA").includes("470"), true);
        assert.equal(refusal("g6.xlarge", "AL2023_x86_64_STANDARD"), "the image holds no driver for NVIDIA L4");
        assert.equal(refusal("g5g.xlarge", "AL2023_x86_64_NVIDIA"), "g5g.xlarge is arm64, the image is amd64");
        assert.equal(
            refusal("m7i.large", "AL2023_x86_64_NVIDIA"),
            "m7i.large has no accelerator for the image's nvidia driver",
        );
        assert.equal(
            refusal("g4ad.xlarge", "AL2023_x86_64_NVIDIA"),
            "the image holds no driver for AMD Radeon Pro V520",
        );
        assert.match(refusal("f2.6xlarge", "BOTTLEROCKET_x86_64"), /^nothing can be installed on Bottlerocket/);
        assert.match(refusal("f1.2xlarge", "AL2023_x86_64_STANDARD"), /give an image of your own$/);
        assert.equal(refusal("inf2.xlarge", "AL2023_x86_64_STANDARD"), "the image holds no driver for AWS Inferentia2");
        assert.equal(refusal("p5.48xlrge", "AL2023_x86_64_NVIDIA"), "the catalogue has no instance type p5.48xlrge");
        assert.match(refusal("p5.48xlarge", "AL2023_x86_64_NVIDIA", "1.20"), /for Kubernetes 1\.20/);
    });

    it("agrees in architecture and driver whatever is asked", () => {
        const names = awsInstanceTypes().map(type => type.name);
        fc.assert(
            fc.property(fc.constantFrom(...names), fc.constantFrom("1.31", "1.34", "1.36"), (name, version) => {
                const type = awsInstanceType(name);
                for (const image of serving(name, version).map(serves => nodeImage(serves))) {
                    assert.equal(image.architecture, type.architecture);
                    const family = acceleratorFamilyOf(type);
                    if (!family) assert.ok(image.generalPurpose, image.name);
                    else if (accelerators[family].needsDriver) assert.ok(image.drivers.includes(family), image.name);
                }
            }),
        );
    });

    it("puts the images that serve first", () =>
        fc.assert(
            fc.property(fc.constantFrom(...awsInstanceTypes()), ({ name }) => {
                const flags = imagesFor(name, "1.35").map(({ serves }) => serves);
                assert.deepEqual(
                    flags,
                    [...flags].sort((a, b) => Number(b) - Number(a)),
                );
            }),
        ));
});

describe("node images", () => {
    it("advertise only what they hold a driver for", () => {
        for (const image of nodeImages()) {
            for (const family of image.advertises) assert.ok(image.drivers.includes(family), image.name);
        }
    });

    it("advertise GPUs on Bottlerocket, and leave it to a plugin on AL2023", () => {
        for (const image of nodeImages().filter(({ drivers }) => drivers.includes("nvidia"))) {
            assert.deepEqual(image.advertises, image.os === "Bottlerocket" ? ["nvidia"] : [], image.name);
        }
    });

    it("hold the EFA driver where they are for accelerators, and on all of Bottlerocket, and never advertise its devices", () => {
        for (const image of nodeImages()) {
            const holds = image.os === "Bottlerocket" || !image.generalPurpose;
            assert.equal(image.drivers.includes("efa"), holds, image.name);
            assert.equal(image.advertises.includes("efa"), false, image.name);
        }
    });

    it("hold the Neuron driver on x86 alone: in an image of its own on AL2023, in the standard one on Bottlerocket", () => {
        const holding = nodeImages().filter(({ drivers }) => drivers.includes("neuron"));
        assert.deepEqual(
            holding.map(({ name, generalPurpose }) => [name, generalPurpose]),
            [
                ["AL2023_x86_64_NEURON", false],
                ["BOTTLEROCKET_x86_64", true],
                ["BOTTLEROCKET_x86_64_FIPS", true],
            ],
        );
        for (const { architecture, advertises } of holding) assert.deepEqual([architecture, advertises], ["amd64", []]);
    });

    it("are for nodes without accelerators unless they are made for some", () => {
        for (const { name, generalPurpose } of nodeImages()) {
            assert.equal(generalPurpose, !/NVIDIA|NEURON/.test(name), name);
        }
    });

    it("exist with the NVIDIA driver for both architectures and both systems, and on Bottlerocket with FIPS", () =>
        assert.deepEqual(
            nodeImages()
                .filter(({ drivers }) => drivers.includes("nvidia"))
                .map(({ name }) => name),
            [
                "AL2023_x86_64_NVIDIA",
                "AL2023_ARM_64_NVIDIA",
                "BOTTLEROCKET_x86_64_NVIDIA",
                "BOTTLEROCKET_ARM_64_NVIDIA",
                "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
                "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
            ],
        ));

    it("have their newest version in SSM", () => {
        assert.deepEqual(nodeImageParameters("AL2023_x86_64_NVIDIA", "1.35"), {
            imageId: "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/image_id",
            releaseVersion:
                "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/release_version",
        });
        assert.deepEqual(nodeImageParameters("BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "1.34"), {
            imageId: "/aws/service/bottlerocket/aws-k8s-1.34-nvidia-fips/arm64/latest/image_id",
            releaseVersion: "/aws/service/bottlerocket/aws-k8s-1.34-nvidia-fips/arm64/latest/image_version",
        });
    });

    it("have parameters with the version filled in everywhere", () => {
        const parameters = nodeImages().flatMap(({ name }) => {
            const { imageId, releaseVersion } = nodeImageParameters(name, "1.35");
            return [imageId, releaseVersion];
        });
        for (const path of parameters) assert.match(path, /^\/aws\/service\/[^{}]*1\.35[^{}]*$/);
        assert.equal(new Set(parameters).size, parameters.length);
    });

    it("are undefined for a name that is none", () => assert.equal(nodeImage("AL2_x86_64_GPU"), undefined));
});

describe("settings of an image", () => {
    const told = (name: NodeImageName, family: "nvidia" | "neuron" | "fpga") =>
        imageSettings(nodeImage(name), family).map(({ setting, value }) => `${setting} = ${value}`);

    it("let pods own Neuron devices on Bottlerocket, and are needed nowhere else", () => {
        const setting = "settings.kubernetes.device-ownership-from-security-context = true";
        assert.deepEqual(told("BOTTLEROCKET_x86_64", "neuron"), [setting]);
        assert.deepEqual(told("BOTTLEROCKET_x86_64_FIPS", "neuron"), [setting]);
        assert.deepEqual(told("AL2023_x86_64_NEURON", "neuron"), []);
        assert.deepEqual(told("BOTTLEROCKET_x86_64_NVIDIA", "nvidia"), []);
    });
});
