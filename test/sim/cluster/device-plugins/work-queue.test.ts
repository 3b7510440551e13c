/** Does not prove anything about how long the pauses are. */
import assert from "node:assert/strict";
import { WorkQueue } from "../../../../sim/cluster/device-plugins/work-queue";
import { eventually } from "../eventually";

/** Work that ends when the test says so. */
function heldWork(): { work: (name: string) => Promise<void>; begun: string[]; release: () => void } {
    const begun: string[] = [];
    const waiting: (() => void)[] = [];
    const work = (name: string): Promise<void> => {
        begun.push(name);
        return new Promise(resolve => waiting.push(resolve));
    };
    return { work, begun, release: () => waiting.splice(0).forEach(resolve => resolve()) };
}

describe("the work queue", () => {
    it("works on as many names at a time as it may, and on all in the end", async () => {
        const { work, begun, release } = heldWork();
        const queue = new WorkQueue(2, work, () => undefined);
        ["a", "b", "c", "d"].forEach(name => queue.add(name));
        assert.deepEqual(begun, ["a", "b"]);
        release();
        await eventually(() => begun.length === 4);
        release();
    });

    it("does a name once that is added twice before its turn, and again when it is added during its work", async () => {
        const { work, begun, release } = heldWork();
        const queue = new WorkQueue(1, work, () => undefined);
        ["a", "b", "b", "a"].forEach(name => queue.add(name));
        release();
        await eventually(() => begun.length === 2);
        release();
        await eventually(() => begun.length === 3);
        release();
        assert.deepEqual([...begun].sort(), ["a", "a", "b"]);
    });

    it("does a name again that failed, and says so", async () => {
        const said: string[] = [];
        let attempts = 0;
        const failTwice = (): Promise<void> => {
            attempts += 1;
            return attempts < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve();
        };
        new WorkQueue(1, failTwice, line => said.push(line)).add("a");
        await eventually(() => attempts === 3);
        assert.equal(said.length, 2);
        assert.match(said[0] ?? "", /^a: not yet/);
    });

    it("begins nothing any more once it is stopped", async () => {
        const { work, begun, release } = heldWork();
        const queue = new WorkQueue(1, work, () => undefined);
        ["a", "b"].forEach(name => queue.add(name));
        queue.stop();
        release();
        await new Promise(resolve => setImmediate(resolve));
        assert.deepEqual(begun, ["a"]);
    });
});
