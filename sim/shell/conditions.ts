import type { Files } from "./files";

/** Of `test`: unary and binary primaries, `!`, `-a`, `-o`, and `&&`, `||` of bash's `[[`. */
export function holds(files: Files, words: readonly string[], same: (left: string, right: string) => boolean): boolean {
    for (const either of ["||", "-o"])
        if (words.includes(either)) {
            const at = words.indexOf(either);
            return holds(files, words.slice(0, at), same) || holds(files, words.slice(at + 1), same);
        }
    for (const both of ["&&", "-a"])
        if (words.includes(both) && words.indexOf(both) > 0) {
            const at = words.indexOf(both);
            return holds(files, words.slice(0, at), same) && holds(files, words.slice(at + 1), same);
        }
    const [first = "", second, ...rest] = words;
    if (first === "!") return !holds(files, words.slice(1), same);
    if (second === undefined) return first !== "";
    if (rest.length > 0) return compares(first, second, rest.join(" "), same);
    switch (first) {
        case "-z":
            return second === "";
        case "-n":
            return second !== "";
        case "-f":
        case "-r":
            return files.read(second) !== undefined;
        case "-s":
            return (files.read(second) ?? "") !== "";
        case "-x":
            return files.mayRun(second);
        case "-L":
        case "-h":
            return files.isLink(second);
        default:
            return files.exists(second);
    }
}

function compares(
    left: string,
    operator: string,
    right: string,
    same: (left: string, right: string) => boolean,
): boolean {
    const [a, b] = [Number(left), Number(right)];
    switch (operator) {
        case "=":
        case "==":
            return same(left, right);
        case "!=":
            return !same(left, right);
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
