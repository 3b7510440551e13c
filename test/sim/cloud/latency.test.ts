/** Does not prove that the durations are today's: the table says where each was read. */
import assert from "node:assert/strict";

import { CLUSTER } from "../../../sim/cloud/aws/eks/tokens";
import { text } from "../../../sim/cloud/props";
import { fakeClock } from "./an-account";
import { aNetwork, clusterInputs, clusterRole, eksAccount } from "./eks/a-cluster";

describe("account at the cloud's own pace", () => {
    async function secondsToCreate(latency: number) {
        const clock = fakeClock();
        const account = eksAccount({ clock, latency });
        const inputs = clusterInputs(await aNetwork(account), await clusterRole(account));
        const start = clock.now().getTime();
        const { outputs } = await account.create(CLUSTER, inputs);
        assert.equal(text(outputs, "status"), "ACTIVE");
        return (clock.now().getTime() - start) / 1000;
    }

    it("takes ten minutes for a cluster", async () => assert.equal(await secondsToCreate(1), 617));

    it("goes as much faster as it is told to", async () => assert.equal(await secondsToCreate(0.1), 61.7));

    it("does not wait unless asked to", async () => assert.equal(await secondsToCreate(0), 0));
});
