import { openDurable } from "../../../../sim/cloud/store/durable";
import { aResource } from "./a-resource";

/**
 * Writes pairs of resources until it is killed, three transactions at a time, and prints the number of each pair whose
 * transaction was answered. Run as a process of its own: `node endless-writer.js <folder>`.
 */
async function main(): Promise<never> {
    const { database, change } = await openDurable(process.argv[2]!, { compactAt: 20_000 });
    let number = 1 + Math.max(0, ...database.list("left").map(each => Number(each.id)));
    for (;;) {
        await Promise.all([number, number + 1, number + 2].map(write));
        number += 3;
    }

    async function write(pair: number): Promise<void> {
        await change(() => {
            database.put(aResource({ type: "left", id: String(pair) }));
            database.put(aResource({ type: "right", id: String(pair) }));
            // Old pairs go, so that compaction has something to forget.
            if (pair > 200) database.remove("other", "us-east-2", String(pair - 200));
            database.put(aResource({ type: "other", id: String(pair) }));
        });
        process.stdout.write(`${pair}\n`);
    }
}

void main();
