const firstPause = 250;
const longestPause = 10_000;
/** By the wall clock, a timer of Node may fire within a millisecond before its time; what is due then would not be yet. */
const earlyBy = 1;

/**
 * Names of things to bring up to date. A name that is added twice before its turn is done once; one that fails is done again
 * after a pause; no name is worked on twice at a time.
 */
export class WorkQueue {
    private readonly waiting = new Set<string>();
    private readonly active = new Set<string>();
    private readonly pauses = new Map<string, number>();
    private readonly timers = new Set<NodeJS.Timeout>();
    private stopped = false;

    constructor(
        private readonly limit: number,
        private readonly work: (name: string) => Promise<void>,
        private readonly log: (line: string) => void,
    ) {}

    add(name: string): void {
        this.waiting.add(name);
        this.next();
    }

    addLater(name: string, milliseconds: number): void {
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            this.add(name);
        }, milliseconds + earlyBy);
        timer.unref();
        this.timers.add(timer);
    }

    stop(): void {
        this.stopped = true;
        this.timers.forEach(timer => clearTimeout(timer));
    }

    private next(): void {
        for (const name of this.waiting) {
            if (this.stopped || this.active.size >= this.limit) {
                return;
            }
            if (!this.active.has(name)) {
                this.waiting.delete(name);
                this.active.add(name);
                void this.run(name);
            }
        }
    }

    private async run(name: string): Promise<void> {
        try {
            await this.work(name);
            this.pauses.delete(name);
        } catch (error) {
            const pause = this.pauses.get(name) ?? firstPause;
            this.pauses.set(name, Math.min(pause * 2, longestPause));
            if (!this.stopped) {
                this.log(
                    `${name}: ${error instanceof Error ? error.message : String(error)}; tried again in ${pause} ms`,
                );
                this.addLater(name, pause);
            }
        }
        this.active.delete(name);
        this.next();
    }
}
