/** Does not prove what nvidia-smi prints, nor that a busy A100 takes its MIG mode without a reset. */
import assert from "node:assert/strict";
import * as fc from "fast-check";

import type { SmiCommand } from "../../../../sim/cloud/aws/eks/gpu-setup";
import { migLayout } from "../../../../sim/cloud/aws/eks/mig-layout";
import { instancesFit, migGeometry, type MigGeometry } from "../../../../sim/cloud/aws/eks/mig-profiles";

const models: readonly (readonly [model: string, memoryGiB: number])[] = [
    ["A100", 40],
    ["A100", 80],
    ["H100", 80],
    ["H200", 141],
    ["B200", 179.062],
    ["B300", 268.594],
    ["RTX PRO Server 6000", 96],
    ["RTX PRO 4500", 32],
];

function geometry(model: string, memoryGiB: number): MigGeometry {
    const found = migGeometry(model, memoryGiB);
    assert.ok(found, model);
    return found;
}

/** How often each profile fits on one GPU. NVIDIA/mig-parted, deployments/systemd/config-default.yaml. */
const most: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    "A100 40": { "1g.5gb": 7, "1g.5gb+me": 1, "1g.10gb": 4, "2g.10gb": 3, "3g.20gb": 2, "4g.20gb": 1, "7g.40gb": 1 },
    "A100 80": { "1g.10gb": 7, "1g.10gb+me": 1, "1g.20gb": 4, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 },
    "H100 80": { "1g.10gb": 7, "1g.20gb": 4, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 },
    "H200 141": { "1g.18gb": 7, "1g.35gb": 4, "2g.35gb": 3, "3g.71gb": 2, "4g.71gb": 1, "7g.141gb": 1 },
    "B200 179": { "1g.23gb": 7, "1g.45gb": 4, "2g.45gb": 3, "3g.90gb": 2, "4g.90gb": 1, "7g.180gb": 1 },
    "RTX PRO Server 6000 96": {
        "1g.24gb": 4,
        "1g.24gb+gfx": 4,
        "1g.24gb-me": 4,
        "1g.24gb+me.all": 1,
        "2g.48gb": 2,
        "2g.48gb+gfx": 2,
        "2g.48gb-me": 2,
        "2g.48gb+me.all": 1,
        "4g.96gb": 1,
        "4g.96gb+gfx": 1,
    },
};

describe("MIG profiles", () => {
    for (const [key, profiles] of Object.entries(most))
        it(`of ${key} GB fit as often as NVIDIA's own configurations have them`, () => {
            const [, model = "", memory = ""] = /^(.*) (\d+)$/.exec(key) ?? [];
            const table = geometry(model, Number(memory));
            for (const [profile, count] of Object.entries(profiles)) {
                assert.ok(instancesFit(table, Array<string>(count).fill(profile)), `${count} × ${profile}`);
                assert.ok(!instancesFit(table, Array<string>(count + 1).fill(profile)), `${count + 1} × ${profile}`);
            }
        });

    it("mix as NVIDIA's balanced configurations do", () => {
        const balanced: readonly (readonly [string, number, string[]])[] = [
            ["A100", 40, ["1g.5gb", "1g.5gb", "2g.10gb", "3g.20gb"]],
            ["H100", 80, ["1g.10gb", "1g.10gb", "2g.20gb", "3g.40gb"]],
            ["H200", 141, ["1g.18gb", "1g.18gb", "2g.35gb", "3g.71gb"]],
            ["B200", 179, ["1g.23gb", "1g.23gb", "2g.45gb", "3g.90gb"]],
            ["RTX PRO Server 6000", 96, ["1g.24gb", "1g.24gb", "2g.48gb"]],
        ];
        for (const [model, memory, mix] of balanced) assert.ok(instancesFit(geometry(model, memory), mix), model);
        assert.ok(!instancesFit(geometry("H100", 80), ["4g.40gb", "4g.40gb"]));
        assert.ok(!instancesFit(geometry("H100", 80), ["7g.80gb", "1g.10gb"]));
    });

    it("fit where they are told to begin, or not at all", () => {
        const h100 = geometry("H100", 80);
        assert.ok(instancesFit(h100, ["3g.40gb:4", "1g.10gb:0", "1g.10gb:1", "1g.10gb:2", "1g.10gb:3"]));
        assert.ok(!instancesFit(h100, ["3g.40gb:0", "1g.10gb:0"]), "both begin at 0");
        assert.ok(!instancesFit(h100, ["3g.40gb:2"]), "none begins at 2");
        assert.ok(!instancesFit(h100, ["2g.20gb:6"]), "behind it is no second compute slice");
    });

    it("do not exist for GPUs without MIG", () => {
        for (const [model, memory] of [
            ["L4", 22.352],
            ["L40S", 44.703],
            ["A10G", 22.352],
            ["T4", 16],
        ] as const)
            assert.equal(migGeometry(model, memory), undefined);
    });

    it("fit in every smaller choice of what fits", () => {
        fc.assert(
            fc.property(
                fc.constantFrom(...models),
                fc.array(fc.nat(20), { maxLength: 8 }),
                fc.nat(7),
                (of, picks, gone) => {
                    const table = geometry(...of);
                    const names = Object.keys(table.profiles);
                    const chosen = picks.map(pick => names[pick % names.length] ?? "");
                    const fewer = chosen.filter((_, index) => index !== gone);
                    assert.ok(!instancesFit(table, chosen) || instancesFit(table, fewer));
                },
            ),
        );
    });
});

describe("GPUs of a machine that divides them when it boots", () => {
    const command = (does: SmiCommand["does"], more: Partial<SmiCommand> = {}): SmiCommand => ({
        does,
        gpus: [],
        profiles: [],
        compute: true,
        ...more,
    });
    const layout = (model: string, memoryGiB: number, ...commands: readonly SmiCommand[]) =>
        migLayout({ model, memoryGiB, count: 2 }, { by: "nvidia-smi", commands });
    const create = (...profiles: readonly string[]) => command("create", { profiles });

    it("are all divided alike", () => {
        const { mig, problems } = layout("H100", 80, command("enable"), create("3g.40gb", "3g.40gb"));
        assert.deepEqual(problems, []);
        assert.deepEqual(mig, [
            { gpu: 0, instances: ["3g.40gb", "3g.40gb"] },
            { gpu: 1, instances: ["3g.40gb", "3g.40gb"] },
        ]);
    });

    it("are divided one by one", () => {
        const first = command("enable", { gpus: [0] });
        const { mig } = layout("H100", 80, first, command("create", { gpus: [0], profiles: ["7g.80gb"] }));
        assert.deepEqual(mig, [{ gpu: 0, instances: ["7g.80gb"] }]);
    });

    const nothing = [
        { gpu: 0, instances: [] },
        { gpu: 1, instances: [] },
    ];

    it("have no instances after a profile of another chip, and say which there are", () => {
        const { mig, problems } = layout("H100", 80, command("enable"), create("1g.5gb"));
        assert.deepEqual(mig, nothing);
        assert.match(problems[0] ?? "", /H100 has no profile 1g\.5gb, only 1g\.10gb/);
        assert.equal(problems.length, 1);
    });

    it("have no instances that anyone sees without compute instances", () => {
        const bare = command("create", { profiles: ["7g.80gb"], compute: false });
        assert.deepEqual(layout("H100", 80, command("enable"), bare).mig, nothing);
        assert.equal(layout("H100", 80, command("enable"), bare, command("createCompute")).mig[0]?.instances.length, 1);
    });

    it("keep what fitted when one too many is asked for", () => {
        const { mig, problems } = layout("A100", 40, command("enable"), create("4g.20gb", "4g.20gb"));
        assert.deepEqual(mig[0]?.instances, ["4g.20gb"]);
        assert.match(problems[0] ?? "", /Insufficient Resources for 4g\.20gb/);
    });

    it("stay whole without MIG mode", () => {
        const plain = layout("L4", 22.352, command("enable"), create("1g.10gb"));
        assert.deepEqual(plain, { mig: [], problems: ["nvidia-smi: L4 has no MIG mode"] });
        const forgotten = layout("H100", 80, create("7g.80gb"));
        assert.deepEqual(forgotten.mig, []);
        assert.match(forgotten.problems[0] ?? "", /MIG mode is not enabled/);
        assert.deepEqual(layout("H100", 80, command("enable"), create("7g.80gb"), command("disable")).mig, []);
    });

    const rocket = (model: string, memoryGiB: number, mig: Record<string, string>) =>
        migLayout({ model, memoryGiB, count: 1 }, { by: "bottlerocket", mig, plugin: {} });

    it("follow Bottlerocket's profile or number of parts for their model", () => {
        const cases: readonly (readonly [string, number, Record<string, string>, string[]])[] = [
            ["A100", 40, { "a100.40gb": "2g.10gb" }, ["2g.10gb", "2g.10gb", "2g.10gb"]],
            ["H100", 80, { "h100.80gb": "4" }, Array<string>(4).fill("1g.20gb")],
            ["H200", 141, { "h200.141gb": "7" }, Array<string>(7).fill("1g.18gb")],
            ["B200", 179.062, { "b200.180gb": "2" }, ["3g.90gb", "3g.90gb"]],
            ["H100", 80, { "a100.40gb": "7" }, ["7g.80gb"]],
        ];
        for (const [model, memory, wanted, instances] of cases)
            assert.deepEqual(rocket(model, memory, wanted), { mig: [{ gpu: 0, instances }], problems: [] }, model);
    });

    it("become one instance each under Bottlerocket when the profile is another chip's", () => {
        const { mig, problems } = rocket("H100", 80, { "h100.80gb": "1g.5gb" });
        assert.deepEqual(mig, [{ gpu: 0, instances: ["7g.80gb"] }]);
        assert.match(problems[0] ?? "", /h100\.80gb has no profile 1g\.5gb/);
    });
});
