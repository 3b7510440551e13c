// Proves the plan of whole fleets as plain data. That its objects work on nodes is shown by test/kubernetes and on the local
// cloud.
import assert from "node:assert/strict";
import fc from "fast-check";
import { mechanismTable } from "../../../components/catalog/kubernetes/mechanism-table";
import { advertisedNames, familyOfName, gpuOperator, planAdvertisers } from "../../../components/fleet/advertisers";
import { checkFleet } from "../../../components/fleet/check-fleet";
import type { Fleet } from "../../../components/fleet/finding";
import { holdersIn, ownersIn } from "../../../components/fleet/owners";
import type { Pool } from "../../../components/fleet/pool";
import { anAdvertiser } from "../builders";
import { acceptedFleet, aDeclaredPool, gpuPool, images, sharings } from "./fleets";

const fleetOf = (pools: readonly Pool[]): Fleet => ({
    pools,
    advertisers: [...planAdvertisers(pools).plugins, ...gpuOperator(pools)],
});

/** Names of what certainly advertises a resource, and of what certainly hands out its devices. */
function certain(fleet: Fleet, pool: Pool) {
    const [owners, holders] = [ownersIn(fleet), holdersIn(fleet)];
    const named = (found: ReturnType<typeof owners>) =>
        found.filter(({ ownership }) => ownership.verdict !== "cannot").map(({ name }) => name);
    return pool.resources.map(resource => ({
        owners: named(owners(pool, resource)),
        holders: named(holders(pool, resource)),
    }));
}

describe("a fleet that is accepted", () => {
    it("has exactly one owner of each resource on each pool, and nothing else that hands out its devices", () =>
        fc.assert(
            fc.property(acceptedFleet, pools => {
                const fleet = fleetOf(pools);
                for (const pool of pools) {
                    for (const { owners, holders } of certain(fleet, pool)) {
                        assert.equal(owners.length, 1, pool.name);
                        assert.deepEqual(holders, owners, pool.name);
                    }
                }
            }),
            { numRuns: 500 },
        ));

    it("is accepted by the invariants", () =>
        fc.assert(
            fc.property(acceptedFleet, pools => {
                const findings = checkFleet(fleetOf(pools)).filter(({ invariant }) => ["X1", "X3"].includes(invariant));
                assert.deepEqual(
                    findings.filter(({ verdict }) => verdict !== "holds"),
                    [],
                );
            }),
        ));

    it("has the same plan in any order", () =>
        fc.assert(
            fc.property(
                acceptedFleet.chain(pools =>
                    fc.tuple(fc.constant(pools), fc.shuffledSubarray(pools, { minLength: pools.length })),
                ),
                ([pools, shuffled]) => {
                    assert.deepEqual(planAdvertisers(shuffled).plugins, planAdvertisers(pools).plugins);
                },
            ),
        ));

    it("changes no plugin that another pool does not use, and only tolerations and names of one that it does", () =>
        fc.assert(
            fc.property(acceptedFleet, gpuPool, (pools, another) => {
                fc.pre(pools.every(({ name }) => name !== another.name));
                const after = planAdvertisers([...pools, another]).plugins;
                for (const plugin of planAdvertisers(pools).plugins) {
                    const same = after.find(({ cluster, name }) => cluster === plugin.cluster && name === plugin.name);
                    assert.ok(same, plugin.name);
                    if (!same.pools.includes(another.name)) assert.deepEqual(same, plugin);
                    const { tolerations, pools: served, resources } = plugin;
                    assert.deepEqual({ ...same, tolerations, pools: served, resources }, plugin);
                }
            }),
        ));
});

describe("plugins of one family", () => {
    it("are one for the pools that share in the same way, and another for those that do not", () => {
        const { plugins } = planAdvertisers([
            aDeclaredPool({ name: "a", sharing: sharings.mps }),
            aDeclaredPool({ name: "b" }),
            aDeclaredPool({ name: "c", sharing: sharings.mps }),
            aDeclaredPool({ name: "d", sharing: { ...sharings.mps, replicas: 8 } }),
        ]);
        assert.deepEqual(
            plugins.map(({ name, pools, resources }) => [name, pools, resources]),
            [
                ["nvidia-device-plugin", ["b"], ["nvidia.com/gpu"]],
                ["nvidia-device-plugin-mps-4", ["a", "c"], ["nvidia.com/gpu"]],
                ["nvidia-device-plugin-mps-8", ["d"], ["nvidia.com/gpu"]],
            ],
        );
    });

    it("stand beside those of EFA, which tolerate whatever its pools are tainted with", () => {
        const { plugins } = planAdvertisers([aDeclaredPool({ name: "a" }, 32), aDeclaredPool({ name: "b" })]);
        assert.deepEqual(
            plugins.map(({ name, pools, tolerations }) => [name, pools, tolerations.map(({ key }) => key)]),
            [
                ["efa-device-plugin", ["a"], ["nvidia.com/gpu"]],
                ["nvidia-device-plugin", ["a", "b"], ["nvidia.com/gpu"]],
            ],
        );
    });
});

describe("two advertisers on one node", () => {
    const violated = (pools: readonly Pool[], advertisers: Fleet["advertisers"]) =>
        checkFleet({ pools, advertisers }).flatMap(finding =>
            finding.verdict === "violated" && finding.invariant === "X3" ? [finding.problem.got] : [],
        );

    it("are seen although one gives an extended resource and the other a device class", () => {
        const pool = aDeclaredPool({ advertiser: "draDriver" });
        const plugin = anAdvertiser({ name: "someone's-plugin" });
        assert.deepEqual(violated([pool], [...planAdvertisers([pool]).plugins, plugin]), [
            "gpu.nvidia.com from nvidia-dra-driver and someone's-plugin",
        ]);
    });

    for (const resource of ["nvidia.com/gpu.shared", "nvidia.com/mig-1g.10gb", "gpu.nvidia.com", "mig.nvidia.com"]) {
        it(`are seen when another one calls the GPUs ${resource}`, () => {
            const pool = aDeclaredPool({});
            const other = anAdvertiser({ name: "other", resources: [resource] });
            assert.equal(violated([pool], [...planAdvertisers([pool]).plugins, other]).length, 1);
        });
    }

    it("are seen when one is part of the image, or of EKS Auto Mode", () => {
        const declared = [anAdvertiser({ name: "other", resources: ["gpu.nvidia.com"] })];
        assert.deepEqual(violated([aDeclaredPool({ image: images.builtIn })], declared), [
            "nvidia.com/gpu from image BOTTLEROCKET_x86_64_NVIDIA and other",
        ]);
        assert.deepEqual(violated([aDeclaredPool({ groupKind: "auto" })], declared), [
            "nvidia.com/gpu from EKS Auto Mode and other",
        ]);
    });

    it("are no owners of a device class when they are part of the node: those give extended resources", () => {
        const pool = { ...aDeclaredPool({ advertiser: "draDriver" }), image: images.builtIn };
        const [found] = certain({ pools: [pool], advertisers: [] }, pool);
        assert.deepEqual(found, { owners: [], holders: ["image BOTTLEROCKET_x86_64_NVIDIA"] });
    });

    it("are no two when the other one serves something else: compute domains, or devices of others", () => {
        const pool = aDeclaredPool({});
        for (const resource of ["compute-domain-daemon.nvidia.com", "example.com/gpu", "vpc.amazonaws.com/efa"]) {
            const other = anAdvertiser({ name: "other", resources: [resource] });
            assert.deepEqual(violated([pool], [...planAdvertisers([pool]).plugins, other]), [], resource);
        }
    });
});

describe("NVIDIA's GPU operator", () => {
    const pool = aDeclaredPool({ advertiser: "gpuOperator" });
    const served = (advertisers: Fleet["advertisers"]) =>
        checkFleet({ pools: [pool], advertisers }).filter(({ invariant }) => invariant === "X1");

    it("is nothing that the library installs", () => assert.deepEqual(planAdvertisers([pool]).plugins, []));

    it("serves its pools when it is declared, and not before", () => {
        assert.deepEqual(
            served(gpuOperator([pool])).map(({ verdict }) => verdict),
            ["holds"],
        );
        const [finding] = served([]);
        assert.ok(finding?.verdict === "violated");
        assert.equal(finding.problem.id, "pool.not-served");
        assert.equal(finding.problem.got, "NVIDIA's GPU operator is not declared to run in the cluster");
    });

    it("keeps off the pools of others, and they off its pools", () => {
        const pools = [pool, aDeclaredPool({ name: "b" }), aDeclaredPool({ name: "c", image: images.builtIn })];
        const fleet = fleetOf(pools);
        assert.deepEqual(
            pools.map(each => certain(fleet, each).map(({ owners }) => owners)),
            [[["gpu-operator"]], [["nvidia-device-plugin"]], [["image BOTTLEROCKET_x86_64_NVIDIA"]]],
        );
    });

    it("is one for each cluster", () => {
        const west = aDeclaredPool({ name: "w", cluster: "west", advertiser: "gpuOperator" });
        assert.deepEqual(
            gpuOperator([west, pool, { pool: aDeclaredPool({ name: "x" }) }]).map(({ cluster }) => cluster),
            ["shared", "west"],
        );
    });
});

describe("a name that pods ask for", () => {
    it("belongs to the family of its devices, whatever the mechanism and the sharing", () => {
        for (const { family, mechanism } of mechanismTable) {
            for (const way of Object.values(sharings)) {
                const names = advertisedNames(family, mechanism, way);
                assert.ok(names.length > 0);
                for (const name of names) assert.equal(familyOfName(name), family, name);
            }
        }
    });

    it("of others belongs to none", () => assert.equal(familyOfName("example.com/gpu"), undefined));
});
