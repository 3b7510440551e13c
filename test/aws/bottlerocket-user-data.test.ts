// Proves what Bottlerocket nodes are told, read back by another reader of TOML. Does not prove that Bottlerocket takes the settings:
// the local cloud holds them against the releases that brought them.
import assert from "node:assert/strict";
import fc from "fast-check";
import { bottlerocketUserData, dnsAddress } from "../../components/aws/node-group/user-data/bottlerocket";
import { tomlText, type TomlTable } from "../../components/aws/node-group/user-data/toml";
import type { BottlerocketPlan } from "../../components/aws/node-group/user-data/user-data-plan";
import { readToml } from "../../sim/cloud/aws/eks/toml";

const plan: BottlerocketPlan = {
    format: "bottlerocket",
    localDisks: "unused",
    joins: "byEks",
    labels: { "pulumi-accelerators/pool": "train" },
    taints: [
        { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        { key: "team", value: "", effect: "NoExecute" },
        { key: "team", value: "a", effect: "NoSchedule" },
    ],
    settings: {},
};
const cluster = {
    clusterName: "shared",
    endpoint: "https://example.gr7.us-east-2.eks.amazonaws.com",
    certificateAuthority: "Q0E=",
    serviceCidr: "172.20.0.0/16",
};
function read(base64: string | undefined): unknown {
    const answer = readToml(Buffer.from(base64 ?? "", "base64").toString());
    assert.ok("value" in answer, JSON.stringify(answer));
    return answer.value;
}

describe("user data of Bottlerocket", () => {
    it("is none when there is nothing to say", () => assert.equal(bottlerocketUserData(plan, undefined), undefined));

    it("says which cluster a node joins by itself, and with which marks", () => {
        assert.deepEqual(read(bottlerocketUserData({ ...plan, joins: "itself" }, cluster)), {
            settings: {
                kubernetes: {
                    "api-server": cluster.endpoint,
                    "cluster-certificate": "Q0E=",
                    "cluster-dns-ip": "172.20.0.10",
                    "cluster-name": "shared",
                    "node-labels": { "pulumi-accelerators/pool": "train" },
                    "node-taints": { "nvidia.com/gpu": ["present:NoSchedule"], team: [":NoExecute", "a:NoSchedule"] },
                },
            },
        });
    });

    it("joins local disks by commands at every start", () => {
        const text = Buffer.from(bottlerocketUserData({ ...plan, localDisks: "raid0" }, undefined) ?? "", "base64");
        assert.equal(
            text.toString(),
            [
                "[settings.bootstrap-commands.local-disks]",
                'commands = [["apiclient", "ephemeral-storage", "init"], ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"]]',
                "essential = true",
                'mode = "always"',
                "",
            ].join("\n"),
        );
    });

    it("carries other settings, those of Kubernetes beside its own", () => {
        const settings = {
            "kubelet-device-plugins": {
                nvidia: { "device-sharing-strategy": "time-slicing", "time-slicing": { replicas: 4 } },
            },
            kubernetes: { "max-pods": 50 },
        };
        assert.deepEqual(read(bottlerocketUserData({ ...plan, settings }, undefined)), { settings });
        const both = read(bottlerocketUserData({ ...plan, settings }, cluster)) as { settings: { kubernetes: object } };
        assert.deepEqual(Object.keys(both.settings.kubernetes).sort(), [
            "api-server",
            "cluster-certificate",
            "cluster-dns-ip",
            "cluster-name",
            "max-pods",
            "node-labels",
            "node-taints",
        ]);
    });

    it("gives DNS the tenth address of the service range", () => {
        assert.equal(dnsAddress("10.100.0.0/16"), "10.100.0.10");
        assert.equal(dnsAddress("192.168.7.0/24"), "192.168.7.10");
        assert.equal(dnsAddress("fd30:1c53:5f8a::/108"), "fd30:1c53:5f8a::a");
    });
});

describe("a TOML document", () => {
    // What EKS merges: no quoted headers, no escaped quotes.
    const text = fc.stringMatching(/^[ -~]{0,12}$/).map(written => written.replaceAll(/["\\]/g, ""));
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { minLength: 1, maxLength: 3 }));
    const bare = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const key = fc.oneof(bare, fc.constantFrom("nvidia.com/gpu", "a b"));
    const table = fc.dictionary(bare, fc.oneof(value, fc.dictionary(key, value, { maxKeys: 3 })), { maxKeys: 4 });

    it("is read back as it was written", () => {
        fc.assert(
            fc.property(table, given => {
                const written: TomlTable = { settings: given };
                const answer = readToml(tomlText(written));
                assert.ok("value" in answer, tomlText(written));
                assert.deepEqual(withoutEmpty(answer.value), withoutEmpty({ settings: given }));
            }),
        );
    });
});

/** A table without values leaves no section. */
function withoutEmpty(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
    return Object.fromEntries(
        entries.filter(
            ([, inner]) => typeof inner !== "object" || Array.isArray(inner) || Object.keys(inner!).length > 0,
        ),
    );
}
