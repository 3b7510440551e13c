// What nodes say is wrong with them, as a person reads it after `npm run up`. Proves nothing of who sets a condition.
import assert from "node:assert/strict";
import { nodeComplaints } from "../../../tools/commands/node-complaints";

describe("what a node says of itself", () => {
    const node = (...conditions: { type: string; status: string; message?: string }[]) =>
        nodeComplaints([{ metadata: { name: "ip-10-0-0-5" }, status: { conditions } }]);

    it("is nothing for a node that is well, and for one that says nothing", () => {
        const well = { type: "AcceleratedHardwareReady", status: "True", message: "fine" };
        assert.deepEqual(node({ type: "Ready", status: "True" }, well, { type: "FpgaNotLoaded", status: "False" }), []);
        assert.deepEqual(nodeComplaints([{ metadata: { name: "new" }, status: {} }]), []);
    });

    it("is what its conditions say, whichever way round they are named", () => {
        assert.deepEqual(
            node(
                { type: "Ready", status: "False", message: "starting" },
                { type: "FpgaNotLoaded", status: "True", message: "slot 0: agfi-0f0e045f919413242 did not load" },
                { type: "MemoryPressure", status: "True" },
            ),
            [
                "ip-10-0-0-5: Ready: starting",
                "ip-10-0-0-5: FpgaNotLoaded: slot 0: agfi-0f0e045f919413242 did not load",
                "ip-10-0-0-5: MemoryPressure",
            ],
        );
    });
});
