import { Streams } from "./streams";

/** Commands that change the shell itself. Source: POSIX.1-2017, Special Built-In Utilities; GNU bash manual (`local`, pipefail). */
export abstract class Builtins extends Streams {
    protected stopsAtFailure = false;
    /** `set -o pipefail` */
    protected anyOfPipe = false;
    /** What is wanted done at the end (`EXIT`) and after a failure (`ERR`). */
    protected traps = new Map<string, string>();
    /** Lines that `read` has left; undefined outside of loops that are given some. */
    protected lines: string[] | undefined;
    /** What the variables of the functions that run were before them. */
    protected locals: Map<string, string | undefined>[] = [];

    protected options(args: readonly string[]): number {
        args.forEach((arg, index) => {
            const on = arg.startsWith("-");
            const named = /^[-+]\w*o$/.test(arg) ? args[index + 1] : undefined;
            const has = (letter: string, name: string): boolean =>
                (/^[-+]\w+$/.test(arg) && arg.includes(letter)) || named === name;
            if (has("e", "errexit")) this.stopsAtFailure = on;
            if (has("u", "nounset")) this.refusesUnset = on;
            if (named === "pipefail") this.anyOfPipe = on;
        });
        const at = args.indexOf("--");
        if (at >= 0) this.args = args.slice(at + 1);
        return 0;
    }

    protected declared(how: string, args: readonly string[]): number {
        const frame = how === "local" ? this.locals.at(-1) : undefined;
        for (const arg of args.filter(each => !each.startsWith("-"))) {
            const [, name = arg, value] = /^(\w+)=([^]*)$/.exec(arg) ?? [];
            if (frame && !frame.has(name)) frame.set(name, this.variables.get(name));
            if (value !== undefined || frame) this.variables.set(name, value ?? "");
        }
        return 0;
    }

    protected trapped([command = "", ...signals]: readonly string[]): number {
        for (const signal of signals.map(each => (each === "0" ? "EXIT" : each.replace(/^SIG/, ""))))
            if (command === "-" || command === "") this.traps.delete(signal);
            else this.traps.set(signal, command);
        return 0;
    }

    protected readLine(args: readonly string[], lines: string[]): number {
        const line = lines.shift();
        const names = args.filter(arg => !arg.startsWith("-"));
        let left = line?.trim() ?? "";
        names.forEach((variable, index) => {
            const [, first = "", rest = ""] = /^(\S*)\s*([^]*)$/.exec(left) ?? [];
            this.variables.set(variable, index === names.length - 1 ? left : first);
            left = rest;
        });
        return line === undefined ? 1 : 0;
    }
}

export function linesOf(input: string): string[] {
    return input === "" ? [] : input.replace(/\n$/, "").split("\n");
}
