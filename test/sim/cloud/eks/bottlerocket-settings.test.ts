/** Does not prove that other sections of user data are right: only those that a simulated node shows are read. */
import assert from "node:assert/strict";
import * as fc from "fast-check";

import { readBottlerocketSettings } from "../../../../sim/cloud/aws/eks/bottlerocket-settings";
import { readToml } from "../../../../sim/cloud/aws/eks/toml";
import { anImage } from "./a-machine";

const nvidiaImage = anImage("BOTTLEROCKET_x86_64_NVIDIA");

const read = (toml: string, image = nvidiaImage, release = "1.63.0-5e1ec7ed") =>
    readBottlerocketSettings(Buffer.from(toml).toString("base64"), image, release);

function configOf(...[toml, image, release]: Parameters<typeof read>) {
    const answer = read(toml, image, release);
    assert.ok("config" in answer, JSON.stringify(answer));
    return answer.config;
}

function refusalOf(...[toml, image, release]: Parameters<typeof read>): string {
    const answer = read(toml, image, release);
    assert.ok("problem" in answer && answer.problem === "refused", JSON.stringify(answer));
    return answer.why;
}

const nvidia = (...lines: readonly string[]) => ["[settings.kubelet-device-plugins.nvidia]", ...lines].join("\n");

function pluginOf(...lines: readonly string[]): unknown {
    const { gpus } = configOf(nvidia(...lines));
    assert.equal(gpus.by, "bottlerocket");
    return gpus.plugin;
}

describe("user data of a Bottlerocket node", () => {
    it("asks for pods, labels, taints, huge pages and names the cluster", () => {
        const config = configOf(`
[settings.kubernetes]
max-pods = 40 # not more
cluster-name = "shared"
api-server = "https://example"
cluster-certificate = "QUJD"
[settings.kubernetes.node-labels]
team = "search"
"example.com/disk" = "fast"
[settings.kubernetes.node-taints]
"nvidia.com/gpu" = "present:NoSchedule"
"example.com/x" = ["a:NoSchedule", "b:NoExecute"]
[settings.kernel.sysctl]
"vm.nr_hugepages" = "3000"
`);
        assert.equal(config.maxPods, 40);
        assert.deepEqual(config.labels, { team: "search", "example.com/disk": "fast" });
        assert.deepEqual(config.taints, [
            { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
            { key: "example.com/x", value: "a", effect: "NoSchedule" },
            { key: "example.com/x", value: "b", effect: "NoExecute" },
        ]);
        assert.equal(config.hugePages, 3000);
        assert.notEqual(config.cluster, undefined);
    });

    it("must be TOML as EKS merges it", () => {
        for (const toml of [
            "#!/bin/bash\necho hello",
            "[settings",
            '[settings."a.b"]',
            'a = "\\"quoted\\""',
            "a = [1, 'b']",
        ])
            assert.equal("problem" in read(toml) && (read(toml) as { problem: string }).problem, "not TOML", toml);
    });

    it("gives the built-in plugin the file that Bottlerocket makes of its settings", () => {
        const flags = { migStrategy: "none", failOnInitError: true };
        assert.deepEqual(pluginOf(), { version: "v1", flags });
        assert.deepEqual(pluginOf('device-sharing-strategy = "time-slicing"'), {
            version: "v1",
            flags,
            sharing: {
                timeSlicing: {
                    renameByDefault: true,
                    failRequestsGreaterThanOne: true,
                    resources: [{ name: "nvidia.com/gpu", replicas: 2 }],
                },
            },
        });
        assert.deepEqual(
            pluginOf(
                'device-sharing-strategy = "mps"',
                "[settings.kubelet-device-plugins.nvidia.mps]",
                "replicas = 10",
                "rename-by-default = false",
            ),
            {
                version: "v1",
                flags,
                sharing: { mps: { renameByDefault: false, resources: [{ name: "nvidia.com/gpu", replicas: 10 }] } },
            },
        );
        assert.equal(pluginOf("enabled = false"), null);
    });

    it("divides GPUs by model", () => {
        const config = configOf(
            nvidia(
                'device-partitioning-strategy = "mig"',
                "[settings.kubelet-device-plugins.nvidia.mig.profile]",
                '"a100.40gb" = "2g.10gb"',
                '"h100.80gb" = "4"',
            ),
        );
        assert.equal(config.gpus.by === "bottlerocket" && config.gpus.mig?.["h100.80gb"], "4");
        const { gpus } = configOf(nvidia());
        assert.equal(gpus.by === "bottlerocket" && gpus.mig, null);
    });

    const refused: readonly (readonly [string, string, RegExp])[] = [
        ["a setting that does not exist", "sharing = true", /nvidia\.sharing is not known/],
        ["an unknown strategy", 'device-sharing-strategy = "slices"', /not one of none, time-slicing, mps/],
        ["mixed MIG", 'device-partitioning-strategy = "mixed"', /not one of none, mig/],
        ["one replica", "time-slicing.replicas = 1", /not a number from 2 on/],
        [
            "MPS with MIG",
            'device-sharing-strategy = "mps"\ndevice-partitioning-strategy = "mig"',
            /MPS and MIG cannot be enabled simultaneously/,
        ],
    ];
    for (const [what, line, why] of refused)
        it(`keeps a machine from coming up with ${what}`, () => assert.match(refusalOf(nvidia(line)), why));

    it("is refused by a release that is older than the setting, and by an image without the driver", () => {
        assert.match(
            refusalOf(nvidia("enabled = false"), nvidiaImage, "1.62.1-00000000"),
            /not known to release 1.62.1/,
        );
        assert.match(refusalOf(nvidia(), anImage("BOTTLEROCKET_x86_64")), /without NVIDIA's driver/);
    });
});

describe("the TOML that EKS merges", () => {
    it("has tables, dotted keys, lists over several lines and comments", () => {
        assert.deepEqual(
            readToml('a.b = 1\nc."d.e" = true # yes\n[f.g]\nh = [\n "x", # first\n "y",\n]\ni = "a # b"\n'),
            {
                value: { a: { b: 1 }, c: { "d.e": true }, f: { g: { h: ["x", "y"], i: "a # b" } } },
            },
        );
    });

    it("has lists of lists, as bootstrap commands are written", () => {
        const commands = [
            ["apiclient", "ephemeral-storage", "init"],
            ["apiclient", "bind", "a, b [c]"],
        ];
        const lines =
            'commands = [\n ["apiclient", "ephemeral-storage" , "init"],\n ["apiclient", "bind", "a, b [c]"]\n]\n';
        assert.deepEqual(readToml(`${lines}mode = "always"\n`), { value: { commands, mode: "always" } });
        assert.deepEqual(readToml(`commands = ${JSON.stringify(commands)}`), { value: { commands } });
        assert.ok("problem" in readToml('mixed = ["a", ["b"]]'));
    });

    it("has no key twice, and no table twice", () => {
        for (const source of ["a = 1\na = 2", "[a]\n[a]", "a = 1\n[a.b]"])
            assert.ok("problem" in readToml(source), source);
    });

    it("gives back every flat table of texts and whole numbers", () => {
        const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
        const value = fc.oneof(fc.stringMatching(/^[ -!#-[\]-~]{0,12}$/), fc.integer(), fc.boolean());
        fc.assert(
            fc.property(
                fc.dictionary(word, fc.dictionary(word, value, { noNullPrototype: true }), { noNullPrototype: true }),
                tables => {
                    const lines = Object.entries(tables).flatMap(([name, entries]) => [
                        `[${name}]`,
                        ...Object.entries(entries).map(([key, each]) => `${key} = ${JSON.stringify(each)}`),
                    ]);
                    assert.deepEqual(readToml(lines.join("\n")), { value: tables });
                },
            ),
        );
    });
});
