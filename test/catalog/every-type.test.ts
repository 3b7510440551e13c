// What each type of the catalogue must have before a node group can be planned from it. Does not start a node.
import assert from "node:assert/strict";
import { imagesFor } from "../../components/catalog/aws/images-for";
import { nodeImages } from "../../components/catalog/aws/images";
import {
    awsInstanceTypes,
    isFpga,
    isNeuron,
    isNvidia,
    type AwsInstanceTypeFacts,
} from "../../components/catalog/aws/instance-types";
import { awsQuota } from "../../components/catalog/aws/quotas";
import { eksVersions } from "../../components/catalog/kubernetes/eks-versions";

describe("every instance type", () => {
    for (const type of awsInstanceTypes()) {
        it(`${type.name} has an architecture, two quotas and a verdict of every image`, () => {
            assert.match(type.architecture, /^(amd64|arm64)$/);
            for (const market of ["onDemand", "spot"] as const) {
                const quota = awsQuota(type.family, market);
                assert.ok(quota.known, `${market}: ${quota.known ? "" : quota.why}`);
            }
            for (const { version } of eksVersions()) {
                const verdicts = imagesFor(type.name, version);
                assert.equal(verdicts.length, nodeImages().length);
                for (const { serves, why } of verdicts) assert.equal(serves, why === "");
            }
        });
    }
});

describe("every type with GPUs, Neuron chips or FPGAs that can be bought, and every general-purpose type", () => {
    const isSold = (type: AwsInstanceTypeFacts) =>
        isNvidia(type) || isNeuron(type) || (isFpga(type) && type.status === "current");
    const wanted = awsInstanceTypes().filter(type => isSold(type) || type.accelerator.kind === "none");

    it("has an AL2023 image on every Kubernetes version, and it is the first choice", () => {
        for (const type of wanted) {
            for (const { version } of eksVersions()) {
                const [first] = imagesFor(type.name, version);
                assert.ok(first?.serves, `${type.name} on ${version}`);
                assert.match(first.image, /^AL2023_/);
            }
        }
    });
});
