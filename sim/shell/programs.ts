/** Programs of every Linux that boot scripts use to write files and to decide. Source: POSIX.1-2017 utilities, GNU coreutils. */
import { holds } from "./conditions";
import type { Files } from "./files";
import type { Program, Result } from "./machine";
import { matches } from "./patterns";
import { textPrograms } from "./text-programs";

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
        install: (words, input) => {
            if (words.includes("-d"))
                operands(words)
                    .filter(word => word.startsWith("/"))
                    .forEach(path => files.put(path));
            else {
                copy(files, operands(words).slice(-2), input);
                files.allowRunning(operands(words).at(-1) ?? "", true);
            }
            return done;
        },
        chmod: words => {
            const [mode = "", ...paths] = operandsOf(words);
            for (const path of paths)
                files.allowRunning(path, /\+[rw]*x|^[ugoa]*=[rw]*x|^[0-7]?[1357]|^[0-7]*[1357][0-7]{2}$/.test(mode));
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
            files.link(link ?? baseName(target));
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
        ...textPrograms(files),
        test: words => answer(holds(files, words.slice(1), (left, right) => left === right)),
        "[": words => answer(holds(files, words.slice(1, -1), (left, right) => left === right)),
        "[[": words => answer(holds(files, words.slice(1, -1), matches)),
    };
}

export function baseName(path: string): string {
    return path.split("/").at(-1) ?? path;
}

/** Of `chmod`, whose modes may begin with a dash. */
function operandsOf(words: readonly string[]): readonly string[] {
    return words.slice(1).filter(word => !/^-[RvcfH-]/.test(word));
}

function copy(files: Files, [from = "", to = ""]: readonly string[], input = ""): Result {
    const content = from === "/dev/stdin" ? input : files.read(from);
    if (content === undefined) return answer(files.exists(from));
    files.write(to.endsWith("/") ? `${to}${baseName(from)}` : to, content);
    return done;
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
