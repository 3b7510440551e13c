// Proves the plan as plain data. That its DaemonSets, made into manifests, land on real nodes is shown on the local cloud
// (test/stacks).
import assert from "node:assert/strict";
import fc from "fast-check";
import { admits } from "../../components/fleet/admission";
import { planAdvertisers, tolerationsFor } from "../../components/fleet/advertisers";
import { ownTaints } from "../../components/fleet/node-marks";
import { declaredPools } from "./arbitraries";
import { advertisingImage, aPool, aSystemPool, plainImage } from "./builders";

const research = { key: "team", value: "research", effect: "NoSchedule" } as const;

describe("a plan of advertisers", () => {
    it("installs one device plugin for the pools of a cluster that need it", () => {
        assert.deepEqual(planAdvertisers([aPool({ name: "train" }), aPool({ name: "serve" })]).plugins, [
            {
                name: "nvidia-device-plugin",
                cluster: "shared",
                family: "nvidia",
                mechanism: "devicePlugin",
                configuration: { kind: "whole" },
                region: "us-east-1",
                pools: ["serve", "train"],
                resources: ["nvidia.com/gpu"],
                tolerations: [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }],
                nodeSelector: { "pulumi-accelerators/nvidia": "device-plugin" },
                nodeAffinity: "any",
                requests: {},
            },
        ]);
    });

    it("tolerates the users' own taints too, each once", () => {
        const taints = [...ownTaints(["nvidia"]), research];
        const [plugin] = planAdvertisers([aPool({ name: "a", taints }), aPool({ name: "b", taints })]).plugins;
        assert.deepEqual(plugin?.tolerations, [
            { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
            { key: "team", operator: "Equal", value: "research", effect: "NoSchedule" },
        ]);
    });

    it("installs nothing where images advertise or hold no driver, where nodes have no devices, and for no pools", () => {
        assert.deepEqual(planAdvertisers([]).plugins, []);
        assert.deepEqual(planAdvertisers([aSystemPool(), aPool({ image: advertisingImage })]).plugins, []);
        assert.deepEqual(planAdvertisers([aPool({ image: plainImage })]).plugins, []);
    });

    it("says for each pool who advertises", () => {
        const pools = [
            aPool({ name: "train" }),
            aPool({ name: "edge", image: advertisingImage }),
            aPool({ name: "bare", image: plainImage }),
            aSystemPool(),
        ];
        assert.deepEqual(
            planAdvertisers(pools).assignments.map(({ pool, by }) => [pool, by]),
            [
                ["train", "devicePlugin"],
                ["edge", "image"],
                ["bare", "none"],
            ],
        );
    });

    it("keeps clusters apart", () => {
        const { plugins } = planAdvertisers([
            aPool({ name: "w", cluster: "west" }),
            aPool({ name: "e", cluster: "east" }),
        ]);
        assert.deepEqual(
            plugins.map(({ cluster, pools }) => [cluster, pools]),
            [
                ["east", ["e"]],
                ["west", ["w"]],
            ],
        );
    });

    it("lets a plugin land on the pools it serves and on no other", () =>
        fc.assert(
            fc.property(declaredPools, pools => {
                for (const plugin of planAdvertisers(pools).plugins) {
                    for (const pool of pools.filter(({ cluster }) => cluster === plugin.cluster)) {
                        const serves = plugin.pools.includes(pool.name);
                        assert.equal(admits(plugin, pool).verdict, serves ? "admits" : "refuses", pool.name);
                    }
                }
            }),
        ));

    it("does not depend on the order of the pools", () =>
        fc.assert(
            fc.property(
                declaredPools.chain(pools =>
                    fc.tuple(fc.constant(pools), fc.shuffledSubarray(pools, { minLength: pools.length })),
                ),
                ([pools, shuffled]) => {
                    assert.deepEqual(planAdvertisers(shuffled).plugins, planAdvertisers(pools).plugins);
                },
            ),
        ));
});

describe("the tolerations for taints", () => {
    it("leave out preferences, which keep nothing off", () => {
        assert.deepEqual(tolerationsFor([{ ...research, effect: "PreferNoSchedule" }]), []);
    });

    it("keep one key apart by value and effect", () => {
        const taints = [
            research,
            { ...research, effect: "NoExecute" as const },
            { ...research, value: "other" },
            research,
        ];
        assert.equal(tolerationsFor(taints).length, 3);
    });
});
