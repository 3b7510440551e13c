/** What the library shows and what importing it loads. Does not measure how long that takes: the benchmark does. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import * as accel from "../../components";

function loadedBy(entry: string): string[] {
    const file = path.join(__dirname, "../../components", entry);
    const script = `require(${JSON.stringify(file)}); console.log(Object.keys(require.cache).join("\\n"))`;
    return execFileSync(process.execPath, ["-r", "tsx/cjs", "-e", script], { encoding: "utf8" }).split("\n");
}

describe("the public surface", () => {
    it("is what users were promised, and nothing by accident", () => {
        assert.deepEqual(Object.keys(accel).sort(), [
            "RefusedError",
            "aws",
            "calendar",
            "capacityBlock",
            "fleet",
            "flexStart",
            "futureReservation",
            "kubernetes",
            "mig",
            "mps",
            "onDemand",
            "poolOf",
            "queued",
            "reservation",
            "sampleManifests",
            "samplePod",
            "spot",
            "summary",
            "timeSlicing",
        ]);
        assert.deepEqual(Object.keys(accel.aws).sort(), [
            "EksCluster",
            "FpgaImageBuilder",
            "FpgaNodeGroup",
            "GpuNodeGroup",
            "Network",
            "NeuronNodeGroup",
            "SystemNodeGroup",
        ]);
        assert.deepEqual(Object.keys(accel.kubernetes).sort(), [
            "DevicePlugins",
            "gpuOperator",
            "gpuOperatorValues",
            "sampleManifests",
            "samplePod",
        ]);
    });

    it("carries on every component the type token by which policies and state know it", () => {
        const { aws, kubernetes } = accel;
        assert.deepEqual(
            [...Object.values(aws), kubernetes.DevicePlugins].map(component => component.__pulumiType).sort(),
            [
                "accelerators:aws:EksCluster",
                "accelerators:aws:FpgaImageBuilder",
                "accelerators:aws:FpgaNodeGroup",
                "accelerators:aws:GpuNodeGroup",
                "accelerators:aws:Network",
                "accelerators:aws:NeuronNodeGroup",
                "accelerators:aws:SystemNodeGroup",
                "accelerators:kubernetes:DevicePlugins",
            ],
        );
    });

    it("loads no resource of a provider's SDK and no table of the catalogue before it is used", () => {
        const loaded = loadedBy("index.ts");
        assert.ok(loaded.some(file => file.endsWith("@pulumi/aws/eks/index.js")));
        const resources = /@pulumi\/aws\/(ec2\/vpc|eks\/(cluster|nodeGroup|addon)|iam\/role|kms\/key)\.js$/;
        const services =
            /@pulumi\/aws\/(rds|lambda|s3\/(index|s3Mixins))|@pulumi\/kubernetes\/(helm|yaml)\/|@pulumi\/kubernetes\/\w+\/v1\/(?!index)/;
        const tables = /components\/catalog\/generated\/.*\.json$/;
        assert.deepEqual(
            loaded.filter(file => resources.test(file) || services.test(file) || tables.test(file)),
            [],
        );
    });

    it("plans without any Pulumi package", () => {
        assert.deepEqual(
            loadedBy("aws/planning.ts").filter(file => file.includes("/@pulumi/")),
            [],
        );
    });
});
