/** Programs that look at text. Source: POSIX.1-2017 utilities; of `sed` and `awk` what is written on one line to pick a field. */
import type { Files } from "./files";
import type { Program, Result } from "./machine";
import { NotRead } from "./syntax";

export function textPrograms(files: Files): Readonly<Record<string, Program>> {
    /** Lines of the files that are named, else of what comes in. */
    const given = (paths: readonly string[], input: string): string =>
        paths.length === 0 ? input : paths.map(path => files.read(path) ?? "").join("");
    const plain = (words: readonly string[]): readonly string[] => words.slice(1).filter(word => !/^-./.test(word));
    return {
        grep: (words, input) => grep(files, words, input),
        head: (words, input) => {
            const count = countOf(words);
            return printed(lines(given(plain(withoutCount(words)), input)).slice(0, count));
        },
        tail: (words, input) => {
            const count = countOf(words);
            return printed(count === 0 ? [] : lines(given(plain(withoutCount(words)), input)).slice(-count));
        },
        sort: (words, input) => {
            const sorted = [...lines(given(plain(words), input))].sort();
            return printed(words.includes("-u") ? [...new Set(sorted)] : sorted);
        },
        wc: (words, input) => {
            const text = given(plain(words), input);
            if (words.includes("-l")) return { status: 0, output: `${lines(text).length}\n` };
            if (words.includes("-w")) return { status: 0, output: `${text.split(/\s+/).filter(Boolean).length}\n` };
            if (words.includes("-c")) return { status: 0, output: `${text.length}\n` };
            throw new NotRead(`"${words.join(" ")}"`);
        },
        tr: ([, ...words], input) => {
            const [flag, written = "", to = ""] = words[0]?.startsWith("-") ? words : ["", ...words];
            const from = unescaped(written);
            const characters = new RegExp(`[${from.replace(/[\]\\^]/g, "\\$&").replace("[:space:\\]", "\\s")}]`, "g");
            if (flag === "-d") return { status: 0, output: input.replace(characters, "") };
            const one = unescaped(to);
            if (flag !== "" || one.length !== 1) throw new NotRead(`"tr ${words.join(" ")}"`);
            return { status: 0, output: input.replace(characters, () => one) };
        },
        cut: (words, input) => {
            const line = words.slice(1).join(" ");
            const [, delimiter = "\t"] = /-d ?(.)/.exec(line) ?? [];
            const [, fields] = /-f ?(\d+)/.exec(line) ?? [];
            if (fields === undefined) throw new NotRead(`"${words.join(" ")}"`);
            const paths = words.slice(1).filter(word => word.startsWith("/"));
            const picked = lines(given(paths, input)).map(each =>
                each.includes(delimiter) ? (each.split(delimiter)[Number(fields) - 1] ?? "") : each,
            );
            return printed(picked);
        },
        sed: (words, input) => sed(files, words, input),
        awk: (words, input) => awk(given, words, input),
    };
}

function lines(text: string): readonly string[] {
    return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function printed(some: readonly string[]): Result {
    return { status: 0, output: some.map(line => `${line}\n`).join("") };
}

/** `-n 3`, `-n3`, `-3`; ten lines when not said. */
function countOf(words: readonly string[]): number {
    const [, count] = / -(?:n ?)?(\d+)/.exec(words.join(" ")) ?? [];
    return Number(count ?? 10);
}

function withoutCount(words: readonly string[]): readonly string[] {
    const at = words.indexOf("-n");
    return at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
}

function unescaped(text: string): string {
    return text.replace(/\\n/g, "\n").replace(/\\t/g, "\t");
}

/** `s/pattern/by/g`, with `-i`, `-E`, and any separator. */
function sed(files: Files, [, ...words]: readonly string[], input: string): Result {
    const [script = "", ...paths] = words.filter(word => !/^-[iEre]+$/.test(word));
    const [, , from = "", by = "", flags = ""] = /^s([/|#,])((?:(?!\1).)*)\1((?:(?!\1).)*)\1(g?)$/.exec(script) ?? [];
    if (from === "") throw new NotRead(`"sed ${words.join(" ")}"`);
    const expression = new RegExp(from, flags);
    const change = (text: string): string =>
        lines(text)
            .map(line => `${line.replace(expression, by.replace(/\$/g, "$$$$").replace(/\\(\d)/g, "$$$1"))}\n`)
            .join("");
    if (!words.some(word => /^-\w*i/.test(word)))
        return {
            status: 0,
            output: change(paths.length === 0 ? input : paths.map(path => files.read(path) ?? "").join("")),
        };
    for (const path of paths) files.write(path, change(files.read(path) ?? ""));
    return { status: 0, output: "" };
}

/** `-v name=value`, conditions on fields or `/pattern/`, and `{print …}` of fields and texts. */
function awk(
    given: (paths: readonly string[], input: string) => string,
    words: readonly string[],
    input: string,
): Result {
    const notRead = (): NotRead => new NotRead(`"${words.join(" ")}"`);
    const rest = words.slice(1);
    const values = new Map<string, string>();
    while (rest[0] === "-v") {
        const [, name = "", value = ""] = /^(\w+)=([^]*)$/.exec(rest[1] ?? "") ?? [];
        values.set(name, value);
        rest.splice(0, 2);
    }
    let separator = /\s+/;
    const [, written] = /^-F(.*)$/.exec(rest[0] ?? "") ?? [];
    if (written !== undefined) {
        const spelt = written === "" ? rest.splice(1, 1)[0] : written;
        separator = new RegExp((spelt ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
        rest.shift();
    }
    const [program = "", ...paths] = rest;
    const [, condition = "", print] =
        /^\s*([^{}]*?)\s*(?:\{\s*print\s*([^{};]*?)\s*(?:;\s*(?:exit|next)\s*)?;?\s*\})?\s*$/.exec(program) ?? [];
    if (print === undefined && condition === "") throw notRead();
    const first = /;\s*exit\s*;?\s*\}\s*$/.test(program);
    const valueOf = (word: string, fields: readonly string[], line: string): string => {
        if (word === "$0") return line;
        if (word === "$NF") return fields.at(-1) ?? "";
        if (/^\$\d+$/.test(word)) return fields[Number(word.slice(1)) - 1] ?? "";
        if (/^".*"$/.test(word)) return unescaped(word.slice(1, -1));
        if (/^\d+$/.test(word)) return word;
        if (values.has(word)) return values.get(word) ?? "";
        throw notRead();
    };
    const holds = (fields: readonly string[], line: string): boolean =>
        condition === "" ||
        condition.split("&&").every(each => {
            const [, pattern] = /^\s*\/(.*)\/\s*$/.exec(each) ?? [];
            if (pattern !== undefined) return new RegExp(pattern).test(line);
            const [, left = "", operator, right = ""] = /^\s*(\S+?)\s*(==|!=|~)\s*(\S+|".*")\s*$/.exec(each) ?? [];
            if (operator === undefined) throw notRead();
            const value = valueOf(left, fields, line);
            if (operator === "~") return new RegExp(right.replace(/^\/|\/$/g, "")).test(value);
            return (value === valueOf(right, fields, line)) === (operator === "==");
        });
    const found = lines(given(paths, input))
        .map(line => ({ line, fields: line.trim().split(separator) }))
        .filter(({ line, fields }) => holds(fields, line))
        .map(({ line, fields }) =>
            print === undefined || print === ""
                ? line
                : print
                      .split(/\s*,\s*/)
                      .map(group =>
                          (group.match(/"[^"]*"|\S+/g) ?? []).map(word => valueOf(word, fields, line)).join(""),
                      )
                      .join(" "),
        );
    return printed(first ? found.slice(0, 1) : found);
}

function grep(files: Files, words: readonly string[], input: string): Result {
    const flags = words
        .slice(1)
        .filter(word => word.startsWith("-"))
        .join("");
    const [pattern = "", ...paths] = words.slice(1).filter(word => !word.startsWith("-"));
    const text = paths.length === 0 ? input : paths.map(path => files.read(path) ?? "").join("");
    const escaped = flags.includes("F") ? pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : pattern;
    const expression = new RegExp(escaped, flags.includes("i") ? "i" : "");
    const found = text
        .split("\n")
        .slice(0, text.endsWith("\n") ? -1 : undefined)
        .filter(line => (line !== "" || text !== "") && expression.test(line) !== flags.includes("v"));
    if (flags.includes("c")) return { status: found.length > 0 ? 0 : 1, output: `${found.length}\n` };
    const output = flags.includes("q") ? "" : found.map(line => `${line}\n`).join("");
    return { status: found.length > 0 ? 0 : 1, output };
}
