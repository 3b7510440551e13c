import type { Progress } from "./progress";
import { progressBars } from "./progress-bars";
import { progressLines } from "./progress-lines";

/** Bars on a terminal, plain lines elsewhere. */
export async function openProgress(stream: NodeJS.WriteStream, heartbeatMs: number): Promise<Progress> {
    return stream.isTTY ? progressBars(stream) : progressLines(line => stream.write(`${line}\n`), heartbeatMs);
}
