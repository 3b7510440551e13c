/** Does not prove nodeadm's own reading of a document: only the fields that a simulated node shows are read. */
import assert from "node:assert/strict";

import { emptyNodeConfig, readUserData } from "../../../../sim/cloud/aws/eks/node-config";

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

    it("may be of several parts, each with headers of its own", () => {
        const encoded = Buffer.from(nodeConfig({ kubelet: { config: { maxPods: 33 } } })).toString("base64");
        const type = 'application/node.eks.aws; charset="us-ascii"\nContent-Transfer-Encoding: base64';
        assert.equal(configOf(["text/x-shellscript", "#!/bin/bash"], [type, encoded]).maxPods, 33);
    });

    it("asks for pods, labels, taints, local storage and a name", () => {
        const spec = {
            kubelet: {
                config: { maxPods: 40, registerWithTaints: [{ key: "example.com/w", effect: "NoSchedule" }] },
                flags: [
                    "--node-labels=a=1,b=2",
                    "--register-with-taints=example.com/x=y:NoSchedule,example.com/z:NoExecute",
                ],
            },
            instance: { localStorage: { strategy: "RAID0" } },
            featureGates: { InstanceIdNodeName: true },
        };
        assert.deepEqual(configOf(["application/node.eks.aws", nodeConfig(spec)]), {
            ...emptyNodeConfig,
            maxPods: 40,
            labels: { a: "1", b: "2" },
            taints: [
                { key: "example.com/w", effect: "NoSchedule" },
                { key: "example.com/x", value: "y", effect: "NoSchedule" },
                { key: "example.com/z", effect: "NoExecute" },
            ],
            localStorage: "RAID0",
            namedAfterInstance: true,
        });
    });

    it("names the cluster to an image of one's own only with all four facts", () => {
        const cluster = { name: "a", apiServerEndpoint: "https://b", certificateAuthority: "c", cidr: "10.100.0.0/16" };
        const names = (facts: object) =>
            configOf(["application/node.eks.aws", nodeConfig({ cluster: facts })]).cluster !== undefined;
        assert.equal(names(cluster), true);
        for (const key of Object.keys(cluster)) assert.equal(names({ ...cluster, [key]: undefined }), false, key);
    });

    it("lets a later document override an earlier one, in the same part or in another", () => {
        const first = nodeConfig({ kubelet: { config: { maxPods: 40 }, flags: ["--node-labels=a=1,b=1"] } });
        const second = nodeConfig({ kubelet: { config: { maxPods: 50 }, flags: ["--node-labels=b=2"] } });
        for (const parts of [
            [
                ["application/node.eks.aws", first],
                ["application/node.eks.aws", second],
            ],
            [["application/node.eks.aws", `---\n${first}\n---\n${second}`]],
        ] as const) {
            const { maxPods, labels } = configOf(...parts);
            assert.deepEqual({ maxPods, labels }, { maxPods: 50, labels: { a: "1", b: "2" } });
        }
    });
});

describe("a script in user data", () => {
    const script = (...lines: readonly string[]) =>
        configOf(["text/x-shellscript", ["#!/bin/bash", ...lines].join("\n")]);

    it("sets huge pages aside", () => {
        assert.equal(script("sudo sysctl -w vm.nr_hugepages=2048").hugePages, 2048);
        assert.equal(script('echo "vm.nr_hugepages=64" >> /etc/sysctl.conf').hugePages, 64);
        assert.equal(script("# sysctl -w vm.nr_hugepages=2048").hugePages, undefined);
        const giant = "echo 16 > /sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages";
        assert.deepEqual([script(giant).giantPages, script(giant).hugePages], [16, undefined]);
        assert.equal(script(giant.replace("1048576kB", "2048kB")).giantPages, undefined);
    });

    it("divides GPUs", () => {
        const all = { gpus: [], profiles: [], compute: false };
        const divided: readonly (readonly [string[], object[]])[] = [
            [["nvidia-smi -mig 1"], [{ ...all, does: "enable" }]],
            [["sudo /usr/bin/nvidia-smi -i 0,2 -mig ENABLED || true"], [{ ...all, does: "enable", gpus: [0, 2] }]],
            [["nvidia-smi -mig 0 # off again"], [{ ...all, does: "disable" }]],
            [
                ["nvidia-smi -mig 1 && nvidia-smi mig -cgi 3g.40gb,4g.40gb -C"],
                [
                    { ...all, does: "enable" },
                    { ...all, does: "create", profiles: ["3g.40gb", "4g.40gb"], compute: true },
                ],
            ],
            [
                ["for gpu in 0 1; do", "  nvidia-smi mig -i $gpu -cgi \\", '    "1g.10gb" -C > /dev/null', "done"],
                [{ ...all, does: "create", profiles: ["1g.10gb"], compute: true }],
            ],
            [
                ["nvidia-smi mig -dgi", "nvidia-smi mig --create-gpu-instance=7g.80gb", "nvidia-smi mig -cci"],
                [
                    { ...all, does: "destroy" },
                    { ...all, does: "create", profiles: ["7g.80gb"] },
                    { ...all, does: "createCompute" },
                ],
            ],
        ];
        for (const [lines, commands] of divided)
            assert.deepEqual(script(...lines).gpus, { by: "nvidia-smi", commands }, lines.join(" / "));
    });

    it("changes nothing when it only looks", () => {
        for (const line of [
            "nvidia-smi -L",
            "nvidia-smi --query-gpu=name --format=csv",
            "nvidia-smi mig -lgip",
            "true",
        ])
            assert.deepEqual(script(line).gpus, { by: "nobody" }, line);
    });
});
