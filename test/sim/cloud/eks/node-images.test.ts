/** Does not prove that AWS's own parameters hold these releases today: values are simulated, their form is AWS's. */
import assert from "node:assert/strict";

import {
    imageById,
    imageId,
    imageOfParameter,
    ownImages,
    latestRelease,
    nodeInfoOf,
    releaseExists,
} from "../../../../sim/cloud/aws/eks/node-images";
import { anImage } from "./a-machine";

describe("node image", () => {
    const parameters: readonly [name: string, amiType: string | undefined][] = [
        [
            "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id",
            "AL2023_x86_64_STANDARD",
        ],
        [
            "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/release_version",
            "AL2023_x86_64_NVIDIA",
        ],
        [
            "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/nvidia/recommended/image_id",
            "AL2023_ARM_64_NVIDIA",
        ],
        [
            "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/neuron/recommended/image_id",
            "AL2023_x86_64_NEURON",
        ],
        ["/aws/service/bottlerocket/aws-k8s-1.35/arm64/latest/image_id", "BOTTLEROCKET_ARM_64"],
        ["/aws/service/bottlerocket/aws-k8s-1.35-nvidia/x86_64/latest/image_version", "BOTTLEROCKET_x86_64_NVIDIA"],
        [
            "/aws/service/bottlerocket/aws-k8s-1.35-nvidia-fips/x86_64/latest/image_id",
            "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
        ],
        ["/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/arm64/neuron/recommended/image_id", undefined],
        ["/aws/service/eks/optimized-ami/1.99/amazon-linux-2023/x86_64/nvidia/recommended/image_id", undefined],
        ["/aws/service/eks/optimized-ami/1.35/amazon-linux-2/recommended/image_id", undefined],
    ];
    for (const [name, amiType] of parameters)
        it(`${amiType ?? "nothing"} is behind ${name}`, () =>
            assert.equal(imageOfParameter(name)?.image.amiType, amiType));

    it("has one id per region and release, of a form that EC2 never gives out", () => {
        const image = anImage("AL2023_x86_64_NVIDIA");
        const id = imageId(image, "1.35", "1.35.6-20260923", "us-east-2");
        assert.match(id, /^ami-0{10}[0-9a-f]{7}$/);
        assert.equal(imageId(image, "1.35", "1.35.6-20260923", "us-east-2"), id);
        assert.notEqual(imageId(image, "1.35", "1.35.6-20260923", "us-west-2"), id);
        assert.equal(imageById(id, "us-east-2")?.image, image);
        assert.equal(imageById(id, "us-west-2"), undefined);
    });

    it("is found behind every image that the account has of its own, in every region, under an id that EC2 never gives out", () => {
        assert.ok(ownImages().length > 0);
        for (const own of ownImages()) {
            assert.match(own.imageId, /^ami-0{10}[0-9a-f]{7}$/);
            for (const region of ["us-east-2", "eu-west-1"])
                assert.equal(imageById(own.imageId, region)?.image.amiType, own.amiType);
        }
    });

    const releases: readonly [release: string, exists: boolean][] = [
        ["1.35.6-20260923", true],
        ["1.35.2-20260304", true],
        ["1.35.7-20260923", false],
        ["1.35.6-20270101", false],
        ["1.34.9-20260923", false],
        ["latest", false],
    ];
    for (const [release, exists] of releases)
        it(`${exists ? "knows" : "does not know"} release ${release} of 1.35`, () =>
            assert.equal(releaseExists(anImage("AL2023_x86_64_NVIDIA"), "1.35", release), exists));

    it("says that its kubelet is simulated", () => {
        const image = anImage("AL2023_ARM_64_STANDARD");
        assert.deepEqual(nodeInfoOf(image, "1.35", latestRelease(image, "1.35") ?? ""), {
            architecture: "arm64",
            kubeletVersion: "v1.35.6-eks-simulated",
            osImage: "Amazon Linux 2023.12.20260923",
            kernelVersion: "6.12.94-123.192.amzn2023.aarch64",
            containerRuntimeVersion: "containerd://2.2.5",
        });
    });
});
