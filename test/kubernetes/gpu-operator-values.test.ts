/** Values of the operator's chart as plain data. It does not prove that the operator does with them what its documents say. */
import assert from "node:assert/strict";
import { gpuOperatorValues } from "../../components/kubernetes/nvidia/gpu-operator-values";
import { gpuOperatorProblems } from "../../components/fleet/advertisers";
import type { Pool } from "../../components/fleet/pool";
import { aDeclaredPool, images, sharings } from "../fleet/advertisers/fleets";

const operated = (changes: Partial<Pool> = {}) => aDeclaredPool({ ...changes, advertiser: "gpuOperator" });
const research = { key: "team", value: "research", effect: "NoSchedule" } as const;

describe("the values of the GPU operator", () => {
    it("leave out what the image holds, and tolerate what its pools are tainted with", () => {
        const tolerations = [
            { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
            { ...research, operator: "Equal" },
        ];
        assert.deepEqual(gpuOperatorValues([operated({ taints: [...operated().taints, research] })]), {
            driver: { enabled: false },
            toolkit: { enabled: false },
            devicePlugin: { enabled: true },
            mig: { strategy: "single" },
            daemonsets: { tolerations },
            "node-feature-discovery": { worker: { tolerations } },
        });
    });

    it("are about the pools that ask for it alone", () => {
        const others = [aDeclaredPool({ name: "b", taints: [research] }), aDeclaredPool({ image: images.builtIn })];
        assert.deepEqual(gpuOperatorValues([operated(), ...others]), gpuOperatorValues([{ pool: operated() }]));
        assert.equal(gpuOperatorValues(others).devicePlugin.enabled, false);
    });

    it("have a configuration for each way of sharing, which the nodes of a pool name by label", () => {
        const pools = [operated(), operated({ name: "b", sharing: sharings.timeSlicing })];
        const config = gpuOperatorValues(pools).devicePlugin.config;
        assert.deepEqual(
            Object.keys(config?.data ?? {}),
            pools.map(({ labels }) => labels["nvidia.com/device-plugin.config"]),
        );
        assert.equal(config?.default, "whole");
        assert.deepEqual(JSON.parse(config.data["time-slicing-4-renamed-one-each"] ?? ""), {
            version: "v1",
            flags: { migStrategy: "none" },
            sharing: {
                timeSlicing: {
                    renameByDefault: true,
                    failRequestsGreaterThanOne: true,
                    resources: [{ name: "nvidia.com/gpu", replicas: 4 }],
                },
            },
        });
    });

    it("have one MIG strategy, and pools that it does not fit are refused", () => {
        const mixed = operated({ name: "m", sharing: sharings.migMixed });
        assert.equal(gpuOperatorValues([mixed]).mig.strategy, "mixed");
        const refusedWith = (...pools: Pool[]) => gpuOperatorProblems([mixed, ...pools]).map(({ path }) => path);
        assert.deepEqual(refusedWith(operated({ sharing: sharings.migSingle })), ["pools[1].sharing"]);
        assert.deepEqual(refusedWith(operated({ sharing: sharings.mps })), ["pools[1].sharing"]);
        assert.deepEqual(refusedWith(operated({ sharing: sharings.timeSlicing }), operated()), []);
        assert.deepEqual(refusedWith(aDeclaredPool({ sharing: sharings.mps })), []);
        assert.deepEqual(refusedWith(operated({ cluster: "west", sharing: sharings.mps })), []);
    });
});
