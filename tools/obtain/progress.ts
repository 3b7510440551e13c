/** Tells a person what is being done. It goes to standard error: standard output is for results. */
export interface Progress {
    say(line: string): void;
    begin(title: string, usualSeconds: number): Task;
}

/** One thing that takes time. `end` is called exactly once. */
export interface Task {
    bytes(done: number, total: number | undefined): void;
    packages(done: number): void;
    end(outcome: string): void;
}

/** `4 s`, `3 min 40 s`, `2 min`. */
export function duration(seconds: number): string {
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60);
    const rest = whole % 60;
    return [minutes > 0 ? `${minutes} min` : "", rest > 0 || minutes === 0 ? `${rest} s` : ""]
        .filter(Boolean)
        .join(" ");
}

/** `12.3 of 110.4 MB`. */
export function megabytes(done: number, total: number | undefined): string {
    const inMegabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
    return total === undefined ? `${inMegabytes(done)} MB` : `${inMegabytes(done)} of ${inMegabytes(total)} MB`;
}
