// Bad configuration through the real engine: what a user sees at the terminal, and that nothing was registered.
// Does not prove every refusal: each id has its own example in test/docs.
import { strict as assert } from "node:assert";
import { ALocalCloud, type CommandRun } from "./a-local-cloud";

describe("a stack with mistakes in every part", function () {
    this.timeout(120_000);
    const cloud = new ALocalCloud();
    let run: CommandRun;

    before(async () => {
        const file = cloud.variant("quickstart", settings => {
            settings.network.cidr = "10.0.0.0/30";
            settings.cluster.version = "1.53";
            settings.pools.l4 = { kind: "gpu", instanceType: "g6.xlarg", nodes: { min: 3, max: 1 } };
        });
        run = await cloud.command(["up", file]);
    });
    after(() => cloud.remove());

    it("is refused with every problem at once, each by its id, its path and a way out", () => {
        assert.equal(run.exitCode, 1);
        for (const said of [
            /network\.cidr\s+pulumi-accelerators:network\.cidr/,
            /kubernetes-version\.unknown\s+pulumi-accelerators:cluster\.version/,
            /nodes\.range\s+pulumi-accelerators:pools\.l4\.nodes\.min/,
            /instance-type\.unknown\s+pulumi-accelerators:pools\.l4\.instanceType/,
            /did you mean g6\.xlarge/,
        ]) {
            assert.match(run.output, said);
        }
    });

    it("is shown without a stack trace", () => {
        assert.doesNotMatch(run.output, /\.ts:\d+:\d+/);
    });

    it("leaves the account as it was: empty", async () => {
        assert.deepEqual(await cloud.daemon()?.inventory(), []);
    });
});
