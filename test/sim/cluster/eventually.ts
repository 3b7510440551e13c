import { setTimeout as sleep } from "node:timers/promises";

const patience = 30_000;

/** Resolves as soon as the condition holds (a throw counts as "not yet"), and fails when it never does. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patience;
    for (;;) {
        let problem: unknown = new Error("the condition never held");
        try {
            if (await condition()) {
                return;
            }
        } catch (error) {
            problem = error;
        }
        if (Date.now() > deadline) {
            throw problem;
        }
        await sleep(50);
    }
}
