// Compares the catalogue with its tables cell by cell; that EC2 agrees with the tables is the business of their sources.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    acceleratorFamilyOf,
    awsInstanceType,
    awsInstanceTypes,
    isAwsFpgaInstanceType,
    isAwsNeuronInstanceType,
    isAwsNvidiaInstanceType,
    isAwsNvidiaX86InstanceType,
    isAwsSystemInstanceType,
    isFpga,
    isNeuron,
    isNvidia,
    isNvidiaX86,
} from "../../components/catalog/aws/instance-types";
import { cells } from "./csv";

const accelerated = cells("aws-accelerators.csv");
const system = cells("aws-system-types.csv");

const words = (cell: string) => (cell === "" ? [] : cell.split("|"));
/** What an empty cell must become: a fact that is not known. */
const orUnknown = <T extends object>(known: boolean, fact: T) => (known ? { known: true, ...fact } : false);
const told = (fact: { readonly known: boolean }) => (fact.known ? fact : false);

function compareWithRow(row: Readonly<Record<string, string>>): void {
    const facts = awsInstanceType(row.instanceType!);
    assert.ok(facts, `${row.instanceType} is missing`);
    assert.equal(facts.family, row.family);
    assert.equal(facts.status, row.status);
    assert.equal(facts.vcpus, Number(row.vcpu));
    assert.equal(facts.memoryGiB, Number(row.memoryGiB));
    assert.equal(facts.architecture, row.arch === "arm64" ? "arm64" : "amd64");
    assert.equal(facts.bareMetal, row.bareMetal === "yes");
    assert.equal(facts.network.cards, Number(row.networkCards));
    assert.equal(facts.network.gbps, Number(row.networkGbps));
    assert.equal(facts.network.burst, row.networkUpTo === "yes");
    assert.deepEqual(
        told(facts.efa),
        orUnknown(row.efaMaxInterfaces !== "", { interfaces: Number(row.efaMaxInterfaces) }),
    );
    assert.deepEqual(
        told(facts.network.addresses),
        orUnknown(row.maxEnis !== "" && row.ipv4PerEni !== "", {
            maxEnis: Number(row.maxEnis),
            ipv4PerEni: Number(row.ipv4PerEni),
        }),
    );
    assert.deepEqual(
        told(facts.localDisks),
        orUnknown(row.localDisks !== "", {
            count: Number(row.localDisks),
            sizeGB: Number(row.localDiskGB),
            nvme: row.localNvme === "required",
        }),
    );
    const usageClasses = words(row.usageClasses!);
    assert.deepEqual(told(facts.usageClasses), orUnknown(usageClasses.length > 0, { list: usageClasses }));
    const strategies = words(row.placementStrategies!);
    assert.deepEqual(told(facts.placementStrategies), orUnknown(strategies.length > 0, { list: strategies }));
    assert.deepEqual([facts.asOf, facts.source, facts.note], [row.lastSeen, row.source, row.note]);
}

describe("EC2 instance types", () => {
    it("are the rows of the two tables, in their order", () => {
        assert.equal(accelerated.length, 108);
        const names = [...accelerated, ...system].map(row => row.instanceType);
        assert.deepEqual(
            awsInstanceTypes().map(type => type.name),
            names,
        );
    });

    it("say what their rows say", () => [...accelerated, ...system].forEach(compareWithRow));

    it("have the accelerators of their rows", () => {
        for (const row of accelerated) {
            const { accelerator } = awsInstanceType(row.instanceType!)!;
            assert.equal(accelerator.kind, row.acceleratorKind);
            assert.equal(accelerator.vendor, row.acceleratorManufacturer);
            assert.equal(accelerator.model, row.acceleratorName);
            assert.equal(accelerator.memoryGiB, Number(row.acceleratorMemoryGiB));
            if (row.acceleratorCount === "0") continue;
            assert.deepEqual([accelerator.count, accelerator.share], [Number(row.acceleratorCount), 1]);
        }
    });

    it("count a fraction of a GPU as one device with a share", () => {
        const fractional = awsInstanceTypes().filter(type => type.accelerator.share < 1);
        assert.deepEqual(
            fractional.map(({ name, accelerator }) => [name, accelerator.count, accelerator.share]),
            [
                ["g6f.large", 1, 0.125],
                ["g6f.xlarge", 1, 0.125],
                ["g6f.2xlarge", 1, 0.25],
                ["g6f.4xlarge", 1, 0.5],
                ["gr6f.4xlarge", 1, 0.5],
            ],
        );
    });

    it("have at least one device each, except the general-purpose types, which have none", () => {
        for (const type of awsInstanceTypes()) {
            assert.equal(type.accelerator.count === 0, type.accelerator.kind === "none", type.name);
        }
    });

    it("leave facts unknown only for the types that are sold in UltraServers, and say why", () => {
        for (const {
            name,
            status,
            efa,
            network,
            localDisks,
            usageClasses,
            placementStrategies,
        } of awsInstanceTypes()) {
            for (const fact of [efa, network.addresses, localDisks, usageClasses, placementStrategies]) {
                if (fact.known) continue;
                assert.equal(status, "special", name);
                assert.notEqual(fact.why, "");
            }
        }
    });

    it("have 0 EFA interfaces where there is no EFA", () => {
        assert.deepEqual(awsInstanceType("g6.xlarge").efa, { known: true, interfaces: 0 });
        assert.deepEqual(awsInstanceType("p5.48xlarge").efa, { known: true, interfaces: 32 });
        // 17 network cards, of which the first has no EFA.
        assert.deepEqual(awsInstanceType("p6-b300.48xlarge").efa, { known: true, interfaces: 16 });
    });

    it("are undefined for any other name", () => {
        const known = new Set<string>(awsInstanceTypes().map(type => type.name));
        fc.assert(
            fc.property(fc.oneof(fc.string(), fc.constantFrom("constructor", "__proto__", "P5.48XLARGE", "")), name => {
                fc.pre(!known.has(name));
                assert.equal(awsInstanceType(name), undefined);
            }),
        );
    });
});

describe("NVIDIA types on x86", () => {
    const chosen = awsInstanceTypes().filter(isNvidiaX86);

    it("are the rows that say so and are not retired", () => {
        const rows = accelerated.filter(
            row =>
                row.acceleratorManufacturer === "NVIDIA" &&
                row.arch === "x86_64" &&
                ["current", "legacy"].includes(row.status!),
        );
        assert.deepEqual(
            chosen.map(type => type.name),
            rows.map(row => row.instanceType),
        );
    });

    it("are told by name too", () => {
        for (const { name } of awsInstanceTypes()) {
            assert.equal(
                isAwsNvidiaX86InstanceType(name),
                chosen.some(type => type.name === name),
            );
        }
        assert.equal(isAwsNvidiaX86InstanceType("p5.48xlrge"), false);
    });

    it("exclude Arm, AMD, retired types and UltraServers", () => {
        for (const name of ["g5g.xlarge", "g4ad.xlarge", "p3.2xlarge", "p6e-gb200.36xlarge", "inf2.xlarge"]) {
            assert.equal(isAwsNvidiaX86InstanceType(name), false, name);
        }
    });

    it("belong to the nvidia family, and only NVIDIA GPUs do", () => {
        for (const type of awsInstanceTypes()) {
            assert.equal(acceleratorFamilyOf(type) === "nvidia", type.accelerator.vendor === "NVIDIA", type.name);
        }
    });
});

describe("NVIDIA types that can be bought", () => {
    const chosen = awsInstanceTypes().filter(isNvidia);

    it("are the rows that say so and are not retired, whatever their architecture", () => {
        const rows = accelerated.filter(
            row =>
                row.acceleratorManufacturer === "NVIDIA" && row.acceleratorKind === "gpu" && row.status !== "retired",
        );
        assert.deepEqual(
            chosen.map(type => type.name),
            rows.map(row => row.instanceType),
        );
    });

    it("are those on x86, those on ARM, and the UltraServer's", () => {
        const others = chosen.filter(type => !isNvidiaX86(type)).map(type => type.name);
        const arm = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "metal"].map(size => `g5g.${size}`);
        assert.deepEqual(others, ["p6e-gb200.36xlarge", ...arm]);
    });

    it("are told by name too", () => {
        for (const { name } of awsInstanceTypes()) {
            const expected = chosen.some(type => type.name === name);
            assert.equal(isAwsNvidiaInstanceType(name), expected, name);
        }
        assert.equal(isAwsNvidiaInstanceType("p5.48xlrge"), false);
    });
});

describe("Neuron types that can be bought", () => {
    const chosen = awsInstanceTypes().filter(isNeuron);

    it("are the rows that say so", () => {
        const rows = accelerated.filter(row => row.acceleratorKind === "neuron" && row.status !== "retired");
        assert.deepEqual(
            chosen.map(type => type.name),
            rows.map(row => row.instanceType),
        );
        assert.deepEqual(
            [...new Set(chosen.map(({ family }) => family))],
            ["inf1", "inf2", "trn1", "trn1n", "trn2", "trn2u"],
        );
    });

    it("are told by name too, and run on x86 alone", () => {
        for (const { name, architecture } of awsInstanceTypes()) {
            const is = chosen.some(type => type.name === name);
            assert.equal(isAwsNeuronInstanceType(name), is, name);
            if (is) assert.equal(architecture, "amd64");
        }
        assert.equal(isAwsNeuronInstanceType("trn2.48xlrge"), false);
    });
});

describe("FPGA types", () => {
    const chosen = awsInstanceTypes().filter(isFpga);

    it("are F2, and F1 which is retired", () => {
        const named = (status: string) => chosen.filter(type => type.status === status).map(type => type.name);
        assert.deepEqual(named("current"), ["f2.6xlarge", "f2.12xlarge", "f2.48xlarge"]);
        assert.deepEqual(named("retired"), ["f1.2xlarge", "f1.4xlarge", "f1.16xlarge"]);
        assert.equal(chosen.length, 6);
    });

    it("are told by name too", () => {
        for (const { name } of awsInstanceTypes()) {
            assert.equal(
                isAwsFpgaInstanceType(name),
                chosen.some(type => type.name === name),
            );
        }
        assert.equal(isAwsFpgaInstanceType("f3.2xlarge"), false);
    });
});

describe("general-purpose types", () => {
    it("are told from accelerated ones by name", () => {
        for (const row of system) assert.equal(isAwsSystemInstanceType(row.instanceType!), true);
        for (const row of accelerated) assert.equal(isAwsSystemInstanceType(row.instanceType!), false);
        assert.equal(isAwsSystemInstanceType("m7i.huge"), false);
    });
});
