/** Does not prove nodeadm's own reading of a document: only the fields that a simulated node shows are read. */
import assert from "node:assert/strict";

import { readUserData } from "../../../../sim/cloud/aws/eks/node-config";

type Part = readonly [type: string, body: string];

const mime = (...parts: readonly Part[]) =>
    Buffer.from(
        [
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="//"',
            "",
            ...parts.flatMap(([type, body]) => ["--//", `Content-Type: ${type}`, "", body]),
            "--//--",
            "",
        ].join("\n"),
    ).toString("base64");

const nodeConfig = (spec: object) => JSON.stringify({ apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec });

function configOf(...parts: readonly Part[]) {
    const read = readUserData(mime(...parts));
    assert.ok("config" in read, JSON.stringify(read));
    return read.config;
}

describe("user data of a launch template", () => {
    it("must be MIME multipart", () => {
        const plain = Buffer.from("#!/bin/bash\necho hello").toString("base64");
        assert.deepEqual(readUserData(plain), { problem: "not MIME" });
    });

    it("must hold NodeConfig documents where it says so", () => {
        assert.deepEqual(readUserData(mime(["application/node.eks.aws", "kind: Other"])), {
            problem: "not a NodeConfig",
        });
        assert.deepEqual(readUserData(mime(["application/node.eks.aws", "a: [1"])), { problem: "not a NodeConfig" });
    });

    it("may hold scripts, which are not run here", () =>
        assert.equal(configOf(["text/x-shellscript", "#!/bin/bash\ntrue"]).maxPods, undefined));

    it("asks for pods, labels, taints and local storage", () => {
        const spec = {
            kubelet: {
                config: { maxPods: 40 },
                flags: [
                    "--node-labels=a=1,b=2",
                    "--register-with-taints=example.com/x=y:NoSchedule,example.com/z:NoExecute",
                ],
            },
            instance: { localStorage: { strategy: "RAID0" } },
        };
        assert.deepEqual(configOf(["application/node.eks.aws", nodeConfig(spec)]), {
            maxPods: 40,
            labels: { a: "1", b: "2" },
            taints: [
                { key: "example.com/x", value: "y", effect: "NoSchedule" },
                { key: "example.com/z", effect: "NoExecute" },
            ],
            localStorage: "RAID0",
            namesCluster: false,
        });
    });

    it("lets a later document override an earlier one", () => {
        const first = nodeConfig({ kubelet: { config: { maxPods: 40 } } });
        const second = nodeConfig({ kubelet: { config: { maxPods: 50 } } });
        assert.equal(configOf(["application/node.eks.aws", first], ["application/node.eks.aws", second]).maxPods, 50);
    });
});
