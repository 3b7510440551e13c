import { calculate } from "./arithmetic";
import { braces, cut, patternSource, replaced } from "./patterns";
import type { Change, List, Word } from "./syntax";

/** A script leaves a command, a function or itself. */
export class Leave extends Error {
    constructor(
        readonly what: "exit" | "return" | "break" | "continue",
        readonly status: number,
    ) {
        super(what);
    }
}

/** What words become: variables, output of commands, and the names that patterns stand for. */
export abstract class Expansion {
    protected variables = new Map<string, string>();
    protected args: readonly string[] = [];
    /** `$0` */
    protected calledAs = "bash";
    protected lastStatus = 0;
    /** `set -u` */
    protected refusesUnset = false;

    /** What commands print, apart from this shell. */
    protected abstract printed(list: List): string;

    /** Everything that there is, for patterns. */
    protected abstract paths(): readonly string[];

    /** A word as one text. */
    protected text(word: Word): string {
        return word.map(part => this.part(part)).join("");
    }

    /** A word as a pattern: what was quoted stands for itself. */
    protected pattern(word: Word): string {
        return word
            .map(part =>
                part.quoted
                    ? this.part(part)
                          .replace(/[*?[\]]/g, "[$&]")
                          .replace("[]]", "]")
                    : this.part(part),
            )
            .join("");
    }

    /** A word as the words that it becomes: split at blanks, spread over braces and patterns. */
    protected fields(word: Word): string[] {
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
        // What was quoted is no pattern; a word that is quoted in part stands for itself but for its patterns behind.
        const patterned = word.some(part => !part.quoted && part.kind === "text" && /[*?]/.test(part.text));
        if (quoted) return patterned ? values.flatMap(value => this.found(value, this.pattern(word))) : values;
        return values.flatMap(braces).flatMap(value => this.found(value, value));
    }

    private found(value: string, pattern: string): string[] {
        if (!/[*?]/.test(value)) return [value];
        const expression = new RegExp(`^${patternSource(pattern, "stops at slashes")}$`);
        const found = new Set(this.paths().filter(path => expression.test(path)));
        return found.size > 0 ? [...found].sort() : [value];
    }

    private part(part: Word[number]): string {
        switch (part.kind) {
            case "text":
                return part.text;
            case "output":
                return this.printed(part.of).replace(/\n+$/, "");
            case "length":
                return String(this.value(part.name).length);
            case "arithmetic":
                return String(this.number(part.expression));
            case "variable":
                return part.change === undefined ? this.value(part.name) : this.changed(part.name, part.change);
        }
    }

    /** The value of arithmetic. */
    protected number(expression: Word): number {
        return calculate(this.text(expression), {
            get: name => this.variables.get(name) ?? "",
            set: (name, value) => void this.variables.set(name, value),
        });
    }

    private changed(name: string, { operator, operand, by }: Change): string {
        const value = this.known(name);
        // With the colon what is empty counts as unset.
        const there = value !== undefined && (value !== "" || !operator.startsWith(":"));
        switch (operator) {
            case ":-":
            case "-":
                return there ? value : this.text(operand);
            case ":=":
            case "=":
                if (!there) this.variables.set(name, this.text(operand));
                return this.value(name);
            case ":+":
            case "+":
                return there ? this.text(operand) : "";
            case ":?":
            case "?":
                if (!there) throw new Leave("exit", 1);
                return value;
            case "/":
            case "//":
                return replaced(value ?? "", this.pattern(operand), this.text(by), operator === "//");
            default:
                return cut(value ?? "", operator, this.pattern(operand));
        }
    }

    private value(name: string): string {
        const value = this.known(name);
        if (value === undefined && this.refusesUnset && name !== "@" && name !== "*") throw new Leave("exit", 1);
        return value ?? "";
    }

    private known(name: string): string | undefined {
        if (name === "?") return String(this.lastStatus);
        if (name === "#") return String(this.args.length);
        if (name === "@" || name === "*") return this.args.length > 0 ? this.args.join(" ") : undefined;
        if (name === "0") return this.calledAs;
        if (/^\d$/.test(name)) return this.args[Number(name) - 1];
        if (name === "$" || name === "!") return "1000";
        return this.variables.get(name);
    }
}
