import { NotRead, type Command, type List, type Pipeline, type Redirect, type Word } from "./syntax";
import { WordReader } from "./word-reader";

/** @throws NotRead */
export function parseShell(source: string): List {
    return new CommandReader(source).script();
}

const reserved = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}", ")"]);
const name = /^[A-Za-z_][A-Za-z0-9_]*/;
const definition = /^(?:function\s+([A-Za-z_][\w-]*)\s*(?:\(\s*\))?|([A-Za-z_][\w-]*)\s*\(\s*\))\s*(?=[{(])/;

class CommandReader extends WordReader {
    script(): List {
        const list = this.list([]);
        this.skipSeparators();
        if (this.at < this.source.length) throw new NotRead(`what begins with ${this.excerpt()}`);
        return list;
    }

    protected another(source: string): CommandReader {
        return new CommandReader(source);
    }

    protected list(ends: readonly string[]): List {
        const entries: { after: "&&" | "||" | ";"; pipeline: Pipeline }[] = [];
        let after: "&&" | "||" | ";" = ";";
        for (;;) {
            if (after === ";") this.skipSeparators();
            else this.skipSpace(true);
            if (this.at >= this.source.length) break;
            if (ends.includes(";;") && this.source.startsWith(";;", this.at)) break;
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
        switch (word) {
            case "if":
                return this.ifCommand();
            case "for":
                return this.forCommand();
            case "while":
            case "until":
                return this.whileCommand(word);
            case "case":
                return this.caseCommand();
            case "select":
                throw new NotRead('"select"');
            case "{":
                return this.group("}");
        }
        if (this.take("((")) return this.redirected({ kind: "arithmetic", expression: this.arithmetic("))") });
        if (this.source[this.at] === "(") return this.group(")");
        const defined = definition.exec(this.rest());
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
            return this.redirected({ kind: "if", branches, otherwise });
        }
    }

    private forCommand(): Command {
        this.keyword("for");
        this.skipSpace(false);
        if (this.take("((")) {
            const [before, condition] = [this.arithmetic(";"), this.arithmetic(";")];
            const after = this.arithmetic("))");
            this.skipSeparators();
            return this.redirected({ kind: "count", before, condition, after, body: this.body() });
        }
        const [variable = ""] = name.exec(this.rest()) ?? [];
        this.at += variable.length;
        this.skipSpace(true);
        const words = this.peekWord() === "in" ? this.wordsAfter("in") : undefined;
        this.skipSeparators();
        return this.redirected({ kind: "for", name: variable, words, body: this.body() });
    }

    private wordsAfter(keyword: string): Word[] {
        this.keyword(keyword);
        const words: Word[] = [];
        for (;;) {
            this.skipSpace(false);
            const word = this.word();
            if (word === undefined) return words;
            words.push(word);
        }
    }

    private whileCommand(word: "while" | "until"): Command {
        this.keyword(word);
        const condition = this.list(["do"]);
        return this.redirected({ kind: "while", until: word === "until", condition, body: this.body() });
    }

    private caseCommand(): Command {
        this.keyword("case");
        this.skipSpace(true);
        const word = this.word() ?? [];
        this.skipSpace(true);
        this.keyword("in");
        const branches: { patterns: Word[]; body: List }[] = [];
        for (;;) {
            this.skipSeparators();
            if (this.peekWord() === "esac") break;
            if (this.at >= this.source.length) throw new NotRead('a "case" without its "esac"');
            branches.push({ patterns: this.patterns(), body: this.list([";;", "esac"]) });
            this.skipSpace(true);
            if (!this.take(";;")) break;
        }
        this.keyword("esac");
        return this.redirected({ kind: "case", word, branches });
    }

    private patterns(): Word[] {
        this.take("(");
        const patterns: Word[] = [];
        do {
            this.skipSpace(false);
            patterns.push(this.word() ?? []);
            this.skipSpace(false);
        } while (this.take("|"));
        if (!this.take(")")) throw new NotRead(`a pattern without its ")": ${this.excerpt()}`);
        return patterns;
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
        return this.redirected({ kind: "group", apart: end === ")", body });
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
            this.skipSpace(test);
            const redirect = test ? undefined : this.redirect();
            if (redirect) {
                redirects.push(redirect);
                continue;
            }
            const operator = test && /^(?:&&|\|\||[<>()])/.exec(this.rest());
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
        if (test) redirects.push(...this.redirects());
        if (assignments.length + words.length + redirects.length === 0)
            throw new NotRead(`what begins with ${this.excerpt()}`);
        return { kind: "simple", assignments, words, redirects };
    }

    private assignment(): [string, Word] | undefined {
        const [whole, variable = ""] = /^([A-Za-z_][A-Za-z0-9_]*)\+?=/.exec(this.rest()) ?? [];
        if (whole === undefined) return undefined;
        this.at += whole.length;
        if (this.source[this.at] === "(") throw new NotRead(`the array ${variable}`);
        const value = this.word() ?? [];
        return [
            variable,
            whole.endsWith("+=") ? [{ kind: "variable", name: variable, quoted: true }, ...value] : value,
        ];
    }

    private redirected<C extends { readonly kind: Command["kind"] }>(
        command: C,
    ): C & { readonly redirects: readonly Redirect[] } {
        return { ...command, redirects: this.redirects() };
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
        const [whole, from = "", operator = ""] = /^(\d|&)?(<<<|<<-?|>>|>\||>&|<&|>|<)/.exec(this.rest()) ?? [];
        if (whole === undefined) return undefined;
        if (/^\s*[<>]?\(/.test(this.source.slice(this.at + whole.length))) throw new NotRead("process substitution");
        this.at += whole.length;
        this.skipSpace(false);
        if (operator === ">&" || operator === "<&") {
            const [target] = this.word() ?? [];
            return { kind: "join", from: from || "1", to: target?.kind === "text" ? target.text : "1" };
        }
        if (operator.startsWith("<<") && operator !== "<<<") return this.here(operator === "<<-");
        const target = this.word();
        if (!target) throw new NotRead(`a redirection to nothing, "${whole}"`);
        if (operator === "<<<") return { kind: "here", text: [...target, { kind: "text", text: "\n", quoted: true }] };
        if (operator === "<") return { kind: "read", target };
        return { kind: operator === ">>" ? "append" : "write", from: from || "1", target };
    }

    private here(tabs: boolean): Redirect {
        const start = this.at;
        const end = (this.word() ?? []).map(part => (part.kind === "text" ? part.text : "")).join("");
        const plain = /["'\\]/.test(this.source.slice(start, this.at));
        const redirect: { kind: "here"; text: Word } = { kind: "here", text: [] };
        this.hereLater(end, plain, tabs, redirect);
        return redirect;
    }
}
