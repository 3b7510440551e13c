/** Carries out a script on a machine that only remembers: nothing of it reaches the computer that the simulation runs on. */
import { Builtins, linesOf } from "./builtins";
import { Leave } from "./expansion";
import type { Result, ShellMachine } from "./machine";
import { parseShell } from "./parse";
import { matches } from "./patterns";
import { NotRead, type Command, type List, type Pipeline } from "./syntax";

const mostSteps = 20_000;
/** A script that waits for something that never comes goes on after so many rounds, as after a failure. */
const mostRounds = 1000;
const deepest = 100;

/**
 * What a script prints, and the status with which it ends.
 *
 * @throws NotRead for what is not read of the language, and for a script that does not end.
 */
export function runShell(source: string, machine: ShellMachine, args: readonly string[] = []): Required<Result> {
    return new Shell(machine, { left: mostSteps }).script(parseShell(source), args);
}

class Shell extends Builtins {
    private functions = new Map<string, Command>();
    /** Inside a condition a failure is an answer. */
    private asking = 0;

    constructor(
        machine: ShellMachine,
        /** Shared by the scripts that one calls. */
        private readonly steps: { left: number },
    ) {
        super(machine);
    }

    script(list: List, args: readonly string[], variables: ReadonlyMap<string, string> = new Map()): Required<Result> {
        this.args = args;
        this.variables = new Map(variables);
        const status = this.leaving(() => this.list(list, ""));
        return { status, output: this.out.text, errors: this.err.text };
    }

    protected printed(list: List): string {
        return this.captured(() => {
            this.lastStatus = this.apart(() => this.list(list, ""));
        });
    }

    /** The status of a script or a subshell, with what it wants done at its end. */
    private leaving(work: () => number): number {
        const until = (run: () => number): number => {
            try {
                return run();
            } catch (error) {
                if (error instanceof Leave) return error.status;
                throw error;
            }
        };
        const status = until(work);
        const last = this.traps.get("EXIT");
        this.traps.delete("EXIT");
        if (last === undefined) return status;
        this.lastStatus = status;
        return until(() => {
            this.list(parseShell(last), "");
            return status;
        });
    }

    /** What is set inside does not reach the outside, and `exit` leaves it alone. */
    private apart(work: () => number): number {
        const { variables, functions, args, traps, stopsAtFailure, locals } = this;
        this.variables = new Map(variables);
        this.functions = new Map(functions);
        this.traps = new Map();
        this.locals = [];
        try {
            return this.leaving(work);
        } finally {
            Object.assign(this, { variables, functions, args, traps, stopsAtFailure, locals });
        }
    }

    private list(list: List, input: string): number {
        let status = 0;
        for (const [index, { after, pipeline }] of list.entries()) {
            if ((after === "&&" && status !== 0) || (after === "||" && status === 0)) continue;
            const last = list[index + 1]?.after ?? ";";
            const answers = pipeline.negated || last !== ";";
            status = answers ? this.ask(() => this.pipeline(pipeline, input)) : this.pipeline(pipeline, input);
            this.lastStatus = status;
            if (status !== 0 && !answers && this.asking === 0) this.failed(status);
        }
        return status;
    }

    private failed(status: number): void {
        const told = this.traps.get("ERR");
        if (told !== undefined) this.ask(() => this.list(parseShell(told), ""));
        if (this.stopsAtFailure) throw new Leave("exit", status);
    }

    private ask<T>(work: () => T): T {
        this.asking += 1;
        try {
            return work();
        } finally {
            this.asking -= 1;
        }
    }

    /** Every part of a pipe is a shell of its own. */
    private pipeline({ negated, commands }: Pipeline, input: string): number {
        let passed = input;
        const statuses = commands.map((command, index) => {
            if (commands.length === 1) return this.command(command, passed);
            const run = (): number => this.apart(() => this.command(command, passed));
            if (index === commands.length - 1) return run();
            let status = 0;
            passed = this.captured(() => (status = run()));
            return status;
        });
        const failed = this.anyOfPipe ? statuses.filter(status => status !== 0).at(-1) : undefined;
        const status = failed ?? statuses.at(-1) ?? 0;
        return negated ? Number(status === 0) : status;
    }

    private command(command: Command, input: string): number {
        this.steps.left -= 1;
        if (this.steps.left < 0) throw new NotRead("a loop that does not end");
        if (command.kind === "function") {
            this.functions.set(command.name, command.body);
            return 0;
        }
        if (command.kind === "simple") return this.simple(command, input);
        return this.redirected(command.redirects, input, given => this.compound(command, given));
    }

    private compound(command: Exclude<Command, { readonly kind: "function" | "simple" }>, input: string): number {
        switch (command.kind) {
            case "group":
                return command.apart
                    ? this.apart(() => this.list(command.body, input))
                    : this.list(command.body, input);
            case "arithmetic":
                return this.number(command.expression) === 0 ? 1 : 0;
            case "if": {
                const branch = command.branches.find(
                    ({ condition }) => this.ask(() => this.list(condition, input)) === 0,
                );
                return this.list(branch?.body ?? command.otherwise, input);
            }
            case "case": {
                const text = this.text(command.word);
                const branch = command.branches.find(({ patterns }) =>
                    patterns.some(pattern => matches(text, this.pattern(pattern))),
                );
                return this.list(branch?.body ?? [], input);
            }
            case "for": {
                const values = command.words?.flatMap(word => this.fields(word)) ?? this.args;
                return this.loop(values, value => {
                    this.variables.set(command.name, value);
                    return this.list(command.body, input);
                });
            }
            case "count":
                this.number(command.before);
                return this.rounds(
                    () => this.text(command.condition).trim() === "" || this.number(command.condition) !== 0,
                    () => {
                        const status = this.list(command.body, input);
                        this.number(command.after);
                        return status;
                    },
                );
            case "while": {
                const { lines } = this;
                if (input !== "") this.lines = linesOf(input);
                const goesOn = (): boolean =>
                    (this.ask(() => this.list(command.condition, input)) === 0) !== command.until;
                try {
                    return this.rounds(goesOn, () => this.list(command.body, input));
                } finally {
                    this.lines = lines;
                }
            }
        }
    }

    /** A loop that goes on for too long is left, and has failed. */
    private rounds(goesOn: () => boolean, round: () => number): number {
        let last = 0;
        return this.loop(Array.from({ length: mostRounds + 1 }).keys(), rounds => {
            if (!goesOn()) throw new Leave("break", last);
            if (rounds === mostRounds) throw new Leave("break", 1);
            last = round();
            return last;
        });
    }

    private loop<T>(values: Iterable<T>, round: (value: T) => number): number {
        let status = 0;
        for (const value of values) {
            try {
                status = round(value);
            } catch (error) {
                if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
                status = error.status;
                if (error.what === "break") break;
            }
        }
        return status;
    }

    private simple(command: Extract<Command, { readonly kind: "simple" }>, input: string): number {
        const { lastStatus } = this;
        const given = command.assignments.map(([name, value]) => [name, this.text(value)] as const);
        const words = command.words.flatMap(word => this.fields(word));
        const [name] = words;
        if (name === undefined) {
            for (const [variable, value] of given) this.variables.set(variable, value);
            // `x=$(false)` fails as the command does that it asks.
            const asked = command.assignments.some(([, value]) => value.some(part => part.kind === "output"));
            return this.redirected(command.redirects, input, () => (asked ? this.lastStatus : 0));
        }
        this.lastStatus = lastStatus;
        const before = given.map(([variable]) => [variable, this.variables.get(variable)] as const);
        for (const [variable, value] of given) this.variables.set(variable, value);
        const own = command.redirects.some(({ kind }) => kind === "read" || kind === "here");
        try {
            return this.redirected(command.redirects, input, text => this.run(words, text, own));
        } finally {
            for (const [variable, value] of before) this.restore(variable, value);
        }
    }

    private restore(variable: string, value: string | undefined): void {
        if (value === undefined) this.variables.delete(variable);
        else this.variables.set(variable, value);
    }

    private run(words: readonly string[], input: string, own = false): number {
        const [written = "", ...args] = words;
        const body = this.functions.get(written);
        if (body) return this.call(body, args, input);
        const name = /^(\/usr)?\/s?bin\//.test(written) ? written.replace(/^.*\//, "") : written;
        switch (name) {
            case "sudo":
            case "nice":
            case "exec":
            case "time":
            case "builtin":
                return args.length === 0 ? 0 : this.run(args[0]?.startsWith("-") ? args.slice(1) : args, input);
            case "env":
                return this.run(
                    args.filter(arg => !/^\w+=/.test(arg)),
                    input,
                );
            case "timeout":
                return this.run(args.slice(args.findIndex(arg => /^\d+(\.\d+)?[smh]?$/.test(arg)) + 1), input);
            case "set":
                return this.options(args);
            case "local":
            case "export":
            case "declare":
            case "typeset":
            case "readonly":
                return this.declared(name, args);
            case "unset":
                args.forEach(arg => this.variables.delete(arg));
                return 0;
            case "exit":
            case "return":
                throw new Leave(name, Number(args[0] ?? this.lastStatus));
            case "break":
            case "continue":
                throw new Leave(name, 0);
            case "shift":
                this.args = this.args.slice(Number(args[0] ?? 1));
                return 0;
            case "trap":
                return this.trapped(args.filter(arg => arg !== "--"));
            case "read":
                return this.readLine(args, own || this.lines === undefined ? linesOf(input) : this.lines);
            case "eval":
                return this.list(parseShell(args.join(" ")), input);
            case ".":
            case "source":
            case "bash":
            case "sh":
            case "dash":
                return this.scriptFile(name, args, words, input);
        }
        if (name.includes("/") && this.machine.read(name) !== undefined) {
            if (this.machine.mayRun(name)) return this.child(name, this.machine.read(name) ?? "", args);
            this.err.text += `${name}: Permission denied\n`;
            return 126;
        }
        return this.outside(words, input);
    }

    private outside(words: readonly string[], input: string): number {
        const program = this.machine.program(words[0] ?? "");
        if (!program) return 0;
        const { status, output, errors = "" } = program(this.withVariables(words), input);
        this.out.text += output;
        this.err.text += errors;
        return status;
    }

    /** A script of a file that is known, in this shell or in one of its own; of another the machine may know what it does. */
    private scriptFile(name: string, args: readonly string[], words: readonly string[], input: string): number {
        const sourced = name === "." || name === "source";
        const at = args.findIndex(arg => !arg.startsWith("-"));
        const file = args[at] ?? "";
        const [, flags = ""] = /^-([a-z]+)$/.exec(args[0] ?? "") ?? [];
        if (!sourced && flags.includes("c")) return this.child(args[at + 1] ?? name, file, args.slice(at + 2));
        const text = args.length === 0 && input !== "" && !sourced ? input : this.machine.read(file);
        if (text === undefined) return this.outside(words, input);
        if (!sourced) return this.child(file, flags.includes("e") ? `set -e\n${text}` : text, args.slice(at + 1));
        return this.list(parseShell(text), input);
    }

    private child(calledAs: string, source: string, args: readonly string[]): number {
        const shell = new Shell(this.machine, this.steps);
        shell.calledAs = calledAs;
        const { status, output, errors } = shell.script(parseShell(source), args, this.variables);
        this.out.text += output;
        this.err.text += errors;
        return status;
    }

    /** Programs see what was exported; those here look for it among their words. */
    private withVariables(words: readonly string[]): readonly string[] {
        const directory = this.variables.get("SDK_DIR");
        return directory === undefined || !words.join(" ").endsWith("sdk_install.sh")
            ? words
            : [...words, `SDK_DIR=${directory}`];
    }

    private call(body: Command, args: readonly string[], input: string): number {
        if (this.locals.length > deepest) throw new NotRead("functions that call each other without end");
        const before = this.args;
        const frame = new Map<string, string | undefined>();
        this.args = args;
        this.locals.push(frame);
        try {
            return this.command(body, input);
        } catch (error) {
            if (error instanceof Leave && error.what === "return") return error.status;
            throw error;
        } finally {
            this.args = before;
            this.locals.pop();
            for (const [variable, value] of frame) this.restore(variable, value);
        }
    }
}
