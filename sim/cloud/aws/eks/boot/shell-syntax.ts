/**
 * The part of the shell language that boot scripts are written in, as a tree. Source: POSIX.1-2017, Shell Command Language
 * (tokens, quoting, compound commands, here-documents), GNU bash manual (`[[`, `$'…'` is not read). What is not read here is
 * refused by name: arithmetic, arrays, `case`, process substitution.
 */

/** A piece of a word; what was quoted is neither split nor taken for a pattern. */
export type Part =
    | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
    | { readonly kind: "variable"; readonly name: string; readonly otherwise?: string; readonly quoted: boolean }
    | { readonly kind: "output"; readonly of: List; readonly quoted: boolean };

export type Word = readonly Part[];

export type Redirect =
    | { readonly kind: "write" | "append" | "read"; readonly from: string; readonly target: Word }
    | { readonly kind: "here"; readonly text: Word }
    | { readonly kind: "join" };

export type Command =
    | {
          readonly kind: "simple";
          readonly assignments: readonly (readonly [name: string, value: Word])[];
          readonly words: readonly Word[];
          readonly redirects: readonly Redirect[];
      }
    | {
          readonly kind: "if";
          readonly branches: readonly { readonly condition: List; readonly body: List }[];
          readonly otherwise: List;
          readonly redirects: readonly Redirect[];
      }
    | {
          readonly kind: "for";
          readonly name: string;
          readonly words: readonly Word[];
          readonly body: List;
          readonly redirects: readonly Redirect[];
      }
    | {
          readonly kind: "while";
          readonly until: boolean;
          readonly condition: List;
          readonly body: List;
          readonly redirects: readonly Redirect[];
      }
    | { readonly kind: "group"; readonly body: List; readonly redirects: readonly Redirect[] }
    | { readonly kind: "function"; readonly name: string; readonly body: Command };

export interface Pipeline {
    readonly negated: boolean;
    readonly commands: readonly Command[];
}

/** Pipelines, and what stands between each and the one before it. */
export type List = readonly { readonly after: "&&" | "||" | ";"; readonly pipeline: Pipeline }[];

/** A script that is not read; the message names what it holds. */
export class NotRead extends Error {}

/** @throws NotRead */
export function parseShell(source: string): List {
    const parser = new Parser(source);
    const list = parser.list([]);
    parser.requireEnd();
    return list;
}

const reserved = new Set(["then", "else", "elif", "fi", "do", "done", "}", ")"]);
const name = /^[A-Za-z_][A-Za-z0-9_]*/;

class Parser {
    private at = 0;
    private readonly pendingHeres: {
        readonly end: string;
        readonly plain: boolean;
        readonly redirect: { text: Word };
    }[] = [];

    constructor(private readonly source: string) {}

    requireEnd(): void {
        this.skipSeparators();
        if (this.at < this.source.length) throw new NotRead(`what begins with ${this.excerpt()}`);
    }

    list(ends: readonly string[]): List {
        const entries: { after: "&&" | "||" | ";"; pipeline: Pipeline }[] = [];
        let after: "&&" | "||" | ";" = ";";
        for (;;) {
            if (after === ";") this.skipSeparators();
            else this.skipSpace(true);
            if (this.at >= this.source.length) break;
            const word = this.peekWord();
            if (ends.includes(word) || (word === "" && ends.includes(this.source[this.at] ?? ""))) break;
            if (reserved.has(word)) throw new NotRead(`an unexpected "${word}"`);
            entries.push({ after, pipeline: this.pipeline() });
            this.skipSpace(false);
            after = this.take("&&") ? "&&" : this.take("||") ? "||" : ";";
        }
        return entries;
    }

    private pipeline(): Pipeline {
        let negated = false;
        while (this.peekWord() === "!") {
            this.at += 1;
            negated = !negated;
            this.skipSpace(false);
        }
        const commands = [this.command()];
        for (;;) {
            this.skipSpace(false);
            if (this.source.startsWith("||", this.at) || !this.take("|")) return { negated, commands };
            this.take("&");
            this.skipSpace(true);
            commands.push(this.command());
        }
    }

    private command(): Command {
        const word = this.peekWord();
        if (word === "if") return this.ifCommand();
        if (word === "for") return this.forCommand();
        if (word === "while" || word === "until") return this.whileCommand(word);
        if (word === "{") return this.group("}");
        if (word === "case" || word === "select") throw new NotRead(`"${word}"`);
        if (this.source[this.at] === "(") {
            if (this.source.startsWith("((", this.at)) throw new NotRead('arithmetic, "(( … ))"');
            return this.group(")");
        }
        const defined = /^(?:function\s+([A-Za-z_][\w-]*)\s*(?:\(\s*\))?|([A-Za-z_][\w-]*)\s*\(\s*\))\s*(?=[{(])/.exec(
            this.source.slice(this.at),
        );
        if (defined) {
            this.at += defined[0].length;
            return { kind: "function", name: defined[1] ?? defined[2] ?? "", body: this.command() };
        }
        return this.simple();
    }

    private ifCommand(): Command {
        this.keyword("if");
        const branches: { condition: List; body: List }[] = [];
        let otherwise: List = [];
        for (;;) {
            const condition = this.list(["then"]);
            this.keyword("then");
            branches.push({ condition, body: this.list(["elif", "else", "fi"]) });
            if (this.peekWord() === "elif") {
                this.keyword("elif");
                continue;
            }
            if (this.peekWord() === "else") {
                this.keyword("else");
                otherwise = this.list(["fi"]);
            }
            this.keyword("fi");
            return { kind: "if", branches, otherwise, redirects: this.redirects() };
        }
    }

    private forCommand(): Command {
        this.keyword("for");
        this.skipSpace(false);
        if (this.source.startsWith("((", this.at)) throw new NotRead('arithmetic, "for (( … ))"');
        const [variable = ""] = name.exec(this.source.slice(this.at)) ?? [];
        this.at += variable.length;
        this.skipSpace(true);
        const words: Word[] = [];
        if (this.peekWord() === "in") {
            this.keyword("in");
            for (;;) {
                this.skipSpace(false);
                const word = this.word();
                if (word === undefined) break;
                words.push(word);
            }
        }
        this.skipSeparators();
        const body = this.body();
        return { kind: "for", name: variable, words, body, redirects: this.redirects() };
    }

    private whileCommand(word: "while" | "until"): Command {
        this.keyword(word);
        const condition = this.list(["do"]);
        const body = this.body();
        return { kind: "while", until: word === "until", condition, body, redirects: this.redirects() };
    }

    private body(): List {
        this.keyword("do");
        const body = this.list(["done"]);
        this.keyword("done");
        return body;
    }

    private group(end: "}" | ")"): Command {
        this.at += 1;
        const body = this.list([end]);
        this.skipSeparators();
        if (!this.take(end)) throw new NotRead(`a group without its "${end}"`);
        return { kind: "group", body, redirects: this.redirects() };
    }

    private keyword(word: string): void {
        this.skipSeparators();
        if (this.peekWord() !== word) throw new NotRead(`a command without its "${word}"`);
        this.at += word.length;
    }

    private simple(): Command {
        const assignments: [string, Word][] = [];
        const words: Word[] = [];
        const redirects: Redirect[] = [];
        const test = this.peekWord() === "[[";
        for (;;) {
            this.skipSpace(false);
            const redirect = test ? undefined : this.redirect();
            if (redirect) {
                redirects.push(redirect);
                continue;
            }
            const operator = test && /^(?:&&|\|\||[<>()])/.exec(this.source.slice(this.at));
            if (operator) {
                this.at += operator[0].length;
                words.push([{ kind: "text", text: operator[0], quoted: false }]);
                continue;
            }
            const assigned = words.length === 0 ? this.assignment() : undefined;
            if (assigned) {
                assignments.push(assigned);
                continue;
            }
            const closes = test && this.peekWord() === "]]";
            const word = this.word();
            if (word === undefined) break;
            words.push(word);
            if (closes) break;
        }
        if (assignments.length + words.length + redirects.length === 0)
            throw new NotRead(`what begins with ${this.excerpt()}`);
        return { kind: "simple", assignments, words, redirects };
    }

    private assignment(): [string, Word] | undefined {
        const [whole, variable = ""] = /^([A-Za-z_][A-Za-z0-9_]*)\+?=/.exec(this.source.slice(this.at)) ?? [];
        if (whole === undefined) return undefined;
        this.at += whole.length;
        if (whole.endsWith("+=") || this.source[this.at] === "(") throw new NotRead(`the array or sum ${variable}`);
        return [variable, this.word() ?? []];
    }

    private redirects(): readonly Redirect[] {
        const redirects: Redirect[] = [];
        for (;;) {
            this.skipSpace(false);
            const redirect = this.redirect();
            if (!redirect) return redirects;
            redirects.push(redirect);
        }
    }

    private redirect(): Redirect | undefined {
        const [whole, from = "", operator = ""] =
            /^(\d|&)?(<<<|<<-?|>>|>\||>&|<&|>|<)/.exec(this.source.slice(this.at)) ?? [];
        if (whole === undefined) return undefined;
        if (this.source.startsWith(`${whole}(`, this.at)) throw new NotRead("process substitution");
        this.at += whole.length;
        this.skipSpace(false);
        if (operator === ">&" || operator === "<&") {
            this.word();
            return { kind: "join" };
        }
        if (operator.startsWith("<<") && operator !== "<<<") return this.here(operator === "<<-");
        const target = this.word();
        if (!target) throw new NotRead(`a redirection to nothing, "${whole}"`);
        if (operator === "<<<") return { kind: "here", text: [...target, { kind: "text", text: "\n", quoted: true }] };
        return { kind: operator === "<" ? "read" : operator === ">>" ? "append" : "write", from, target };
    }

    private here(tabs: boolean): Redirect {
        const start = this.at;
        const end = (this.word() ?? []).map(part => (part.kind === "text" ? part.text : "")).join("");
        const plain = /["'\\]/.test(this.source.slice(start, this.at));
        const redirect: { kind: "here"; text: Word } = { kind: "here", text: [] };
        this.pendingHeres.push({ end: tabs ? `\t${end}` : end, plain, redirect });
        return redirect;
    }

    /** To be called behind a newline. */
    private readHeres(): void {
        for (const { end, plain, redirect } of this.pendingHeres.splice(0)) {
            const tabs = end.startsWith("\t");
            const lines: string[] = [];
            for (;;) {
                if (this.at >= this.source.length) break;
                const stop = this.source.indexOf("\n", this.at);
                const until = stop < 0 ? this.source.length : stop;
                const line = this.source.slice(this.at, until).replace(tabs ? /^\t+/ : /^(?!)/, "");
                this.at = until + 1;
                if (line === end.trimStart()) break;
                lines.push(line);
            }
            const text = lines.map(line => `${line}\n`).join("");
            redirect.text = plain ? [{ kind: "text", text, quoted: true }] : new Parser(text).quoted(undefined);
        }
    }

    /** Undefined where no word begins. */
    private word(): Word | undefined {
        const parts: Part[] = [];
        let begun = false;
        let text = "";
        const flush = (): void => {
            if (text !== "") parts.push({ kind: "text", text, quoted: false });
            text = "";
        };
        for (;;) {
            const character = this.source[this.at] ?? "";
            if (character === "" || /[\s;&|<>()]/.test(character)) break;
            if (character === "#" && !begun) break;
            begun = true;
            if (character === "'") {
                flush();
                const end = this.source.indexOf("'", this.at + 1);
                if (end < 0) throw new NotRead("a quote that does not end");
                parts.push({ kind: "text", text: this.source.slice(this.at + 1, end), quoted: true });
                this.at = end + 1;
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

    /** The inside of double quotes, or a whole text that is expanded as if it were quoted. */
    private quoted(end: '"' | undefined): Part[] {
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
            if (character === "\\" && /["$`\\\n]/.test(next)) {
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
        const rest = this.source.slice(this.at);
        if (rest.startsWith("$((")) throw new NotRead('arithmetic, "$(( … ))"');
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
            return { kind: "output", of: parseShell(rest.slice(1, end)), quoted };
        }
        const braced = /^\$\{([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?])(?::?[-=]([^}$`]*))?\}/.exec(rest);
        if (braced) {
            this.at += braced[0].length;
            const otherwise = braced[2]?.replace(/^"(.*)"$/, "$1");
            return { kind: "variable", name: braced[1] ?? "", quoted, ...(otherwise !== undefined && { otherwise }) };
        }
        if (rest.startsWith("${")) throw new NotRead(`the expansion ${rest.slice(0, rest.indexOf("}") + 1)}`);
        const plain = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!])/.exec(rest);
        this.at += plain ? plain[0].length : 1;
        return plain ? { kind: "variable", name: plain[1] ?? "", quoted } : { kind: "text", text: "$", quoted: true };
    }

    private peekWord(): string {
        return /^[^\s;&|<>()]+/.exec(this.source.slice(this.at, this.at + 40))?.[0] ?? "";
    }

    private take(token: string): boolean {
        if (!this.source.startsWith(token, this.at)) return false;
        this.at += token.length;
        return true;
    }

    /** Blanks, escaped newlines and comments; newlines too where a command may go on behind them. */
    private skipSpace(newlines: boolean): void {
        for (;;) {
            const rest = this.source.slice(this.at);
            const space = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(rest);
            // A "#" inside a word is no comment: skipping begins between words.
            if (space) this.at += space[0].length;
            else if (newlines && rest.startsWith("\n")) this.newline();
            else return;
        }
    }

    private skipSeparators(): void {
        for (;;) {
            this.skipSpace(true);
            const next = this.source[this.at];
            if (next !== ";" && (next !== "&" || this.source[this.at + 1] === "&")) return;
            this.at += 1;
        }
    }

    private newline(): void {
        this.at += 1;
        this.readHeres();
    }

    private excerpt(): string {
        return JSON.stringify(this.source.slice(this.at, this.at + 30).split("\n")[0] ?? "");
    }
}
