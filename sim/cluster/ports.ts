import { createServer } from "node:net";
import { randomInt } from "node:crypto";

/**
 * Ports that no system hands out by itself for outgoing connections (Linux: 32768 and up, macOS: 49152 and up), so that a
 * port stays free for us while the local cloud is stopped.
 */
const lowest = 20_000;
const highest = 32_767;

/** A port of the loopback address that nobody listens on and that is not in `taken`. */
export async function choosePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
        const port = randomInt(lowest, highest + 1);
        if (!taken.has(port) && (await isPortFree(port))) {
            return port;
        }
    }
    throw new Error(`found no free port between ${lowest} and ${highest} on 127.0.0.1`);
}

export function isPortFree(port: number): Promise<boolean> {
    return new Promise(resolve => {
        const probe = createServer();
        probe.once("error", () => resolve(false));
        probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
    });
}
