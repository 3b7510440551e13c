import { duration, megabytes, type Progress } from "./progress";

/** A line when work begins, one every `heartbeatMs` while it goes on, one when it ends. */
export function progressLines(write: (line: string) => void, heartbeatMs: number): Progress {
    return {
        say: write,
        begin: (title, usualSeconds) => {
            const started = Date.now();
            const elapsed = (): string => duration((Date.now() - started) / 1000);
            let detail = "";
            write(`${title}, usually ${duration(usualSeconds)}`);
            const heartbeat = setInterval(() => write(`${title}: ${elapsed()}${detail}`), heartbeatMs);
            return {
                bytes: (done, total) => (detail = `, ${megabytes(done, total)}`),
                packages: done => (detail = `, ${done} packages`),
                end: outcome => {
                    clearInterval(heartbeat);
                    write(`${title}: ${outcome} after ${elapsed()}`);
                },
            };
        },
    };
}
