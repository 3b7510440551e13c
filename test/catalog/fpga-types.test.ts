// Compares the catalogue with its tables; that AWS retired F1 and what F2 is, is said by the sources of the rows.
import assert from "node:assert/strict";
import { f1Migration, fpgaImageId, fpgaSdk, fpgaType } from "../../components/catalog/aws/fpga-types";
import { awsInstanceType, awsInstanceTypes, isFpga } from "../../components/catalog/aws/instance-types";

const types = awsInstanceTypes().filter(isFpga);
const factsOf = (name: string) => fpgaType(name) ?? assert.fail(`${name} has no facts`);

describe("FPGA types", () => {
    it("have facts, and nothing else has", () => {
        for (const type of awsInstanceTypes()) {
            assert.equal(fpgaType(type.name) !== undefined, isFpga(type), type.name);
        }
    });

    it("have the part and the memory that EC2 lists", () => {
        for (const { name, accelerator } of types) {
            const { part, slots, hbmGiBPerFpga, ddrGiBPerFpga } = factsOf(name);
            assert.equal(slots, accelerator.count, name);
            assert.ok(accelerator.model.includes(`(${part})`), name);
            assert.equal(hbmGiBPerFpga + ddrGiBPerFpga, accelerator.memoryGiB, name);
        }
    });

    it("are retired with a day and a successor that is sold and has as many FPGAs", () => {
        for (const { name, status } of types) {
            const { retiredOn, successor, slots } = factsOf(name);
            assert.equal(retiredOn, status === "retired" ? "2025-12-20" : "", name);
            if (successor === "") continue;
            assert.equal(awsInstanceType(successor).status, "current", name);
            assert.equal(fpgaType(successor).slots, slots, name);
        }
        assert.deepEqual(
            types.filter(({ status }) => status === "retired").map(({ name }) => factsOf(name).successor),
            ["f2.6xlarge", "f2.12xlarge", "f2.48xlarge"],
        );
    });

    it("have AWS's shell with DMA on F1 alone", () => {
        for (const { name, family } of types) {
            assert.deepEqual(factsOf(name).shells, family === "f1" ? ["xdma", "small"] : ["small"], name);
        }
    });
});

describe("images of FPGAs", () => {
    const table: readonly (readonly [string, ReturnType<typeof fpgaImageId>])[] = [
        ["agfi-0fcf87119b8e97bf3", "agfi"],
        ["afi-0fcf87119b8e97bf3", "afi"],
        ["agfi-0fcf87119b8e97bf", undefined],
        ["agfi-0FCF87119B8E97BF3", undefined],
        [" agfi-0fcf87119b8e97bf3", undefined],
        ["agfi-…", undefined],
        ["", undefined],
    ];
    for (const [text, kind] of table) it(`${text || "nothing"}: ${kind}`, () => assert.equal(fpgaImageId(text), kind));

    it("are loaded by software whose checksum says that it is unverified", () => {
        assert.match(fpgaSdk.archive.sha256, /^[0-9a-f]{64}$/);
        assert.ok(fpgaSdk.archive.url.includes(fpgaSdk.archive.commit));
        assert.equal(fpgaSdk.archive.verified, false);
    });

    it("of F1 change FPGA, data path, memory and discovery on their way to F2", () => {
        const topics = [/VU47P/, /DMA engine/, /HBM/, /sysfs/];
        assert.deepEqual(
            f1Migration.notes.map((note, i) => topics[i]?.test(note)),
            [true, true, true, true],
        );
    });
});
