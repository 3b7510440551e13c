// Proves what the settings of a stack may be, and what is said when they are not. Does not prove how the engine reads a file.
import assert from "node:assert/strict";
import { RefusedError } from "../../components/fleet";
import { checkSettings, readSettings } from "../../stacks/configuration";
import { aGpuPool, aStack, problemsOf, system } from "./builders";

describe("the settings of a stack", () => {
    const withPool = (changes: object) => aStack({ pools: { system, train: aGpuPool(changes) } });

    type Case = readonly [title: string, settings: unknown, problem: { id: string; path: string; fix: string }];
    const mistakes: readonly Case[] = [
        ["need pools", {}, { id: "config.missing", path: "pools", fix: "add pools" }],
        [
            "know no other key",
            aStack({ netwrk: {} }),
            { id: "config.unknown-key", path: "netwrk", fix: "did you mean network?" },
        ],
        [
            "know no other key of a network",
            aStack({ network: { zone: 3 } }),
            { id: "config.unknown-key", path: "network.zone", fix: "did you mean zones?" },
        ],
        [
            "know no other key of a cluster",
            aStack({ cluster: { endpoint: { publc: {} } } }),
            { id: "config.unknown-key", path: "cluster.endpoint.publc", fix: "did you mean public?" },
        ],
        [
            "know no other key of a pool of this kind",
            aStack({ pools: { system: { ...system, capacity: { kind: "spot" } } } }),
            { id: "config.unknown-key", path: "pools.system.capacity", fix: "remove it" },
        ],
        [
            "say which key was meant, and not that it is missing",
            aStack({ pools: { train: { kind: "gpu", instancetype: "g6.xlarge", nodes: 1 } } }),
            { id: "config.unknown-key", path: "pools.train.instancetype", fix: "did you mean instanceType?" },
        ],
        [
            "need a kind of every pool",
            aStack({ pools: { train: { instanceType: "g6.xlarge", nodes: 1 } } }),
            { id: "config.missing", path: "pools.train.kind", fix: "add pools.train.kind" },
        ],
        [
            "know the kinds",
            withPool({ kind: "gpus" }),
            { id: "config.value", path: "pools.train.kind", fix: "did you mean gpu?" },
        ],
        [
            "need an instance type of a GPU pool",
            aStack({ pools: { train: { kind: "gpu", nodes: 1 } } }),
            { id: "config.missing", path: "pools.train.instanceType", fix: "add pools.train.instanceType" },
        ],
        [
            "know the choices",
            aStack({ network: { nat: "perzone" } }),
            { id: "config.value", path: "network.nat", fix: "did you mean perZone?" },
        ],
        ["want pools by name", { pools: [system] }, { id: "config.type", path: "pools", fix: "give an object" }],
        [
            "want a pool with settings",
            { pools: { train: 3 } },
            { id: "config.type", path: "pools.train", fix: "give an object" },
        ],
        [
            "want numbers without quotes",
            withPool({ rootVolumeGiB: "500" }),
            { id: "config.type", path: "pools.train.rootVolumeGiB", fix: "write 500 without quotes" },
        ],
        [
            "want versions in quotes",
            aStack({ cluster: { version: 1.35 } }),
            { id: "config.type", path: "cluster.version", fix: "put it in quotes" },
        ],
        [
            "want nodes as a number or as limits",
            withPool({ nodes: "2" }),
            { id: "config.type", path: "pools.train.nodes", fix: "write 2 without quotes" },
        ],
        [
            "want both limits",
            withPool({ nodes: { min: 0 } }),
            { id: "config.missing", path: "pools.train.nodes.max", fix: "add pools.train.nodes.max" },
        ],
        [
            "want whole nodes",
            withPool({ nodes: 1.5 }),
            { id: "config.type", path: "pools.train.nodes", fix: "give a whole number or an object" },
        ],
        [
            "want no fewer than none",
            withPool({ nodes: -1 }),
            { id: "config.value", path: "pools.train.nodes", fix: "give at least 0" },
        ],
        [
            "want a zone",
            aStack({ network: { zones: 0 } }),
            { id: "config.value", path: "network.zones", fix: "give at least 1" },
        ],
        [
            "want zones that are named, when zones are named",
            withPool({ zones: [] }),
            { id: "config.value", path: "pools.train.zones", fix: "give at least 1 entry" },
        ],
        [
            "know which problems can be acknowledged",
            withPool({ acknowledge: ["nodes.range"] }),
            {
                id: "acknowledge.not-overridable",
                path: "pools.train.acknowledge[0]",
                fix: "remove it, then mend what nodes.range reports",
            },
        ],
        [
            "do not describe the network of an adopted cluster twice",
            aStack({ cluster: { adopt: adopted() }, network: { cidr: "10.0.0.0/16" } }),
            { id: "network.adopted", path: "network", fix: "remove network" },
        ],
    ];

    for (const [title, settings, { id, path, fix }] of mistakes) {
        it(title, () => {
            const found = problemsOf(settings).map(problem => ({
                id: problem.id,
                path: problem.path,
                fix: problem.fix,
            }));
            assert.deepEqual(found, [{ id, path, fix }]);
        });
    }

    it("are refused with all problems at once", () => {
        const found = problemsOf({
            network: { nat: "perzone", zones: 0, cidr: 7 },
            cluster: { version: 1.35, admin: {} },
            pools: { a: { kind: "gpu", nodes: "2", instancetype: "p5.48xlarge" }, b: 3 },
        });
        assert.deepEqual(found.map(({ path }) => path).sort(), [
            "cluster.admin",
            "cluster.version",
            "network.cidr",
            "network.nat",
            "network.zones",
            "pools.a.instancetype",
            "pools.a.nodes",
            "pools.b",
        ]);
    });

    it("may be those of an adopted cluster", () => {
        assert.deepEqual(problemsOf({ cluster: { adopt: adopted() }, pools: { train: aGpuPool() } }), []);
    });

    function adopted(): object {
        const network = { vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "use2-az1" }] };
        return { clusterName: "prod", version: "1.35", network };
    }
});

describe("the configuration that the engine hands over", () => {
    it("is text, in which objects are JSON", () => {
        const settings = aStack({ cluster: { version: "1.35" } });
        const texts = Object.entries(settings).map(([key, value]) => [
            `pulumi-accelerators:${key}`,
            JSON.stringify(value),
        ]);
        assert.deepEqual(readSettings("quickstart", Object.fromEntries(texts) as Record<string, string>), settings);
    });

    it("may hold moments without quotes, which the engine rewrites", () => {
        const block = (startsAt: string, endsAt: string) => ({
            kind: "gpu",
            instanceType: "p5.48xlarge",
            nodes: 1,
            capacity: {
                kind: "capacityBlock",
                reservationId: "cr-0a1b2c3d4e5f60718",
                zone: "use2-az1",
                startsAt,
                endsAt,
            },
        });
        const rewritten = { train: block("2026-12-13 11:30:00 +0000 UTC", "2026-12-20 11:30:00 +0000 UTC") };
        assert.deepEqual(readSettings("quickstart", { "pulumi-accelerators:pools": JSON.stringify(rewritten) }), {
            pools: { train: block("2026-12-13T11:30:00Z", "2026-12-20T11:30:00Z") },
        });
    });

    it("may hold keys of others", () => {
        const configuration = {
            "aws:region": "us-east-2",
            "other-project:pools": "[]",
            "pulumi-accelerators:pools": "{}",
        };
        assert.deepEqual(readSettings("quickstart", configuration), { pools: {} });
    });

    it("is refused by the name of its file, with paths that a search finds in it", () => {
        assert.throws(
            () => readSettings("quickstart", { "pulumi-accelerators:pools": "train" }),
            (error: unknown) => {
                assert.ok(error instanceof RefusedError);
                assert.equal(error.subject, "Pulumi.quickstart.yaml");
                assert.deepEqual(
                    error.problems.map(({ path, got }) => ({ path, got })),
                    [{ path: "pulumi-accelerators:pools", got: '"train"' }],
                );
                return true;
            },
        );
    });

    it("names every place of a problem that has two", () => {
        const limits = { pools: { train: aGpuPool({ nodes: { min: 4, max: 2 } }) } };
        assert.doesNotThrow(() => checkSettings("quickstart", limits));
        assert.deepEqual(
            problemsOf(limits).map(({ path }) => path),
            ["pools.train.nodes.min, pools.train.nodes.max"],
        );
    });
});
