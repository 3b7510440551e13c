// One version of everything, said in one place. It does not prove that these versions exist upstream.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { fill } from "../../tools/obtain/platform";
import { oldestGo, pinnedTools } from "../../tools/obtain/pinned";
import { acceptances, platforms, toolNames, type ToolName, type ToolSpec } from "../../tools/obtain/tool-spec";
import { compareVersions, findVersion } from "../../tools/obtain/version";

const checkout = resolve(__dirname, "..", "..");
const read = (...path: readonly string[]): string => readFileSync(join(checkout, ...path), "utf8");

const number = z.string().regex(/^\d+\.\d+\.\d+$/);
const onPath = z.union([
    z.strictObject({ probe: z.array(z.string()), accept: z.enum(acceptances) }),
    z.strictObject({ beside: z.enum(toolNames) }),
    z.strictObject({ never: z.string() }),
]);
const tool = z.strictObject({
    version: number,
    onPath,
    release: z.string(),
    build: z.union([
        z.strictObject({ module: z.string(), package: z.string() }),
        z.strictObject({ module: z.string(), package: z.string(), version: number, why: z.string() }),
    ]),
    usualSeconds: z.strictObject({ download: z.number().positive(), build: z.number().positive() }),
    companions: z.array(z.enum(toolNames)).optional(),
});
const release = z.strictObject({
    page: z.url({ protocol: /^https$/ }),
    platforms: z.array(z.enum(platforms)),
    elsewhere: z.string().optional(),
    asset: z.string().startsWith("https://"),
    member: z.string().optional(),
    checksum: z.strictObject({
        format: z.enum(["lines", "github release"]),
        url: z.string().startsWith("https://"),
        why: z.string().optional(),
    }),
});
const module = z.strictObject({
    flags: z.array(z.string()).optional(),
    stamp: z.record(z.string(), z.string()).optional(),
});
const file = z.strictObject({
    go: number,
    tools: z.strictObject(Object.fromEntries(toolNames.map(name => [name, tool]))),
    releases: z.record(z.string(), release),
    modules: z.record(z.string(), module),
});

/** The pinned tool of this name. */
function pinned(name: ToolName): ToolSpec {
    const [found] = pinnedTools([name]);
    assert.ok(found);
    return found;
}

/** The version at which a Go module of ours requires another module. */
function required(ours: string, theirs: string): string | undefined {
    const lines = read("tools", "go", ours, "go.mod").split("\n");
    return lines
        .map(line =>
            line
                .trim()
                .replace(/^require /, "")
                .split(" "),
        )
        .find(([name]) => name === theirs)?.[1];
}

describe("versions.json", () => {
    it("has the shape that the code relies on", () => {
        file.parse(JSON.parse(read("tools", "versions.json")));
    });

    it("names only releases and modules that it describes, and describes no other", () => {
        const raw = file.parse(JSON.parse(read("tools", "versions.json")));
        const tools = Object.values(raw.tools);
        assert.deepEqual([...new Set(tools.map(each => each.release))].sort(), Object.keys(raw.releases).sort());
        assert.deepEqual([...new Set(tools.map(each => each.build.module))].sort(), Object.keys(raw.modules).sort());
        assert.deepEqual(readdirSync(join(checkout, "tools", "go")).sort(), Object.keys(raw.modules).sort());
    });

    it("says why wherever a platform has no release", () => {
        for (const { name, release: of } of pinnedTools()) {
            assert.ok(of.platforms.length === platforms.length || of.elsewhere !== undefined, name);
        }
    });

    it("fills every address for every platform", () => {
        for (const each of pinnedTools()) {
            const { asset, member = "", checksum } = each.release;
            const texts = [asset, member, checksum.url, ...Object.values(each.build.stamp)];
            for (const text of platforms.flatMap(platform => texts.map(t => fill(t, each, each.version, platform)))) {
                assert.ok(!text.includes("{"), text);
            }
        }
    });

    it("gives the addresses that the projects publish", () => {
        const address = (name: ToolName, platform: (typeof platforms)[number]): string =>
            fill(pinned(name).release.asset, pinned(name), pinned(name).version, platform);
        assert.deepEqual(
            [
                address("etcd", "linux-arm64"),
                address("kube-apiserver", "linux-x64"),
                address("kubectl", "darwin-arm64"),
                address("pulumi", "linux-x64"),
                address("pulumi-resource-kubernetes", "darwin-x64"),
                address("kwok", "linux-arm64"),
            ],
            [
                "https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-arm64.tar.gz",
                "https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kube-apiserver",
                "https://dl.k8s.io/release/v1.35.4/bin/darwin/arm64/kubectl",
                "https://github.com/pulumi/pulumi/releases/download/v3.246.0/pulumi-v3.246.0-linux-x64.tar.gz",
                "https://github.com/pulumi/pulumi-kubernetes/releases/download/v4.34.2/pulumi-resource-kubernetes-v4.34.2-darwin-amd64.tar.gz",
                "https://github.com/kubernetes-sigs/kwok/releases/download/v0.8.0/kwok-linux-arm64",
            ],
        );
    });
});

describe("the versions of the Go modules agree with versions.json", () => {
    for (const [ours, theirs, name] of [
        ["etcd", "go.etcd.io/etcd/server/v3", "etcd"],
        ["control-plane", "k8s.io/kubernetes", "kube-apiserver"],
        ["control-plane", "k8s.io/kubernetes", "kube-scheduler"],
        ["control-plane", "k8s.io/kubernetes", "kube-controller-manager"],
        ["control-plane", "k8s.io/kubernetes", "kubectl"],
        ["engine", "github.com/pulumi/pulumi/pkg/v3", "pulumi"],
        ["engine", "github.com/pulumi/pulumi/sdk/v3", "pulumi-language-nodejs"],
        ["kwok", "sigs.k8s.io/kwok", "kwok"],
    ] as const) {
        it(`${name} is ${theirs}`, () => {
            assert.equal(required(ours, theirs), `v${pinned(name).build.version}`);
            assert.equal(pinned(name).build.module, ours);
        });
    }

    it("every staging module of Kubernetes is of the same release", () => {
        const { version } = pinned("kube-apiserver");
        const replaced = [
            ...read("tools", "go", "control-plane", "go.mod").matchAll(/^\s*(?:replace )?\S+ => \S+ v(.*)$/gm),
        ];
        assert.ok(replaced.length > 20);
        assert.deepEqual([...new Set(replaced.map(([, at]) => at))], [version.replace(/^1\./, "0.")]);
    });

    it("the provider tells the version that can be built", () => {
        const [, told] = /^const version = "(.*)"$/m.exec(read("tools", "go", "kubernetes-provider", "main.go")) ?? [];
        assert.equal(told, pinned("pulumi-resource-kubernetes").build.version);
    });

    it("no module needs a newer Go", () => {
        for (const ours of readdirSync(join(checkout, "tools", "go"))) {
            const [, needed = ""] = /^go (.*)$/m.exec(read("tools", "go", ours, "go.mod")) ?? [];
            const [oldest, asked] = [findVersion(oldestGo), findVersion(needed)];
            assert.ok(oldest !== undefined && asked !== undefined && compareVersions(oldest, asked) >= 0, ours);
        }
    });
});

describe("the versions of the npm packages agree with versions.json", () => {
    const packages = z
        .object({ devDependencies: z.record(z.string(), z.string()) })
        .parse(JSON.parse(read("package.json"))).devDependencies;

    it("the engine is that of @pulumi/pulumi", () =>
        assert.equal(packages["@pulumi/pulumi"], pinned("pulumi").version));

    it("the released provider is that of @pulumi/kubernetes", () => {
        assert.equal(packages["@pulumi/kubernetes"], pinned("pulumi-resource-kubernetes").version);
    });
});
