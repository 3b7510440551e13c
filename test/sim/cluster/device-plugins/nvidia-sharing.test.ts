/** Does not prove that shared GPUs share anything: only names and numbers are there. The texts of errors are NVIDIA's. */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Json, MigGpu, NodeSpec } from "../../../../sim/cloud/contract";
import { builtInPlugins } from "../../../../sim/cluster/device-plugins/known-plugins";
import { readMountedFile } from "../../../../sim/cluster/device-plugins/mounted-files";
import type { Outcome } from "../../../../sim/cluster/device-plugins/plugin";
import { readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../../../sim/cluster/kubernetes/objects";
import { aNode, anMpsDaemonPod, aPluginPod, configured, someGpus, type PluginPodOverrides } from "../builders";

const h100s = (mig?: readonly MigGpu[]): NodeSpec =>
    aNode({ devices: [someGpus({ model: "H100", memoryGiB: 80, count: 2, ...(mig && { mig }) })] });

interface Case {
    readonly node?: NodeSpec;
    readonly pod?: PluginPodOverrides;
    readonly file?: string;
    readonly neighbours?: readonly Pod[];
}

function outcome({ node = h100s(), pod = {}, file = "", neighbours = [] }: Case): Outcome {
    const configMaps = { "plugin-config": { "config.yaml": file } };
    const own = aPluginPod(configured({ ...pod, node }));
    const all = [own, ...neighbours].map(each => ({ pod: each, configMaps }));
    const found = readPluginPod(own, node, configMaps, all).containers[0]?.outcome;
    assert.ok(found);
    return found;
}

function resources(of: Case): unknown {
    const found = outcome(of);
    assert.equal(found.kind, "registers");
    return found.resources;
}

function message(of: Case): string {
    const found = outcome(of);
    assert.equal(found.kind, "fails");
    return found.message;
}

const image = (tag: string) => ({ container: { image: `nvcr.io/nvidia/k8s-device-plugin:${tag}` } });
const slicing = (settings: string) => `version: v1\nsharing:\n  timeSlicing:\n    ${settings}\n`;
const fourEach = "resources: [{ name: nvidia.com/gpu, replicas: 4 }]";

describe("the configuration of NVIDIA's device plugin", () => {
    it("multiplies the devices of a resource that is shared in time", () => {
        assert.deepEqual(resources({ file: slicing(fourEach) }), { "nvidia.com/gpu": 8 });
        assert.deepEqual(resources({ file: slicing(`renameByDefault: true\n    ${fourEach}`) }), {
            "nvidia.com/gpu.shared": 8,
        });
    });

    it("leaves a resource alone that is not named", () => {
        const other = "resources: [{ name: nvidia.com/mig-1g.10gb, replicas: 4 }]";
        assert.deepEqual(resources({ file: slicing(other) }), { "nvidia.com/gpu": 2 });
    });

    it("says of which resources there is one each", () => {
        const found = outcome({ file: slicing(`failRequestsGreaterThanOne: true\n    ${fourEach}`) });
        assert.deepEqual(found.kind === "registers" && found.oneEach, ["nvidia.com/gpu"]);
        const lenient = outcome({ file: slicing(fourEach) });
        assert.equal(lenient.kind === "registers" && lenient.oneEach, undefined);
    });

    const wrong: readonly (readonly [string, Case, RegExp])[] = [
        [
            "one replica",
            { file: slicing("resources: [{ name: nvidia.com/gpu, replicas: 1 }]") },
            /replicas must be >= 2/,
        ],
        ["no replicas", { file: slicing("resources: [{ name: nvidia.com/gpu }]") }, /no replicas specified/],
        ["no resource", { file: slicing("resources: []") }, /no resources specified/],
        ["another version", { file: "version: v2" }, /unknown version: "v2"/],
        ["no YAML", { file: "a: [1" }, /error converting YAML to JSON/],
        ["an unknown MIG strategy", { file: "flags: { migStrategy: double }" }, /unknown MIG strategy: double/],
        [
            "a file that is not in the ConfigMap",
            { pod: { container: { env: [{ name: "CONFIG_FILE", value: "/config/other.yaml" }] } } },
            /open \/config\/other\.yaml: no such file.*only config\.yaml/,
        ],
        [
            "MPS and mixed MIG",
            { file: `flags: { migStrategy: mixed }\nsharing: { mps: { ${fourEach} } }` },
            /using --mig-strategy=mixed is not supported with MPS/,
        ],
    ];
    for (const [what, of, text] of wrong)
        it(`ends the plugin with ${what}`, () => {
            assert.match(message(of), /the NVIDIA device plugin ends: error starting plugins: /);
            assert.match(message(of), text);
        });

    it("comes from the command line before the environment before the file", () => {
        const mig = [0, 1].map(gpu => ({ gpu, instances: ["7g.80gb"] }));
        const file = "flags: { migStrategy: none }";
        const config = { name: "CONFIG_FILE", value: "/config/config.yaml" };
        const env = [config, { name: "MIG_STRATEGY", value: "mixed" }];
        const node = h100s(mig);
        assert.deepEqual(resources({ node, file }), { "nvidia.com/gpu": 2 });
        assert.deepEqual(resources({ node, file, pod: { container: { env } } }), { "nvidia.com/mig-7g.80gb": 2 });
        const args = ["--mig-strategy=single"];
        assert.deepEqual(resources({ node, file, pod: { container: { env, args } } }), { "nvidia.com/gpu": 2 });
        const inFile = "flags: { migStrategy: mixed }";
        assert.deepEqual(resources({ node, file: inFile }), { "nvidia.com/mig-7g.80gb": 2 });
    });

    it("is passed over by releases from before it existed", () => {
        assert.deepEqual(resources({ file: slicing(fourEach), pod: image("v0.11.0") }), { "nvidia.com/gpu": 2 });
        const mps = `sharing: { mps: { ${fourEach} } }`;
        assert.deepEqual(resources({ file: mps, pod: image("v0.14.5") }), { "nvidia.com/gpu": 2 });
    });

    it("keeps a pod from starting while its ConfigMap is not there", () => {
        const pod = aPluginPod(configured({ node: h100s() }));
        const [container] = readPluginPod(pod, h100s(), { "plugin-config": undefined }).containers;
        assert.equal(container?.outcome.kind === "fails" && container.outcome.reason, "FailedMount");
    });

    it("is found by the items, the part and the place of its volume", () => {
        const data = { "plugin-config": { a: "text" } };
        const read = (mount: object, items?: { key: string; path: string }[]) => {
            const [container] = [{ name: "c", volumeMounts: [{ name: "v", mountPath: "/x", ...mount }] }];
            const volumes = [{ name: "v", configMap: { name: "plugin-config", ...(items && { items }) } }];
            const pod = { metadata: { name: "p" }, spec: { containers: [container], volumes } };
            return (path: string) => readMountedFile(pod, container, path, data);
        };
        assert.deepEqual(read({})("/x/a"), { text: "text" });
        assert.deepEqual(read({ mountPath: "/x/" })("/x/a"), { text: "text" });
        assert.deepEqual(read({ mountPath: "/x/file", subPath: "a" })("/x/file"), { text: "text" });
        assert.deepEqual(read({}, [{ key: "a", path: "b/c" }])("/x/b/c"), { text: "text" });
        assert.ok("problem" in read({}, [{ key: "a", path: "b" }])("/x/a"));
        assert.ok("problem" in read({})("/y/a"));
    });
});

describe("MIG instances under NVIDIA's device plugin", () => {
    const alike = [0, 1].map(gpu => ({ gpu, instances: ["3g.40gb", "3g.40gb"] }));
    const mixed = [{ gpu: 0, instances: ["1g.10gb", "2g.20gb", "1g.10gb"] }];
    const strategy = (name: string, more: Partial<Case> = {}): Case => ({
        file: `flags: { migStrategy: ${name} }`,
        ...more,
    });

    it("are GPUs under the strategy single", () =>
        assert.deepEqual(resources(strategy("single", { node: h100s(alike) })), { "nvidia.com/gpu": 4 }));

    it("are resources of their profiles under mixed, beside the GPUs that are whole", () => {
        assert.deepEqual(resources(strategy("mixed", { node: h100s(mixed) })), {
            "nvidia.com/gpu": 1,
            "nvidia.com/mig-1g.10gb": 2,
            "nvidia.com/mig-2g.20gb": 1,
        });
    });

    it("are not seen under none, nor are there any without MIG mode", () => {
        assert.deepEqual(resources(strategy("none", { node: h100s(alike) })), { "nvidia.com/gpu": 2 });
        for (const name of ["single", "mixed"]) assert.deepEqual(resources(strategy(name)), { "nvidia.com/gpu": 2 });
    });

    it("have their suffixes in the name since 0.20", () => {
        const node = h100s([{ gpu: 0, instances: ["1g.24gb-me", "1g.24gb+gfx", "1g.24gb+me.all"] }]);
        const named = (tag: string) => resources(strategy("mixed", { node, pod: image(tag) }));
        assert.deepEqual(named("v0.20.0"), {
            "nvidia.com/gpu": 1,
            "nvidia.com/mig-1g.24gb-me": 1,
            "nvidia.com/mig-1g.24gb.gfx": 1,
            "nvidia.com/mig-1g.24gb.me.all": 1,
        });
        assert.deepEqual(named("v0.19.3"), { "nvidia.com/gpu": 1, "nvidia.com/mig-1g.24gb": 3 });
    });

    it("can be shared in time, each by its name", () => {
        const file = `flags: { migStrategy: mixed }\n${slicing("resources: [{ name: mig-1g.10gb, replicas: 3 }]").slice(12)}`;
        const found = resources({ file, node: h100s(mixed) });
        assert.deepEqual(found, { "nvidia.com/gpu": 1, "nvidia.com/mig-1g.10gb": 6, "nvidia.com/mig-2g.20gb": 1 });
    });

    const wrong: readonly (readonly [string, string, readonly MigGpu[], RegExp])[] = [
        [
            "two profiles under single",
            "single",
            [
                { gpu: 0, instances: ["1g.10gb", "2g.20gb"] },
                { gpu: 1, instances: ["1g.10gb"] },
            ],
            /more than one MIG device type present on node/,
        ],
        [
            "whole GPUs beside divided ones under single",
            "single",
            [{ gpu: 0, instances: ["7g.80gb"] }],
            /must be configured with the same migEnabled value/,
        ],
        ["MIG mode without instances", "single", [{ gpu: 0, instances: [] }], /has an invalid MIG configuration/],
        ["MIG mode without instances, mixed", "mixed", [{ gpu: 0, instances: [] }], /has an invalid MIG configuration/],
    ];
    for (const [what, name, mig, text] of wrong)
        it(`end the plugin with ${what}`, () => assert.match(message(strategy(name, { node: h100s(mig) })), text));

    it("are advertised by Bottlerocket's own plugin as its settings have it", () => {
        const node = (config: Json, mig?: readonly MigGpu[]) =>
            aNode({
                devices: [
                    someGpus({
                        count: 2,
                        pluginBuiltIn: true,
                        pluginConfig: config,
                        ...(mig && { mig }),
                    }),
                ],
            });
        const single = { flags: { migStrategy: "single" } };
        assert.deepEqual(builtInPlugins(node(single, alike)), [
            { kind: "registers", resources: { "nvidia.com/gpu": 4 } },
        ]);
        const sliced = {
            sharing: {
                timeSlicing: {
                    renameByDefault: true,
                    failRequestsGreaterThanOne: true,
                    resources: [{ name: "nvidia.com/gpu", replicas: 10 }],
                },
            },
        };
        assert.deepEqual(builtInPlugins(node(sliced)), [
            { kind: "registers", resources: { "nvidia.com/gpu.shared": 20 }, oneEach: ["nvidia.com/gpu.shared"] },
        ]);
        const [failed] = builtInPlugins(node(single, [{ gpu: 0, instances: [] }]));
        assert.equal(failed?.kind, "fails");
    });

    it("are as many as the instances, whatever the strategy, unless it sees none", () => {
        const profile = fc.constantFrom("1g.10gb", "2g.20gb", "3g.40gb");
        fc.assert(
            fc.property(
                fc.array(profile, { minLength: 1, maxLength: 7 }),
                fc.integer({ min: 2, max: 9 }),
                (instances, replicas) => {
                    const node = h100s([0, 1].map(gpu => ({ gpu, instances })));
                    const names = [...new Set(instances)].map(each => `{ name: mig-${each}, replicas: ${replicas} }`);
                    const file = `flags: { migStrategy: mixed }\nsharing: { timeSlicing: { resources: [${names.join(", ")}] } }`;
                    const found = outcome({ node, file });
                    assert.equal(found.kind, "registers");
                    const sum = Object.values(found.resources).reduce((all, each) => all + each, 0);
                    assert.equal(sum, instances.length * 2 * replicas);
                },
            ),
        );
    });
});

describe("MPS under NVIDIA's device plugin", () => {
    const file = `sharing: { mps: { renameByDefault: true, ${fourEach} } }`;
    const node = h100s();
    const daemon = (overrides: PluginPodOverrides = {}) => anMpsDaemonPod({ ...overrides, node });

    it("shares once the control daemon runs on the node, one share for each container", () => {
        assert.match(message({ file }), /no MPS control daemon runs on the node/);
        assert.deepEqual(outcome({ file, neighbours: [daemon()] }), {
            kind: "registers",
            resources: { "nvidia.com/gpu.shared": 8 },
            oneEach: ["nvidia.com/gpu.shared"],
        });
    });

    const wrong: readonly (readonly [string, PluginPodOverrides, RegExp])[] = [
        ["is not privileged", { container: { securityContext: {} } }, /is not privileged/],
        ["mounts nothing", { container: { volumeMounts: [] } }, /has another root/],
        ["mounts no shared memory", { spec: { initContainers: [] } }, /mount-shm/],
        ["has no configuration", { container: { env: [] } }, /not configured to share by MPS/],
        ["is not ready", { ready: false }, /no MPS control daemon runs/],
    ];
    for (const [what, overrides, text] of wrong)
        it(`waits for a daemon that ${what}`, () =>
            assert.match(message({ file, neighbours: [daemon(overrides)] }), text));

    it("needs its root, and the root in the plugin's container", () => {
        const config = { name: "CONFIG_FILE", value: "/config/config.yaml" };
        assert.match(message({ file, pod: { container: { env: [config] } } }), /requires --mps-root/);
        const env = [config, { name: "MPS_ROOT", value: "/elsewhere" }];
        assert.match(message({ file, pod: { container: { env } } }), /does not mount \/elsewhere/);
    });

    it("is not for MIG instances", () => {
        const divided = h100s([0, 1].map(gpu => ({ gpu, instances: ["7g.80gb"] })));
        const single = `flags: { migStrategy: single }\n${file}`;
        const found = message({ file: single, node: divided, neighbours: [anMpsDaemonPod({ node: divided })] });
        assert.match(found, /sharing using MPS is not supported for MIG devices/);
    });
});
