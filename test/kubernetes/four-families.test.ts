/**
 * NVIDIA, EFA, Neuron and FPGA planned for one cluster at once: properties of the plan and of its objects, as plain data. The
 * real scheduler says on the local cloud where pods land.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { isAcceleratorFamily, type DeviceFamily } from "../../components/catalog/devices";
import { admits } from "../../components/fleet/admission";
import { advertiserProblems, planAdvertisers } from "../../components/fleet/advertisers";
import { fleetProblems } from "../../components/fleet/check-fleet";
import { ownTaints } from "../../components/fleet/node-marks";
import type { Pool } from "../../components/fleet/pool";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import { gpuPool, versions } from "../fleet/advertisers/fleets";
import { aNeuronPool, anFpgaPool, aSystemPool, chips, efaOf, neuronImage, plainImage } from "../fleet/builders";

const research = { key: "team", value: "research", effect: "NoSchedule" } as const;
const names = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const moreTaints = fc.constantFrom([], [research]);
const kubernetes = fc.constantFrom(...versions);

const claimed = (perNode: number): Pool["resources"] => [
    { name: "neuron.aws.com", through: "deviceClass", perNode, family: "neuron" },
];

const machines = [
    { machineType: "inf1.xlarge", count: 1, cores: 4 },
    { machineType: "inf2.xlarge", count: 1, cores: 2 },
    { machineType: "trn1.32xlarge", count: 16, cores: 2 },
];

const neuronPool: fc.Arbitrary<Pool> = fc
    .record({
        name: names,
        kubernetes,
        taints: moreTaints,
        advertiser: fc.constantFrom("default" as const, "draDriver" as const, "image" as const),
        image: fc.constantFrom(neuronImage, neuronImage, plainImage),
        machine: fc.constantFrom(...machines),
        interfaces: fc.constantFrom(0, 8),
    })
    .map(({ machine: { machineType, count, cores }, interfaces, taints, ...changes }) => {
        const resources = changes.advertiser === "draDriver" ? claimed(count) : chips(count, cores);
        const wired = interfaces > 0 ? [...resources, efaOf(interfaces)] : resources;
        return aNeuronPool({
            ...changes,
            machineType,
            resources: wired,
            taints: [...ownTaints(["neuron"]), ...taints],
        });
    });

const fpgaPool: fc.Arbitrary<Pool> = fc
    .record({ name: names, kubernetes, taints: moreTaints, f1: fc.boolean() })
    .map(({ f1, taints, ...changes }) => {
        const [machineType, name] = f1
            ? (["f1.16xlarge", "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981"] as const)
            : (["f2.48xlarge", "pulumi-accelerators/fpga"] as const);
        const resources = [{ name, through: "extendedResource", perNode: 8, family: "fpga" } as const];
        return anFpgaPool({ ...changes, machineType, resources, taints: [...ownTaints(["fpga"]), ...taints] });
    });

const systemPool = names.map(name => aSystemPool({ name }));
const nvidiaPool = gpuPool.map(pool => ({ ...pool, cluster: "shared" }));
const pool = fc.oneof(nvidiaPool, neuronPool, fpgaPool, systemPool);

/** Fleets of which nothing about advertising is refused. */
const accepted = fc
    .uniqueArray(pool, { maxLength: 8, selector: ({ name }) => name })
    .map(pools => pools.filter(each => advertiserProblems(each).length === 0))
    .filter(pools => fleetProblems({ pools, advertisers: planAdvertisers(pools).plugins }).length === 0);

const familiesOf = ({ resources }: Pool) => new Set(resources.map(({ family }) => family));

describe("a cluster of four families", () => {
    it("has exactly one owner for every resource of every pool", () =>
        fc.assert(
            fc.property(accepted, pools => {
                const { assignments, plugins } = planAdvertisers(pools);
                for (const each of pools) {
                    for (const { name, family } of each.resources) {
                        const [assignment, ...others] = assignments.filter(
                            found => found.pool === each.name && found.family === family,
                        );
                        assert.ok(assignment && others.length === 0);
                        const landing = plugins.filter(
                            plugin => plugin.resources.includes(name) && admits(plugin, each).verdict === "admits",
                        );
                        const installs = assignment.by === "devicePlugin" || assignment.by === "draDriver";
                        assert.equal(landing.length, installs ? 1 : 0, `${name} on ${each.name}`);
                    }
                }
            }),
        ));

    it("makes no object differently because of a pool of another family", () =>
        fc.assert(
            fc.property(accepted, pool, (pools, another) => {
                fc.pre(pools.every(({ name }) => name !== another.name) && pools.length > 0);
                const together = [...pools, another];
                fc.pre(advertiserProblems(another).length === 0);
                const objectsOf = (some: readonly Pool[]) => {
                    const cluster = { key: "shared" } as KubernetesCluster;
                    const { objects } = planDevicePlugins("plugins", { cluster, pools: some }, () => new Map());
                    return new Map(objects.map(({ suffix, manifest }) => [suffix, manifest]));
                };
                fc.pre(fleetProblems({ pools: together, advertisers: planAdvertisers(together).plugins }).length === 0);
                const [before, after] = [objectsOf(pools), objectsOf(together)];
                const touched = familiesOf(another);
                for (const [suffix, manifest] of before) {
                    const [family] = suffix.split("-") as [DeviceFamily];
                    if (touched.has(family)) continue;
                    assert.deepEqual(after.get(suffix), manifest, suffix);
                }
            }),
        ));

    it("is met by every family, in fleets that are accepted and in ones that are not", () => {
        const fleets = fc.sample(accepted, 200);
        const seen = new Set(fleets.flatMap(pools => pools.flatMap(each => [...familiesOf(each)])));
        assert.deepEqual([...seen].sort(), ["efa", "fpga", "neuron", "nvidia"]);
        assert.ok(fc.sample(pool, 200).some(each => advertiserProblems(each).length > 0));
        assert.ok([...seen].filter(isAcceleratorFamily).length === 3);
    });
});
