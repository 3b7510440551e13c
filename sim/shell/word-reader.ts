import { Cursor } from "./cursor";
import { NotRead, type Change, type List, type Part, type Word } from "./syntax";

const changes = [":-", ":=", ":+", ":?", "##", "%%", "//", "-", "=", "+", "?", "#", "%", "/"] as const;

/** Words: quotes, variables and what is put in their place, command output, arithmetic. */
export abstract class WordReader extends Cursor {
    /** Commands up to one of these words. */
    protected abstract list(ends: readonly string[]): List;

    /** A reader of the same language for another text. */
    protected abstract another(source: string): WordReader;

    protected expandable(text: string): Word {
        return this.another(text).quoted(undefined);
    }

    /** Undefined where no word begins. `ends` are characters that end it beside those that end every word. */
    protected word(ends = ""): Word | undefined {
        const parts: Part[] = [];
        let begun = false;
        let text = "";
        const flush = (): void => {
            if (text !== "") parts.push({ kind: "text", text, quoted: false });
            text = "";
        };
        for (;;) {
            const character = this.source[this.at] ?? "";
            if (character === "" || ends.includes(character)) break;
            if (ends === "" && /[\s;&|<>()]/.test(character)) break;
            if (character === "#" && !begun && ends === "") break;
            begun = true;
            if (character === "'") {
                flush();
                parts.push({ kind: "text", text: this.singleQuoted(), quoted: true });
            } else if (character === '"') {
                flush();
                this.at += 1;
                const inside = this.quoted('"');
                parts.push(...(inside.length > 0 ? inside : [{ kind: "text" as const, text: "", quoted: true }]));
            } else if (character === "\\") {
                if (this.source[this.at + 1] !== "\n") {
                    flush();
                    parts.push({ kind: "text", text: this.source[this.at + 1] ?? "", quoted: true });
                }
                this.at += 2;
            } else if (character === "$" || character === "`") {
                flush();
                parts.push(this.expansion(false));
            } else {
                text += character;
                this.at += 1;
            }
        }
        flush();
        return begun ? parts : undefined;
    }

    private singleQuoted(): string {
        const end = this.source.indexOf("'", this.at + 1);
        if (end < 0) throw new NotRead("a quote that does not end");
        const text = this.source.slice(this.at + 1, end);
        this.at = end + 1;
        return text;
    }

    /** The inside of double quotes or of a `${…}` in them, or a whole text that is expanded as if it were quoted. */
    protected quoted(end: '"' | "}" | undefined): Part[] {
        const parts: Part[] = [];
        let text = "";
        const flush = (): void => {
            if (text !== "") parts.push({ kind: "text", text, quoted: true });
            text = "";
        };
        for (;;) {
            const character = this.source[this.at];
            if (character === undefined) {
                if (end !== undefined) throw new NotRead("a quote that does not end");
                break;
            }
            if (character === end) {
                this.at += 1;
                break;
            }
            const next = this.source[this.at + 1] ?? "";
            if (character === "\\" && /["$`\\\n}]/.test(next)) {
                text += next === "\n" ? "" : next;
                this.at += 2;
            } else if (character === "$" || character === "`") {
                flush();
                parts.push(this.expansion(true));
            } else {
                text += character;
                this.at += 1;
            }
        }
        flush();
        return parts;
    }

    private expansion(quoted: boolean): Part {
        const rest = this.rest();
        if (rest.startsWith("$((")) {
            this.at += 3;
            return { kind: "arithmetic", expression: this.arithmetic("))"), quoted };
        }
        if (rest.startsWith("$(")) {
            this.at += 2;
            const of = this.list([")"]);
            this.skipSeparators();
            if (!this.take(")")) throw new NotRead('"$(" without its ")"');
            return { kind: "output", of, quoted };
        }
        if (rest.startsWith("`")) {
            const end = rest.indexOf("`", 1);
            if (end < 0) throw new NotRead("a backquote that does not end");
            this.at += end + 1;
            return { kind: "output", of: this.another(rest.slice(1, end)).list([]), quoted };
        }
        if (rest.startsWith("$'")) throw new NotRead("a quote of the form $'…'");
        if (rest.startsWith("${")) return this.braced(quoted);
        const plain = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!])/.exec(rest);
        this.at += plain ? plain[0].length : 1;
        return plain ? { kind: "variable", name: plain[1] ?? "", quoted } : { kind: "text", text: "$", quoted: true };
    }

    private braced(quoted: boolean): Part {
        const rest = this.rest();
        const whole = rest.slice(0, rest.indexOf("}") + 1);
        const [length, counted = ""] = /^\$\{#([A-Za-z_][A-Za-z0-9_]*|[0-9])\}/.exec(rest) ?? [];
        if (length !== undefined) {
            this.at += length.length;
            return { kind: "length", name: counted, quoted };
        }
        const [start, name = ""] = /^\$\{([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?])/.exec(rest) ?? [];
        if (start === undefined) throw new NotRead(`the expansion ${whole}`);
        this.at += start.length;
        if (this.take("}")) return { kind: "variable", name, quoted };
        const operator = changes.find(each => this.take(each));
        if (operator === undefined) throw new NotRead(`the expansion ${whole}`);
        return { kind: "variable", name, quoted, change: this.change(operator, quoted) };
    }

    private change(operator: Change["operator"], quoted: boolean): Change {
        if (!operator.startsWith("/")) return { operator, operand: this.operand("}", quoted), by: [] };
        const operand = this.word("/}") ?? [];
        if (this.take("/")) return { operator, operand, by: this.operand("}", quoted) };
        this.take("}");
        return { operator, operand, by: [] };
    }

    /** What stands before the closing brace. Patterns are read with their quotes, also inside double quotes. */
    private operand(end: "}", quoted: boolean): Word {
        const operand = quoted && this.source[this.at] !== '"' ? undefined : (this.word(end) ?? []);
        if (operand === undefined) return this.quoted(end).map(part => ({ ...part, quoted: false }));
        if (!this.take(end)) throw new NotRead('"${" without its "}"');
        return operand;
    }

    /** Up to the end, which does not count inside parentheses. */
    protected arithmetic(end: "))" | ";"): Word {
        const start = this.at;
        let depth = 0;
        for (; this.at < this.source.length; this.at += 1) {
            if (depth === 0 && this.source.startsWith(end, this.at)) {
                const text = this.source.slice(start, this.at);
                this.at += end.length;
                return this.expandable(text);
            }
            if (this.source[this.at] === "(") depth += 1;
            if (this.source[this.at] === ")") depth -= 1;
        }
        throw new NotRead(`arithmetic without its "${end}"`);
    }
}
