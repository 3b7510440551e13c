import type { Word } from "./syntax";

/** Where a script is read, and the here-documents that begin behind the next newline. */
export abstract class Cursor {
    protected at = 0;
    private readonly pendingHeres: {
        readonly end: string;
        readonly plain: boolean;
        readonly tabs: boolean;
        readonly redirect: { text: Word };
    }[] = [];

    constructor(protected readonly source: string) {}

    /** Reads a text that is expanded as if it were quoted. */
    protected abstract expandable(text: string): Word;

    protected rest(): string {
        return this.source.slice(this.at);
    }

    protected peekWord(): string {
        return /^[^\s;&|<>()]+/.exec(this.source.slice(this.at, this.at + 40))?.[0] ?? "";
    }

    protected take(token: string): boolean {
        if (!this.source.startsWith(token, this.at)) return false;
        this.at += token.length;
        return true;
    }

    /** Blanks, escaped newlines and comments; newlines too where a command may go on behind them. */
    protected skipSpace(newlines: boolean): void {
        for (;;) {
            const rest = this.rest();
            // A "#" inside a word is no comment: skipping begins between words.
            const space = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(rest);
            if (space) this.at += space[0].length;
            else if (newlines && rest.startsWith("\n")) this.newline();
            else return;
        }
    }

    protected skipSeparators(): void {
        for (;;) {
            this.skipSpace(true);
            const next = this.source[this.at];
            const ends = next === ";" && this.source[this.at + 1] === ";";
            if (ends || (next !== ";" && (next !== "&" || this.source[this.at + 1] === "&"))) return;
            this.at += 1;
        }
    }

    protected hereLater(end: string, plain: boolean, tabs: boolean, redirect: { text: Word }): void {
        this.pendingHeres.push({ end, plain, tabs, redirect });
    }

    protected excerpt(): string {
        return JSON.stringify(this.source.slice(this.at, this.at + 30).split("\n")[0] ?? "");
    }

    private newline(): void {
        this.at += 1;
        for (const { end, plain, tabs, redirect } of this.pendingHeres.splice(0)) {
            const text = this.linesUntil(end, tabs);
            redirect.text = plain ? [{ kind: "text", text, quoted: true }] : this.expandable(text);
        }
    }

    private linesUntil(end: string, tabs: boolean): string {
        let text = "";
        while (this.at < this.source.length) {
            const stop = this.source.indexOf("\n", this.at);
            const until = stop < 0 ? this.source.length : stop;
            const line = this.source.slice(this.at, until).replace(tabs ? /^\t+/ : /^(?!)/, "");
            this.at = until + 1;
            if (line === end) break;
            text += `${line}\n`;
        }
        return text;
    }
}
