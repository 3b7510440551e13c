// Proves what is decided, and refused, before a stack is declared. Does not prove that its resources can be made: the stacks come
// up on the local cloud elsewhere.
import assert from "node:assert/strict";
import fc from "fast-check";
import { RefusedError } from "../../components/fleet";
import { aGpuPool, aStack, poolsOf, problemsOf, system } from "./builders";

describe("the plan of a stack", () => {
    it("has a pool for each that the file declares, in its order and under its name", () => {
        const pools = poolsOf({
            pools: { system, h100: aGpuPool({ instanceType: "p5.48xlarge", nodes: { min: 0, max: 4 } }) },
        });
        assert.deepEqual(
            pools.map(({ name, cluster, machineType, nodes }) => ({ name, cluster, machineType, nodes })),
            [
                { name: "system", cluster: "shared", machineType: "m7i.large", nodes: { min: 2, desired: 2, max: 2 } },
                { name: "h100", cluster: "shared", machineType: "p5.48xlarge", nodes: { min: 0, desired: 0, max: 4 } },
            ],
        );
    });

    it("may have no pools: a cluster that gets them later", () => assert.deepEqual(poolsOf({ pools: {} }), []));

    it("is refused with the problems of network, cluster and every pool at once", () => {
        const found = problemsOf({
            network: { cidr: "10.0.0.0/30", zones: 9 },
            cluster: { creatorIsAdmin: false },
            pools: {
                a: aGpuPool({ instanceType: "p5.48xlrge" }),
                b: aGpuPool({ nodes: { min: 4, max: 2 } }),
                c: aGpuPool({ labels: { "kubernetes.io/os": "linux" }, rootVolumeGiB: 8 }),
            },
        });
        assert.deepEqual(
            found.map(({ id, path }) => `${id} ${path}`),
            [
                "region.too-few-zones network.zones",
                "network.cidr network.cidr",
                "cluster.no-admin cluster.creatorIsAdmin, cluster.admins",
                "instance-type.unknown pools.a.instanceType",
                "nodes.range pools.b.nodes.min, pools.b.nodes.max",
                'label.reserved pools.c.labels["kubernetes.io/os"]',
                "root-volume.size pools.c.rootVolumeGiB",
            ],
        );
    });

    const sizes: readonly (readonly [nodes: unknown, problem: string])[] = [
        [0, "nodes.none pools.train.nodes"],
        [{ min: 0, max: 0 }, "nodes.none pools.train.nodes.max"],
        [451, "nodes.too-many pools.train.nodes"],
        [1_000_000_000, "nodes.too-many pools.train.nodes"],
        [{ min: 0, max: 1_000_000_000 }, "nodes.too-many pools.train.nodes.max"],
        [{ min: 0, desired: 5, max: 3 }, "nodes.range pools.train.nodes.desired, pools.train.nodes.max"],
    ];
    for (const [nodes, problem] of sizes) {
        it(`refuses ${JSON.stringify(nodes)} nodes`, () => {
            const found = problemsOf(aStack({ pools: { train: aGpuPool({ nodes }) } }));
            assert.deepEqual(
                found.map(({ id, path }) => `${id} ${path}`),
                [problem],
            );
        });
    }

    it("takes the largest group that EKS allows", () => {
        assert.deepEqual(problemsOf(aStack({ pools: { train: aGpuPool({ nodes: 450 }) } })), []);
    });

    it("refuses names that cannot stand in a cluster, where they stand in the file: names that differ by case only too", () => {
        const names = ["train", "Train", "TRAIN", "a.b c", "", "a".repeat(64)];
        const pools = Object.fromEntries(names.map(name => [name, aGpuPool()]));
        assert.deepEqual(
            problemsOf({ pools }).map(({ id, path, fix }) => [id, path, fix]),
            [
                ["pool.name", "pools.Train", 'write "train"'],
                ["pool.name", "pools.TRAIN", 'write "train"'],
                ["pool.name", 'pools["a.b c"]', 'write "a-b-c"'],
                ["pool.name", 'pools[""]', "write for example train"],
                ["pool.name", `pools.${"a".repeat(64)}`, `write "${"a".repeat(63)}"`],
            ],
        );
    });

    it("chooses zones that offer the types of all its pools", () => {
        const pools = { "p5en-a": aGpuPool({ instanceType: "p5en.48xlarge" }), "g6-a": aGpuPool() };
        const [p5en, g6] = poolsOf({ network: { region: "us-east-1", zones: 2 }, pools });
        assert.deepEqual(p5en?.zones, ["use1-az2", "use1-az6"]);
        assert.deepEqual(g6?.zones, ["use1-az2", "use1-az6"]);
    });

    it("blames a type that the region does not offer on its pool only", () => {
        const pools = { train: aGpuPool({ instanceType: "p4de.24xlarge" }), serve: aGpuPool() };
        assert.deepEqual(
            problemsOf({ network: { region: "eu-west-3", zones: ["euw3-az1", "euw3-az2"] }, pools }).map(
                ({ id, path }) => `${id} ${path}`,
            ),
            ["instance-type.not-offered pools.train.instanceType"],
        );
    });

    it("judges the pools also when there is something wrong with the cluster", () => {
        const found = problemsOf({
            cluster: { creatorIsAdmin: false },
            pools: { train: aGpuPool({ instanceType: "m7i.large" }) },
        });
        assert.deepEqual(
            found.map(({ id }) => id),
            ["cluster.no-admin", "instance-type.not-gpu"],
        );
    });

    it("is a plan or a refusal that names places in the file, whatever stands there", () => {
        const anything = fc.jsonValue({ maxDepth: 3 });
        const key = fc.constantFrom(
            "network",
            "cluster",
            "pools",
            "train",
            "nodes",
            "kind",
            "instanceType",
            "zones",
            "adopt",
            "x",
        );
        const kind = fc.constantFrom<unknown>("gpu", "system");
        const settings = fc.letrec(tie => ({
            value: fc.oneof(anything, kind, fc.constantFrom("g6.xlarge", 1, 0, [], {}), tie("object")),
            object: fc.dictionary(key, tie("value"), { maxKeys: 5 }),
        })).object;
        fc.assert(
            fc.property(settings, given => {
                try {
                    poolsOf(given);
                } catch (error) {
                    assert.ok(error instanceof RefusedError, String(error));
                    for (const { path, fix } of error.problems) {
                        assert.match(path, /^pulumi-accelerators:/);
                        assert.notEqual(fix.trim(), "");
                    }
                }
            }),
        );
    });

    it("finds nothing more in a pool because of another that is wrong", () => {
        const mistake = fc.constantFrom<object>(
            { instanceType: "p5.48xlrge" },
            { nodes: 0 },
            { zones: ["use2-az9"] },
            { labels: { "kubernetes.io/os": "linux" } },
            { taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }] },
        );
        fc.assert(
            fc.property(mistake, mistake, (one, other) => {
                const alone = problemsOf({ pools: { one: aGpuPool(one) } });
                const together = problemsOf({ pools: { one: aGpuPool(one), other: aGpuPool(other) } });
                assert.deepEqual(
                    together.filter(({ path }) => path.startsWith("pools.one")),
                    alone,
                );
            }),
        );
    });
});
