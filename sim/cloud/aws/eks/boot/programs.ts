/** Programs of every Linux that boot scripts use to write files and to decide. Source: POSIX.1-2017 utilities, GNU coreutils. */
import type { Program, Result } from "./shell";
import type { Files } from "./files";

const done: Result = { status: 0, output: "" };

function answer(yes: boolean): Result {
    return { status: yes ? 0 : 1, output: "" };
}

export function commonPrograms(files: Files): Readonly<Record<string, Program>> {
    const operands = (words: readonly string[]): readonly string[] =>
        words.slice(1).filter(word => !word.startsWith("-"));
    return {
        true: () => done,
        ":": () => done,
        false: () => answer(false),
        echo: ([, ...words]) => {
            const plain = words.filter((word, index) => index > 0 || !/^-[neE]+$/.test(word));
            const text =
                words[0]?.includes("e") && words[0].startsWith("-") ? escapes(plain.join(" ")) : plain.join(" ");
            return { status: 0, output: words[0] === "-n" ? text : `${text}\n` };
        },
        printf: ([, format = "", ...values]) => ({ status: 0, output: formatted(format, values) }),
        pwd: () => ({ status: 0, output: `${files.here()}\n` }),
        cd: ([, path = "/root"]) => {
            files.enter(path);
            return done;
        },
        pushd: ([, path = "/"]) => {
            files.enter(path);
            return done;
        },
        mkdir: words => {
            operands(words).forEach(path => files.put(path));
            return done;
        },
        install: words => {
            if (words.includes("-d"))
                operands(words)
                    .filter(word => word.startsWith("/"))
                    .forEach(path => files.put(path));
            else copy(files, operands(words).slice(-2));
            return done;
        },
        touch: words => {
            for (const path of operands(words)) if (files.read(path) === undefined) files.write(path, "");
            return done;
        },
        rm: words => {
            operands(words).forEach(path => files.remove(path));
            return done;
        },
        ln: words => {
            const [target = "", link] = operands(words);
            files.put(link ?? baseName(target));
            return done;
        },
        cp: words => copy(files, operands(words)),
        mv: words => {
            const [from = ""] = operands(words);
            const result = copy(files, operands(words));
            files.remove(from);
            return result;
        },
        cat: (words, input) => {
            const paths = operands(words);
            const missing = paths.some(path => files.read(path) === undefined);
            const output = paths.length === 0 ? input : paths.map(path => files.read(path) ?? "").join("");
            return { status: missing ? 1 : 0, output };
        },
        tee: (words, input) => {
            const appends = words.includes("-a") || words.includes("--append");
            for (const path of operands(words).filter(each => each !== "/dev/null"))
                files.write(path, (appends ? (files.read(path) ?? "") : "") + input);
            return { status: 0, output: input };
        },
        seq: words => {
            const [from, to] = operands(words).map(Number);
            const [first, last] = to === undefined ? [1, from ?? 0] : [from ?? 1, to];
            const count = Math.max(0, last - first + 1);
            return { status: 0, output: Array.from({ length: count }, (_, index) => `${first + index}\n`).join("") };
        },
        basename: words => ({ status: 0, output: `${baseName(words[1] ?? "")}\n` }),
        dirname: words => ({ status: 0, output: `${(words[1] ?? "").replace(/\/[^/]*$/, "") || "/"}\n` }),
        mktemp: () => {
            const path = `/tmp/tmp.${files.made().length}`;
            files.put(path);
            return { status: 0, output: `${path}\n` };
        },
        grep: (words, input) => grep(files, words, input),
        test: words => answer(holds(files, words.slice(1))),
        "[": words => answer(holds(files, words.slice(1, -1))),
        "[[": words => answer(holds(files, words.slice(1, -1))),
    };
}

export function baseName(path: string): string {
    return path.split("/").at(-1) ?? path;
}

function copy(files: Files, [from = "", to = ""]: readonly string[]): Result {
    const content = files.read(from);
    if (content === undefined) return answer(files.exists(from));
    files.write(to.endsWith("/") ? `${to}${baseName(from)}` : to, content);
    return done;
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
    const output = flags.includes("q") ? "" : found.map(line => `${line}\n`).join("");
    return { status: found.length > 0 ? 0 : 1, output };
}

/** `\n`, `\t`, `%s`, `%d` and `%%`; the format is used again while values are left. */
function formatted(format: string, values: readonly string[]): string {
    const left = [...values];
    let output = "";
    do {
        output += escapes(format).replace(/%(?:%|\d*[sd])/g, hit => (hit === "%%" ? "%" : (left.shift() ?? "")));
    } while (left.length > 0 && /%\d*[sd]/.test(format));
    return output;
}

function escapes(text: string): string {
    return text.replace(/\\n/g, "\n").replace(/\\t/g, "\t").replace(/\\\\/g, "\\");
}

/** Of `test`: unary and binary primaries, `!`, `-a`, `-o`, and `&&`, `||` of bash's `[[`. */
function holds(files: Files, words: readonly string[]): boolean {
    for (const either of ["||", "-o"])
        if (words.includes(either)) {
            const at = words.indexOf(either);
            return holds(files, words.slice(0, at)) || holds(files, words.slice(at + 1));
        }
    for (const both of ["&&", "-a"])
        if (words.includes(both) && words.indexOf(both) > 0) {
            const at = words.indexOf(both);
            return holds(files, words.slice(0, at)) && holds(files, words.slice(at + 1));
        }
    const [first = "", second, ...rest] = words;
    if (first === "!") return !holds(files, words.slice(1));
    if (second === undefined) return first !== "";
    if (rest.length > 0) return compares(first, second, rest.join(" "));
    switch (first) {
        case "-z":
            return second === "";
        case "-n":
            return second !== "";
        case "-f":
        case "-s":
        case "-r":
            return files.read(second) !== undefined;
        default:
            return files.exists(second);
    }
}

function compares(left: string, operator: string, right: string): boolean {
    const [a, b] = [Number(left), Number(right)];
    switch (operator) {
        case "=":
        case "==":
            return left === right;
        case "!=":
            return left !== right;
        case "=~":
            return new RegExp(right).test(left);
        case "-eq":
            return a === b;
        case "-ne":
            return a !== b;
        case "-lt":
            return a < b;
        case "-le":
            return a <= b;
        case "-gt":
            return a > b;
        case "-ge":
            return a >= b;
        default:
            return false;
    }
}
