// Who may advertise on which nodes, as tables and properties. That drivers and plugins behave so is said by their sources.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { deviceFamilies } from "../../components/catalog/devices";
import {
    mechanismsFor,
    switchableAdvertisers,
    type MechanismQuestion,
    type NodeKeeper,
    type SharingMode,
} from "../../components/catalog/kubernetes/mechanisms";
import { mechanismTable } from "../../components/catalog/kubernetes/mechanism-table";

const keepers: readonly NodeKeeper[] = ["managed", "selfManaged", "auto", "karpenter"];
const sharings: readonly SharingMode[] = ["whole", "migSingle", "migMixed", "timeSlicing", "mps"];

const al2023: MechanismQuestion = {
    family: "nvidia",
    sharing: "whole",
    keeper: "managed",
    kubernetes: "1.35",
    machineType: "p5.48xlarge",
    drivers: ["nvidia", "efa"],
    advertises: [],
};
const bottlerocket: MechanismQuestion = { ...al2023, advertises: ["nvidia"] };
const plain: MechanismQuestion = { ...al2023, drivers: [] };
const neuron: MechanismQuestion = {
    ...al2023,
    family: "neuron",
    machineType: "trn2.48xlarge",
    drivers: ["neuron", "efa"],
};
const fpga: MechanismQuestion = { ...plain, family: "fpga", machineType: "f2.6xlarge" };

const suiting = (question: MechanismQuestion) =>
    mechanismsFor(question)
        .filter(({ suits }) => suits)
        .map(({ mechanism, needs }) => [mechanism, ...needs].join(" + "));
const refusal = (question: MechanismQuestion, mechanism: string) =>
    mechanismsFor(question).find(verdict => verdict.mechanism === mechanism)?.why ?? "no verdict";

const questions = fc.record<MechanismQuestion>({
    family: fc.constantFrom(...deviceFamilies()),
    sharing: fc.constantFrom(...sharings),
    keeper: fc.constantFrom(...keepers),
    machineType: fc.constantFrom("p5.48xlarge", "inf1.xlarge", "trn2.48xlarge", "f2.6xlarge", "m7i.large"),
    kubernetes: fc.constantFrom("1.31", "1.33", "1.34", "1.36", "1.40", "2.0"),
    drivers: fc.subarray([...deviceFamilies()]),
    advertises: fc.subarray([...deviceFamilies()]),
});

describe("mechanisms that suit nodes", () => {
    const table: readonly (readonly [string, MechanismQuestion, readonly string[]])[] = [
        ["GPUs on AL2023", al2023, ["devicePlugin", "gpuOperator", "draDriver"]],
        ["GPUs on AL2023 before 1.34", { ...al2023, kubernetes: "1.33" }, ["devicePlugin", "gpuOperator"]],
        [
            "GPUs on AL2023 under Karpenter",
            { ...al2023, keeper: "karpenter" },
            ["devicePlugin", "gpuOperator", "draDriver + staticCapacity"],
        ],
        ["GPUs on Bottlerocket", bottlerocket, ["image"]],
        [
            "GPUs on Bottlerocket with its plugin off",
            { ...bottlerocket, advertises: [] },
            ["devicePlugin", "gpuOperator", "draDriver"],
        ],
        ["GPUs on Auto Mode", { ...plain, keeper: "auto" }, ["image"]],
        ["GPUs on an image without driver", plain, []],
        [
            "one MIG profile on AL2023",
            { ...al2023, sharing: "migSingle" },
            ["devicePlugin + migManager", "gpuOperator"],
        ],
        [
            "several MIG profiles on AL2023",
            { ...al2023, sharing: "migMixed" },
            ["devicePlugin + migManager", "gpuOperator", "draDriver + migManager"],
        ],
        ["one MIG profile on Bottlerocket", { ...bottlerocket, sharing: "migSingle" }, ["image"]],
        ["several MIG profiles on Bottlerocket", { ...bottlerocket, sharing: "migMixed" }, []],
        ["MIG on Auto Mode", { ...plain, keeper: "auto", sharing: "migSingle" }, []],
        ["time slicing on AL2023", { ...al2023, sharing: "timeSlicing" }, ["devicePlugin", "gpuOperator"]],
        ["time slicing on Bottlerocket", { ...bottlerocket, sharing: "timeSlicing" }, ["image"]],
        ["MPS on AL2023", { ...al2023, sharing: "mps" }, ["devicePlugin + mpsControlDaemon", "gpuOperator"]],
        ["EFA on AL2023", { ...al2023, family: "efa" }, ["devicePlugin", "draDriver"]],
        ["EFA on Bottlerocket", { ...bottlerocket, family: "efa" }, ["devicePlugin", "draDriver"]],
        ["EFA on Auto Mode", { ...plain, family: "efa", keeper: "auto" }, ["image"]],
        ["EFA on AL2023 without accelerators", { ...plain, family: "efa" }, []],
        ["Trainium on AL2023", neuron, ["devicePlugin", "draDriver"]],
        ["Trainium on AL2023 before 1.34", { ...neuron, kubernetes: "1.33" }, ["devicePlugin"]],
        [
            "Trainium on AL2023 under Karpenter",
            { ...neuron, keeper: "karpenter" },
            ["devicePlugin", "draDriver + staticCapacity"],
        ],
        ["Trainium on Auto Mode", { ...neuron, drivers: [], keeper: "auto" }, ["image"]],
        ["Inferentia on AL2023", { ...neuron, machineType: "inf1.xlarge" }, ["devicePlugin"]],
        ["Inferentia2 on AL2023", { ...neuron, machineType: "inf2.xlarge" }, ["devicePlugin", "draDriver"]],
        ["Trainium on an image without its driver", { ...neuron, drivers: ["efa"] }, []],
        ["FPGAs on AL2023", fpga, ["devicePlugin"]],
        ["FPGAs on Auto Mode", { ...fpga, keeper: "auto" }, []],
    ];
    for (const [title, question, expected] of table) {
        it(`${title}: ${expected.join(", ") || "none"}`, () => assert.deepEqual(suiting(question), expected));
    }

    it("are named with the reason where they do not", () => {
        assert.equal(refusal(bottlerocket, "devicePlugin"), "the image advertises nvidia itself");
        assert.equal(refusal(al2023, "image"), "the image does not advertise nvidia itself");
        assert.equal(refusal(plain, "devicePlugin"), "the image holds no nvidia driver");
        assert.equal(
            refusal({ ...al2023, kubernetes: "1.33" }, "draDriver"),
            "needs Kubernetes 1.34 or newer, the nodes have 1.33",
        );
        assert.equal(refusal({ ...plain, keeper: "auto" }, "devicePlugin"), "does not run on nodes of EKS Auto Mode");
        assert.match(refusal({ ...al2023, sharing: "timeSlicing" }, "draDriver"), /alpha/);
        const inf1 = { ...neuron, machineType: "inf1.24xlarge" };
        assert.equal(refusal(inf1, "draDriver"), "does not know the devices of inf1");
        assert.match(refusal({ ...neuron, sharing: "timeSlicing" }, "devicePlugin"), /cores/);
    });

    it("come first, and each says why not or suits", () =>
        fc.assert(
            fc.property(questions, question => {
                const verdicts = mechanismsFor(question);
                const flags = verdicts.map(({ suits }) => suits);
                assert.deepEqual(
                    flags,
                    [...flags].sort((a, b) => Number(b) - Number(a)),
                );
                for (const { suits, why, needs } of verdicts) {
                    assert.equal(suits, why === "");
                    if (!suits) assert.deepEqual(needs, []);
                }
                const names = verdicts.map(({ mechanism }) => mechanism);
                assert.equal(new Set(names).size, names.length);
            }),
        ));

    it("are never a second plugin on Auto Mode, nor beside an image that advertises", () =>
        fc.assert(
            fc.property(questions, question => {
                if (question.keeper !== "auto" && !question.advertises.includes(question.family)) return;
                assert.deepEqual(
                    suiting(question).filter(name => name !== "image"),
                    [],
                );
            }),
        ));

    it("are none without a driver, but on Auto Mode and for FPGAs, which need none", () =>
        fc.assert(
            fc.property(questions, question => {
                if (question.keeper === "auto" || question.family === "fpga") return;
                if (question.advertises.includes(question.family)) return;
                if (!question.drivers.includes(question.family)) assert.deepEqual(suiting(question), []);
            }),
        ));

    it("are never lost by a newer Kubernetes", () =>
        fc.assert(
            fc.property(questions, question => {
                const newer = suiting({ ...question, kubernetes: "3.0" });
                for (const mechanism of suiting(question)) assert.ok(newer.includes(mechanism));
            }),
        ));
});

describe("the table of mechanisms", () => {
    it("has one row for a family, a mechanism and a keeper", () => {
        const keys = mechanismTable.flatMap(({ family, mechanism, keepers: of }) =>
            of.map(keeper => `${family} ${mechanism} ${keeper}`),
        );
        assert.equal(new Set(keys).size, keys.length);
    });

    it("gives every family on every keeper some way, but FPGAs on Auto Mode", () => {
        const without = deviceFamilies().flatMap(family =>
            keepers
                .filter(keeper => !mechanismTable.some(row => row.family === family && row.keepers.includes(keeper)))
                .map(keeper => `${family} on ${keeper}`),
        );
        assert.deepEqual(without, ["fpga on auto"]);
    });

    it("names instance families of the catalogue where it leaves some out", () => {
        const families = new Set(awsInstanceTypes().map(({ family }) => family));
        for (const { notFor } of mechanismTable) for (const family of notFor) assert.ok(families.has(family), family);
    });

    it("lets only DRA drivers advertise a device class", () => {
        for (const { mechanism, through } of mechanismTable) {
            assert.equal(through === "deviceClass", mechanism === "draDriver");
        }
    });

    it("switches off what an image advertises", () => {
        for (const { family } of switchableAdvertisers) {
            assert.ok(mechanismTable.some(row => row.family === family && row.node === "advertiser"));
        }
    });
});
