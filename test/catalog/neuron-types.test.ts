// Compares the catalogue with its tables; that the chips and the software behave so is said by the sources of the rows.
import assert from "node:assert/strict";
import { awsInstanceTypes, isNeuron } from "../../components/catalog/aws/instance-types";
import { lncFile, neuronCores, neuronType } from "../../components/catalog/aws/neuron-types";
import { cells } from "./csv";

const types = awsInstanceTypes().filter(isNeuron);
const hardware = new Map(cells("aws-accelerators.csv").map(row => [row.instanceType!, row]));
const factsOf = (name: string) => neuronType(name) ?? assert.fail(`${name} has no facts`);

describe("Neuron types", () => {
    it("have facts, and nothing else has", () => {
        for (const { name } of awsInstanceTypes()) {
            const is = types.some(type => type.name === name);
            assert.equal(neuronType(name) !== undefined, is, name);
        }
    });

    it("have the chips and cores of their rows", () => {
        for (const { name } of types) {
            const row = hardware.get(name)!;
            const { devices, coresPerDevice, coreVersion } = factsOf(name);
            assert.deepEqual(
                [devices, coresPerDevice, coreVersion],
                [row.acceleratorCount, row.neuronCoresPerDevice, row.neuronCoreVersion].map(Number),
                name,
            );
            assert.equal(neuronCores(factsOf(name), 1), Number(row.neuronCoresTotal), name);
        }
    });

    const advertised: readonly (readonly [string, number, number])[] = [
        ["inf1.xlarge", 1, 4],
        ["inf1.24xlarge", 16, 64],
        ["inf2.24xlarge", 6, 12],
        ["trn1.32xlarge", 16, 32],
        ["trn1n.32xlarge", 16, 32],
        ["trn2.3xlarge", 1, 4],
        ["trn2.48xlarge", 16, 64],
        ["trn2u.48xlarge", 16, 64],
    ];
    for (const [name, devices, cores] of advertised) {
        it(`${name} advertises ${devices} chips and ${cores} cores unless told otherwise`, () => {
            assert.deepEqual([factsOf(name).devices, neuronCores(factsOf(name))], [devices, cores]);
        });
    }

    it("group their cores only from the third generation on, and always evenly", () => {
        for (const { name } of types) {
            const { lnc, coreVersion, coresPerDevice } = factsOf(name);
            assert.deepEqual(lnc.settings, coreVersion >= 3 ? [1, 2] : [], name);
            assert.equal(lnc.default, coreVersion >= 3 ? 2 : 1, name);
            for (const setting of lnc.settings) assert.equal(coresPerDevice % setting, 0, name);
        }
    });

    it("are all driven by the newest software but Inf1, which has a last one", () => {
        for (const { name, family } of types) {
            const { software } = factsOf(name);
            const expected = family === "inf1" ? ["2.26.1", "2.24", "2.24.13.0"] : ["", "", ""];
            assert.deepEqual([software.lastSdk, software.lastDriver, software.driverPatch], expected, name);
        }
    });

    it("are told of the setting where the plugin looks", () => {
        assert.equal(lncFile.path, "/opt/aws/neuron/logical_nc_config");
        assert.equal(lncFile.content(1), "NEURON_LOGICAL_NC_CONFIG=1\n");
    });
});
