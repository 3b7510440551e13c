/** Carries out a boot script on a machine that only remembers: nothing of it reaches the computer that the simulation runs on. */
import { NotRead, parseShell, type Command, type List, type Pipeline, type Redirect, type Word } from "./shell-syntax";

export interface Result {
    readonly status: number;
    readonly output: string;
}

/** A program in the words of a command line: `words[0]` is its name. */
export type Program = (words: readonly string[], input: string) => Result;

/** What a shell sees of its machine. */
export interface ShellMachine {
    /** The program of a name; undefined for one that nothing is known of: it does nothing and succeeds. */
    program(name: string): Program | undefined;
    read(path: string): string | undefined;
    write(path: string, content: string): void;
    /** Whether anything is at a path. */
    exists(path: string): boolean;
    /** Names below a directory, for patterns. */
    paths(): readonly string[];
}

class Leave extends Error {
    constructor(
        readonly what: "exit" | "return" | "break" | "continue",
        readonly status: number,
    ) {
        super(what);
    }
}

const mostSteps = 20_000;
/** A script that waits for something that never comes is given up. */
const mostRounds = 64;

/**
 * The status with which a script ends.
 *
 * @throws NotRead for what is not read of the language, and for a script that does not end.
 */
export function runShell(source: string, machine: ShellMachine): number {
    return new Shell(machine).script(parseShell(source));
}

class Shell {
    private readonly variables = new Map<string, string>();
    private readonly functions = new Map<string, Command>();
    private args: readonly string[] = [];
    private lastStatus = 0;
    private stopsAtFailure = false;
    /** Inside a condition a failure is an answer. */
    private asking = 0;
    private steps = 0;
    /** Lines that `read` has left. */
    private lines: string[] = [];

    constructor(private readonly machine: ShellMachine) {}

    script(list: List): number {
        try {
            return this.list(list, "").status;
        } catch (error) {
            if (error instanceof Leave) return error.status;
            throw error;
        }
    }

    private list(list: List, input: string): Result {
        let output = "";
        let status = 0;
        for (const [index, { after, pipeline }] of list.entries()) {
            if ((after === "&&" && status !== 0) || (after === "||" && status === 0)) continue;
            const last = list[index + 1]?.after ?? ";";
            const answers = pipeline.negated || last !== ";";
            const result = answers ? this.ask(() => this.pipeline(pipeline, input)) : this.pipeline(pipeline, input);
            output += result.output;
            status = result.status;
            this.lastStatus = status;
            if (status !== 0 && !answers && this.stopsAtFailure && this.asking === 0) throw new Leave("exit", status);
        }
        return { status, output };
    }

    private ask<T>(work: () => T): T {
        this.asking += 1;
        try {
            return work();
        } finally {
            this.asking -= 1;
        }
    }

    private pipeline({ negated, commands }: Pipeline, input: string): Result {
        let result: Result = { status: 0, output: input };
        for (const command of commands) result = this.command(command, result.output);
        return negated ? { status: result.status === 0 ? 1 : 0, output: result.output } : result;
    }

    private command(command: Command, input: string): Result {
        this.steps += 1;
        if (this.steps > mostSteps) throw new NotRead("a loop that does not end");
        switch (command.kind) {
            case "function":
                this.functions.set(command.name, command.body);
                return { status: 0, output: "" };
            case "simple":
                return this.simple(command, input);
            case "group":
                return this.redirected(command.redirects, input, given => this.list(command.body, given));
            case "if":
                return this.redirected(command.redirects, input, given => {
                    let output = "";
                    for (const { condition, body } of command.branches) {
                        const answer = this.ask(() => this.list(condition, given));
                        output += answer.output;
                        if (answer.status === 0) {
                            const result = this.list(body, given);
                            return { ...result, output: output + result.output };
                        }
                    }
                    const result = this.list(command.otherwise, given);
                    return { ...result, output: output + result.output };
                });
            case "for":
                return this.redirected(command.redirects, input, given => {
                    const values = command.words.flatMap(word => this.fields(word));
                    return this.loop(values, value => {
                        this.variables.set(command.name, value);
                        return this.list(command.body, given);
                    });
                });
            case "while":
                return this.redirected(command.redirects, input, given => {
                    const before = this.lines;
                    this.lines = given === "" ? before : given.replace(/\n$/, "").split("\n");
                    const rounds = Array.from({ length: mostRounds });
                    const waited = { ended: false };
                    const result = this.loop(rounds, () => {
                        const { status, output } = this.ask(() => this.list(command.condition, given));
                        if ((status === 0) === command.until) {
                            waited.ended = true;
                            throw new Leave("break", 0);
                        }
                        const body = this.list(command.body, given);
                        return { ...body, output: output + body.output };
                    });
                    this.lines = before;
                    return waited.ended ? result : { ...result, status: 1 };
                });
        }
    }

    private loop<T>(values: readonly T[], round: (value: T) => Result): Result {
        let output = "";
        let status = 0;
        for (const value of values) {
            try {
                const result = round(value);
                output += result.output;
                status = result.status;
            } catch (error) {
                if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
                if (error.what === "break") break;
            }
        }
        return { status, output };
    }

    private simple(command: Extract<Command, { readonly kind: "simple" }>, input: string): Result {
        const given = command.assignments.map(([name, value]) => [name, this.text(value)] as const);
        const words = command.words.flatMap(word => this.fields(word));
        const [name] = words;
        if (name === undefined) {
            for (const [variable, value] of given) this.variables.set(variable, value);
            return this.redirected(command.redirects, input, () => ({ status: 0, output: "" }));
        }
        const before = given.map(([variable]) => [variable, this.variables.get(variable)] as const);
        for (const [variable, value] of given) this.variables.set(variable, value);
        try {
            return this.redirected(command.redirects, input, text => this.run(words, text));
        } finally {
            for (const [variable, value] of before)
                if (value === undefined) this.variables.delete(variable);
                else this.variables.set(variable, value);
        }
    }

    private run(words: readonly string[], input: string): Result {
        const [name = "", ...args] = words;
        const body = this.functions.get(name);
        if (body) return this.call(body, args, input);
        switch (name) {
            case "sudo":
            case "nice":
            case "exec":
            case "time":
                return this.run(args[0]?.startsWith("-") ? args.slice(1) : args, input);
            case "env":
                return this.run(
                    args.filter(arg => !arg.includes("=")),
                    input,
                );
            case "timeout":
                return this.run(args.slice(args.findIndex(arg => /^\d+[smh]?$/.test(arg)) + 1), input);
            case "set":
            case "local":
            case "export":
            case "declare":
            case "readonly":
                return this.setting(name, args);
            case "exit":
            case "return":
                throw new Leave(name, Number(args[0] ?? this.lastStatus));
            case "break":
            case "continue":
                throw new Leave(name, 0);
            case "shift":
                this.args = this.args.slice(Number(args[0] ?? 1));
                return { status: 0, output: "" };
            case "read":
                return this.readLine(args);
            case "eval":
                throw new NotRead('"eval"');
        }
        const program = this.machine.program(name);
        return program ? program(this.withVariables(words), input) : { status: 0, output: "" };
    }

    /** `bash script` and `. script` see what was exported; programs here look for it among their words. */
    private withVariables(words: readonly string[]): readonly string[] {
        const directory = this.variables.get("SDK_DIR");
        return directory === undefined || !words.join(" ").endsWith("sdk_install.sh")
            ? words
            : [...words, `SDK_DIR=${directory}`];
    }

    private setting(name: string, args: readonly string[]): Result {
        if (name === "set") {
            const flags = args.filter(arg => /^[-+]/.test(arg));
            if (flags.some(flag => /^-\w*e/.test(flag)) || args.includes("errexit")) this.stopsAtFailure = true;
            if (flags.some(flag => /^\+\w*e/.test(flag))) this.stopsAtFailure = false;
            return { status: 0, output: "" };
        }
        for (const [, variable = "", value = ""] of args.map(arg => /^(\w+)=([^]*)$/.exec(arg) ?? []))
            if (variable !== "") this.variables.set(variable, value);
        return { status: 0, output: "" };
    }

    private readLine(args: readonly string[]): Result {
        const line = this.lines.shift();
        if (line === undefined) return { status: 1, output: "" };
        const names = args.filter(arg => !arg.startsWith("-"));
        const values = line.trim().split(/\s+/);
        names.forEach((variable, index) => {
            const rest = index === names.length - 1 ? values.slice(index).join(" ") : (values[index] ?? "");
            this.variables.set(variable, rest);
        });
        return { status: 0, output: "" };
    }

    private call(body: Command, args: readonly string[], input: string): Result {
        const before = this.args;
        this.args = args;
        try {
            return this.command(body, input);
        } catch (error) {
            if (error instanceof Leave && error.what === "return") return { status: error.status, output: "" };
            throw error;
        } finally {
            this.args = before;
        }
    }

    private redirected(redirects: readonly Redirect[], input: string, work: (input: string) => Result): Result {
        let given = input;
        for (const redirect of redirects) {
            if (redirect.kind === "here") given = this.text(redirect.text);
            if (redirect.kind === "read") given = this.machine.read(this.text(redirect.target)) ?? "";
        }
        const result = work(given);
        let { output } = result;
        for (const redirect of redirects) {
            if (redirect.kind !== "write" && redirect.kind !== "append") continue;
            const target = this.text(redirect.target);
            if (redirect.from === "2") continue;
            if (target !== "/dev/null") {
                const before = redirect.kind === "append" ? (this.machine.read(target) ?? "") : "";
                this.machine.write(target, before + output);
            }
            output = "";
        }
        return { ...result, output };
    }

    /** A word as one text. */
    private text(word: Word): string {
        return word.map(part => this.part(part)).join("");
    }

    /** A word as the words that it becomes: split at blanks, spread over braces and patterns. */
    private fields(word: Word): string[] {
        const all = word.length === 1 && word[0]?.kind === "variable" && word[0].name === "@";
        if (all) return [...this.args];
        const quoted = word.some(part => part.quoted);
        const split: string[] = [];
        let open = "";
        for (const part of word) {
            const text = this.part(part);
            if (part.quoted || part.kind === "text") {
                open += text;
                continue;
            }
            const [first = "", ...more] = text.split(/\s+/);
            const last = more.pop();
            split.push(...(last === undefined ? [] : [open + first, ...more]));
            open = last ?? open + first;
        }
        split.push(open);
        const values = quoted ? split : split.filter(value => value !== "");
        return quoted ? values : values.flatMap(braces).flatMap(value => this.matches(value));
    }

    private matches(value: string): string[] {
        if (!/[*?]/.test(value)) return [value];
        const pattern = new RegExp(`^${value.split("").map(globOf).join("")}$`);
        const found = this.machine.paths().filter(path => pattern.test(path));
        return found.length > 0 ? [...found].sort() : [value];
    }

    private part(part: Word[number]): string {
        switch (part.kind) {
            case "text":
                return part.text;
            case "output":
                return this.list(part.of, "").output.replace(/\n+$/, "");
            case "variable": {
                const value = this.variable(part.name);
                return value === "" ? (part.otherwise ?? "") : value;
            }
        }
    }

    private variable(name: string): string {
        if (name === "?") return String(this.lastStatus);
        if (name === "#") return String(this.args.length);
        if (name === "@" || name === "*") return this.args.join(" ");
        if (/^\d$/.test(name)) return name === "0" ? "bash" : (this.args[Number(name) - 1] ?? "");
        return this.variables.get(name) ?? "";
    }
}

function globOf(character: string): string {
    if (character === "*") return "[^/]*";
    return character === "?" ? "[^/]" : character.replace(/[.+^${}()|[\]\\]/g, "\\$&");
}

/** `{0..7}` and `{a,b}`. */
function braces(value: string): string[] {
    const range = /^([^{]*)\{(\d+)\.\.(\d+)\}([^]*)$/.exec(value);
    if (range) {
        const [, before = "", from, to, after = ""] = range;
        const count = Number(to) - Number(from) + 1;
        return Array.from({ length: Math.max(0, count) }, (_, index) => `${before}${Number(from) + index}${after}`);
    }
    const [, before = "", inside, after = ""] = /^([^{$]*)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(value) ?? [];
    return inside === undefined ? [value] : inside.split(",").map(each => `${before}${each}${after}`);
}
