/** What a system group is planned to be, and what is refused. It shares everything else with GPU groups, and is tested there. */
import assert from "node:assert/strict";
import { planSystemNodeGroup } from "../../components/aws/system-node-group/plan";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { aCluster, now } from "./builders";
import { problemsFrom } from "./problems";

const planned = (args: object = {}) => planSystemNodeGroup("system", { cluster: aCluster(), nodes: 2, ...args }, now);
const refused = (args: object) => problemsFrom(() => planned(args)).map(({ id, path }) => [id, path]);

describe("the plan of a system group", () => {
    it("is a pool of m7i.large without devices and without taints, when nothing is said", () => {
        const { pool, groups } = planned();
        assert.deepEqual([pool.machineType, groups[0]?.settings.amiType], ["m7i.large", "AL2023_x86_64_STANDARD"]);
        assert.deepEqual([pool.accelerators, pool.resources, pool.taints], [[], [], []]);
        assert.deepEqual(pool.labels, { "pulumi-accelerators/pool": "system" });
    });

    it("runs ARM types on the ARM image", () => {
        const { pool, groups } = planned({ instanceType: "m7g.large" });
        assert.deepEqual([pool.architecture, groups[0]?.settings.amiType], ["arm64", "AL2023_ARM_64_STANDARD"]);
    });

    for (const { name } of awsInstanceTypes().filter(type => type.accelerator.kind === "none")) {
        it(`runs ${name}`, () => {
            const acknowledge = ["zone.not-offered", "instance-type.not-offered"];
            assert.equal(planned({ instanceType: name, acknowledge }).pool.machineType, name);
        });
    }

    it("is refused with a GPU type, which has a component of its own", () => {
        const [problem] = problemsFrom(() => planned({ instanceType: "g6.xlarge" }));
        assert.equal(problem?.id, "instance-type.unsupported");
        assert.match(problem.fix, /GpuNodeGroup/);
    });

    it("is refused with a type that the catalogue does not know", () => {
        assert.deepEqual(refused({ instanceType: "m7i.lrage" }), [["instance-type.unknown", "instanceType"]]);
    });

    it("is refused without a node for the cluster's own pods", () => {
        assert.deepEqual(refused({ nodes: { min: 0, max: 3 } }), [["nodes.range", "nodes.min"]]);
        assert.deepEqual(refused({ nodes: 0 }), [["nodes.none", "nodes"]]);
    });

    it("is refused with a way of buying: it is always on demand", () => {
        assert.deepEqual(refused({ capacity: { kind: "spot" } }), [["config.unknown-key", "capacity"]]);
    });
});
