import { duration, megabytes, type Progress } from "./progress";

// A bar that measures time and not work stops here until the work is done.
const nearlyDone = 0.98;

/** One bar at a time: bytes of a download, or of a build the time that it usually takes. */
export async function progressBars(stream: NodeJS.WriteStream): Promise<Progress> {
    const { Presets, SingleBar } = await import("cli-progress");
    return {
        say: line => stream.write(`${line}\n`),
        begin: (title, usualSeconds) => {
            const started = Date.now();
            const elapsed = (): number => (Date.now() - started) / 1000;
            const bar = new SingleBar(
                { stream, format: "{title} {bar} {detail}", barsize: 24, clearOnComplete: true, hideCursor: true },
                Presets.shades_classic,
            );
            let detail = "";
            let fraction: number | undefined;
            const draw = (): void => {
                const byTime = Math.min(elapsed() / usualSeconds, nearlyDone);
                const time = `${duration(elapsed())} of usually ${duration(usualSeconds)}`;
                bar.update(fraction ?? byTime, { detail: [time, detail].filter(Boolean).join(", ") });
            };
            bar.start(1, 0, { title, detail: "" });
            const ticking = setInterval(draw, 250);
            return {
                bytes: (done, total) => {
                    detail = megabytes(done, total);
                    fraction = total === undefined || total === 0 ? undefined : done / total;
                },
                packages: done => (detail = `${done} packages`),
                end: outcome => {
                    clearInterval(ticking);
                    bar.stop();
                    stream.write(`${title}: ${outcome} after ${duration(elapsed())}\n`);
                },
            };
        },
    };
}
