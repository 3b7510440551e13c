/** What the nodes of a group show of its launch template. Does not prove that such a machine boots: nothing runs. */
import assert from "node:assert/strict";

import type { Props } from "../../../../sim/cloud/contract";
import { aCluster, aTemplate, createGroup, nodesOf } from "./a-cluster";

const encoded = (source: string) => Buffer.from(source).toString("base64");

async function groupOf(inputs: Props, template: Props) {
    const cluster = await aCluster();
    const launchTemplate = await aTemplate(cluster, template);
    const { failure } = await createGroup(cluster, { ...inputs, launchTemplate });
    const [node] = nodesOf(cluster);
    return { failure, node };
}

const bottlerocket: Props = { instanceTypes: ["g6.xlarge"], amiType: "BOTTLEROCKET_x86_64_NVIDIA" };

describe("nodes of a launch template", () => {
    it("have its EFA interfaces, and the huge pages that these need", async () => {
        const networkInterfaces: Props[] = [
            { deviceIndex: 0, networkCardIndex: 0 },
            { deviceIndex: 1, networkCardIndex: 0, interfaceType: "efa-only" },
        ];
        const inputs = { instanceTypes: ["g6.8xlarge"], amiType: "AL2023_x86_64_NVIDIA" };
        const { failure, node } = await groupOf(inputs, { networkInterfaces });
        assert.equal(failure, undefined);
        assert.deepEqual(
            node?.devices.map(({ kind, count }) => [kind, count]),
            [
                ["nvidia-gpu", 1],
                ["efa", 1],
            ],
        );
        assert.equal(node.capacity["hugepages-2Mi"], "7042Mi");
    });

    it("follow Bottlerocket's user data", async () => {
        const userData = encoded(
            '[settings.kubernetes.node-labels]\nteam = "search"\n' +
                '[settings.kubelet-device-plugins.nvidia]\ndevice-sharing-strategy = "time-slicing"\n' +
                "time-slicing.replicas = 4\n",
        );
        const { failure, node } = await groupOf(bottlerocket, { userData });
        assert.equal(failure, undefined);
        assert.equal(node?.labels.team, "search");
        const [gpus] = node.devices;
        assert.ok(gpus?.kind === "nvidia-gpu" && gpus.pluginBuiltIn);
        assert.match(JSON.stringify(gpus.pluginConfig), /"replicas":4/);
    });

    it("are refused with user data for Bottlerocket that EKS cannot merge", async () => {
        await assert.rejects(groupOf(bottlerocket, { userData: encoded("#!/bin/bash\ntrue") }), /TOML/);
    });

    it("never join with a setting that Bottlerocket does not know", async () => {
        const userData = encoded("[settings.kubelet-device-plugins.nvidia]\nsharing = true");
        const { failure, node } = await groupOf(bottlerocket, { userData });
        assert.match(failure ?? "", /failed to join/);
        assert.equal(node, undefined);
    });

    it("divide their GPUs before the kubelet starts, and say what they could not do", async () => {
        const script = (profiles: string) =>
            encoded(
                'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n--//\n' +
                    `Content-Type: text/x-shellscript\n\n#!/bin/bash\nnvidia-smi -mig 1\nnvidia-smi mig -cgi ${profiles} -C\n--//--\n`,
            );
        const inputs = { instanceTypes: ["p5.4xlarge"], amiType: "AL2023_x86_64_NVIDIA" };
        const divided = await groupOf(inputs, { userData: script("3g.40gb,3g.40gb") });
        const [gpus] = divided.node?.devices ?? [];
        assert.ok(gpus?.kind === "nvidia-gpu");
        assert.deepEqual(gpus.mig, [{ gpu: 0, instances: ["3g.40gb", "3g.40gb"] }]);
        const wrong = await groupOf(inputs, { userData: script("1g.5gb") });
        assert.match(wrong.node?.bootProblems?.[0] ?? "", /H100 has no profile 1g\.5gb/);
    });
});
