// The names under which mechanisms advertise devices. That plugins and drivers use them is said by the catalogue's sources.
import assert from "node:assert/strict";
import { deviceFamilies } from "../../../components/catalog/devices";
import { mechanismTable } from "../../../components/catalog/kubernetes/mechanism-table";
import { advertisedNames, familyOfName } from "../../../components/fleet/advertisers";
import { wholeDevices } from "../../../components/fleet/sharing";

describe("names of whole devices", () => {
    const table = [
        ["nvidia", "devicePlugin", ["nvidia.com/gpu"]],
        ["nvidia", "draDriver", ["gpu.nvidia.com"]],
        ["neuron", "devicePlugin", ["aws.amazon.com/neuron", "aws.amazon.com/neuroncore"]],
        ["neuron", "image", ["aws.amazon.com/neuron", "aws.amazon.com/neuroncore"]],
        ["neuron", "draDriver", ["neuron.aws.com"]],
        ["fpga", "devicePlugin", ["pulumi-accelerators/fpga"]],
        ["efa", "devicePlugin", ["vpc.amazonaws.com/efa"]],
        ["efa", "draDriver", ["efa.networking.k8s.aws"]],
    ] as const;
    for (const [family, mechanism, names] of table) {
        it(`${family} by ${mechanism}: ${names.join(", ")}`, () =>
            assert.deepEqual(advertisedNames(family, mechanism, wholeDevices), names));
    }

    it("lead back to their family, for every mechanism of the table", () => {
        for (const { family, mechanism } of mechanismTable) {
            for (const name of advertisedNames(family, mechanism, wholeDevices)) {
                assert.notEqual(name, "");
                assert.equal(familyOfName(name), family, name);
            }
        }
    });

    it("belong to no family when no plugin advertises them", () => {
        for (const name of ["aws.amazon.com/neurondevice", "amd.com/fpga", "squat.ai/fpga", "", ...deviceFamilies()]) {
            assert.equal(familyOfName(name), undefined, name);
        }
    });
});
