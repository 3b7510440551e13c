/**
 * What Kubernetes' node problem detector finds on a simulated node. Does not prove that a real one reads the kernel's log, nor
 * that a check which calls other programs works in its image.
 */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../../sim/cloud/contract";
import type { Outcome } from "../../../../sim/cluster/device-plugins/plugin";
import { readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import { aNode, aPluginPod, type PluginPodOverrides } from "../builders";

const check = ["[ -f /state/broken ] || exit 0", "cat /state/broken", "exit 1"].join("\n");

function monitor(changes: object = {}): object {
    return {
        plugin: "custom",
        source: "disk-monitor",
        conditions: [{ type: "DiskBroken", reason: "DiskIsFine", message: "the disk is fine" }],
        rules: [
            {
                type: "permanent",
                condition: "DiskBroken",
                reason: "DiskIsBroken",
                path: "/bin/sh",
                args: ["/config/check.sh"],
            },
        ],
        ...changes,
    };
}

interface Given {
    readonly config?: object;
    readonly script?: string;
    readonly node?: Partial<NodeSpec>;
    readonly pod?: PluginPodOverrides;
}

function found({ config = monitor(), script = check, node = {}, pod = {} }: Given = {}): Outcome | undefined {
    const overrides = aPluginPod({
        ...pod,
        container: {
            name: "node-problem-detector",
            image: "registry.k8s.io/node-problem-detector/node-problem-detector:v1.36.0",
            command: ["/node-problem-detector", "--logtostderr", "--config.custom-plugin-monitor=/config/disk.json"],
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            volumeMounts: [
                { name: "config", mountPath: "/config" },
                { name: "state", mountPath: "/state" },
            ],
            ...pod.container,
        },
        spec: {
            volumes: [
                { name: "config", configMap: { name: "npd" } },
                { name: "state", hostPath: { path: "/var/state" } },
            ],
            ...pod.spec,
        },
    });
    const configMaps = { npd: { "disk.json": JSON.stringify(config), "check.sh": script } };
    return readPluginPod(overrides, aNode({ taints: [], ...node }), configMaps).containers[0]?.outcome;
}

const conditions = (given?: Given) => {
    const outcome = found(given);
    return outcome?.kind === "observes" ? outcome.conditions : outcome;
};
const broken = { hostFiles: { "/var/state/broken": "sector 7\n" } };
const fine = { type: "DiskBroken", status: "False", reason: "DiskIsFine", message: "the disk is fine" };
const wrong = { type: "DiskBroken", status: "True", reason: "DiskIsBroken", message: "sector 7" };

describe("the node problem detector on a simulated node", () => {
    it("finds nothing where the check ends well", () => assert.deepEqual(conditions(), [fine]));

    it("says what the check printed where it ends with 1", () => {
        assert.deepEqual(conditions({ node: broken }), [wrong]);
    });

    it("does not know where the check ends otherwise, and keeps the reason that it has by default", () => {
        const script = "echo who knows; exit 2";
        assert.deepEqual(conditions({ script }), [{ ...fine, status: "Unknown", message: "who knows" }]);
    });

    it("cuts what the check printed where it is told to, or after 80 characters", () => {
        const script = `printf '${"a".repeat(100)}'; exit 1`;
        const message = (config: object) => {
            const told = conditions({ script, config });
            return Array.isArray(told) ? (told as { message: string }[])[0]?.message.length : told;
        };
        assert.equal(message(monitor()), 80);
        assert.equal(message(monitor({ pluginConfig: { max_output_length: 90 } })), 90);
    });

    it("does not know what a check finds that the simulation cannot carry out", () => {
        const script = "smartctl --health /dev/sda || exit 1";
        assert.deepEqual(conditions({ script }), [
            { ...fine, status: "Unknown", message: "the check is not simulated: it holds the program smartctl" },
        ]);
    });

    it("sees its node where it is mounted alone", () => {
        const elsewhere = { hostFiles: { "/var/other/broken": "sector 7\n" } };
        const anywhere = "for file in /state/* /other/* /*/broken; do [ -f $file ] && exit 1; done; exit 0";
        assert.deepEqual(conditions({ node: elsewhere, script: anywhere }), [fine]);
        const volumes = [
            { name: "config", configMap: { name: "npd" } },
            { name: "state", hostPath: { path: "/var/other" } },
        ];
        assert.deepEqual(conditions({ node: elsewhere, pod: { spec: { volumes } } }), [wrong]);
    });

    it("tells links from what is none", () => {
        const hostPaths = ["/var/state/link", "/var/state/directory"];
        const node = { hostPaths, hostLinks: ["/var/state/link"] };
        const script = "[ -L /state/link ] && [ -d /state/directory ] && ! [ -L /state/directory ] && exit 1; exit 0";
        const message = "";
        assert.deepEqual(conditions({ node, script }), [{ ...wrong, message }]);
    });

    it("runs a mounted script by its name only when its mode says so", () => {
        const [rule] = (monitor() as { rules: object[] }).rules;
        const config = monitor({ rules: [{ ...rule, path: "/config/check.sh", args: [] }] });
        const message = "Error in starting plugin. Please check the error log";
        assert.deepEqual(conditions({ config, node: broken }), [{ ...fine, status: "Unknown", message }]);
        const volumes = [
            { name: "config", configMap: { name: "npd", defaultMode: 0o755 } },
            { name: "state", hostPath: { path: "/var/state" } },
        ];
        assert.deepEqual(conditions({ config, node: broken, pod: { spec: { volumes } } }), [wrong]);
    });

    it("tells of problems that pass, and makes no condition of them", () => {
        const rules = [{ type: "temporary", reason: "DiskSlow", path: "/bin/sh", args: ["/config/check.sh"] }];
        const outcome = found({ config: monitor({ rules }), node: broken });
        assert.deepEqual(outcome, {
            kind: "observes",
            conditions: [fine],
            notices: [{ reason: "DiskSlow", message: "sector 7" }],
        });
    });

    it("finds nothing in the kernel's log, if it sees that", () => {
        const config = { plugin: "kmsg", conditions: (monitor() as { conditions: object }).conditions };
        const command = ["/node-problem-detector", "--config.system-log-monitor", "/config/disk.json"];
        const blind = conditions({ config, pod: { container: { command } } });
        assert.match(JSON.stringify(blind), /PluginFailed.*open \/dev\/kmsg/);
        const container = {
            command,
            volumeMounts: [
                { name: "config", mountPath: "/config" },
                { name: "kmsg", mountPath: "/dev/kmsg" },
            ],
        };
        const volumes = [
            { name: "config", configMap: { name: "npd" } },
            { name: "kmsg", hostPath: { path: "/dev/kmsg" } },
        ];
        assert.deepEqual(conditions({ config, pod: { container, spec: { volumes } } }), [fine]);
    });

    const [rule] = (monitor() as { rules: object[] }).rules;
    const ends: readonly (readonly [what: string, given: Given, reason: string, message: RegExp])[] = [
        [
            "no monitor",
            { pod: { container: { command: ["/node-problem-detector"] } } },
            "PluginFailed",
            /No configuration/,
        ],
        ["a file that is not there", { pod: { container: { volumeMounts: [] } } }, "PluginFailed", /Failed to read/],
        ["another plugin", { config: monitor({ plugin: "shell" }) }, "PluginFailed", /Only support \\"custom\\"/],
        [
            "a condition without its default",
            { config: monitor({ conditions: [] }) },
            "PluginFailed",
            /does not have preset default condition/,
        ],
        [
            "a check that is not there",
            { config: monitor({ rules: [{ ...rule, path: "/config/chekc.sh" }] }) },
            "PluginFailed",
            /rule path .* does not exist/,
        ],
        [
            "a check that may take longer than all",
            { config: monitor({ rules: [{ ...rule, timeout: "1m" }] }) },
            "PluginFailed",
            /greater than global timeout/,
        ],
        ["no token", { pod: { spec: { automountServiceAccountToken: false } } }, "ServiceAccountMissing", /token/],
        ["no name of its node", { pod: { container: { env: [] } } }, "NodeUnknown", /plugin-abcde/],
        [
            "an unknown image",
            { pod: { container: { image: "x/node-problem-detector/node-problem-detector:latest" } } },
            "ImageUnknown",
            /released/,
        ],
    ];
    for (const [what, given, reason, message] of ends)
        it(`ends with ${what}`, () => {
            const outcome = found(given);
            assert.ok(outcome?.kind === "fails");
            assert.equal(outcome.reason, reason);
            assert.match(JSON.stringify(outcome.message), message);
        });
});
