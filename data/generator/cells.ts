import { z } from "zod";

/** Cells of the tables. An empty cell means "not known", never zero: only the `orUnknown` cells may be empty. */

const decimal = /^(0|[1-9]\d*)(\.\d+)?$/;
const integer = /^(0|[1-9]\d*)$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
/** A day, a month, or a range of months or days (`2026-08..2026-11`) where the source stores no date. */
const period = /^\d{4}-\d{2}(-\d{2})?(\.\.\d{4}-\d{2}(-\d{2})?)?$/;

export const anyText = z.string();
export const text = z.string().min(1, "must not be empty");
export const word = z.string().regex(/^\S+$/, "must be one word");
export const amount = z.string().regex(decimal, "must be a number, 0 or more").transform(Number);
export const count = z.string().regex(integer, "must be a whole number, 0 or more").transform(Number);
export const amountOrUnknown = orUnknown(decimal, "must be a number, 0 or more, or empty", Number);
export const countOrUnknown = orUnknown(integer, "must be a whole number, 0 or more, or empty", Number);
export const dayText = z.string().regex(day, "must be a day such as 2026-11-22");
export const dayOrUnknown = orUnknown(day, "must be a day such as 2026-11-22, or empty", cell => cell);
export const dayOrEmpty = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/, "must be a day such as 2026-11-22, or empty");
export const periodText = z.string().regex(period, "must be a day, a month, or a range of them");
export const periodOrEmpty = z
    .string()
    .refine(cell => cell === "" || period.test(cell), "must be a day, a month, or a range of them, or empty");
export const yesNo = z.enum(["yes", "no"]).transform(cell => cell === "yes");
export const yesNoOrUnknown = z.enum(["yes", "no", ""]).transform(cell => (cell === "" ? null : cell === "yes"));

/** Words separated by `|`; an empty cell is an empty list. */
export function list<T extends string>(item: z.ZodType<T, string>) {
    return z
        .string()
        .transform(cell => (cell === "" ? [] : cell.split("|")))
        .pipe(z.array(item).refine(words => new Set(words).size === words.length, "must not name anything twice"));
}

/** Numbers from 0 and ranges of them, separated by `|`: `0|2-5`. Each stands once, smallest first. */
export const indexes = z
    .string()
    .regex(/^\d+(-\d+)?(\|\d+(-\d+)?)*$/, "must be numbers and ranges such as 0|2-5")
    .transform(cell => cell.split("|").flatMap(range => numbersOf(range)))
    .refine(
        all => all.every((index, i) => i === 0 || index > (all[i - 1] ?? index)),
        "must not name anything twice, smallest first",
    );

function numbersOf(range: string): number[] {
    const [first = 0, last = first] = range.split("-").map(Number);
    // A range that runs backwards stays so, and is refused as such.
    if (last < first) return [first, last];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function orUnknown<T>(pattern: RegExp, message: string, read: (cell: string) => T) {
    return z
        .string()
        .refine(cell => cell === "" || pattern.test(cell), message)
        .transform(cell => (cell === "" ? null : read(cell)));
}
