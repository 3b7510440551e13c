/** Does not prove that an emulated version behaves as the real one did: that is Kubernetes' own promise. */
import assert from "node:assert/strict";
import { runnableVersion } from "../../../sim/cluster/kubernetes-version";

describe("the version that a control plane runs as", () => {
    const table: readonly (readonly [string, string])[] = [
        ["1.35", "1.35"],
        ["1.34", "1.34"],
        ["1.32", "1.32"],
        ["1.31", "1.32"],
        ["1.36", "1.35"],
    ];
    for (const [declared, runsAs] of table) {
        it(`is ${runsAs} with binaries of 1.35 when ${declared} is declared`, () => {
            assert.equal(runnableVersion(declared, "1.35"), runsAs);
        });
    }

    it("is nothing for what is no version", () => {
        assert.throws(() => runnableVersion("latest", "1.35"), /"latest" is not a Kubernetes version/);
    });
});
