import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "csv-parse/sync";
import type { z } from "zod";

/** A cell (or row) that cannot be taken; `line` counts from 1, the header being line 1. */
export interface TableProblem {
    readonly file: string;
    readonly line: number;
    readonly column: string;
    readonly problem: string;
}

/** Thrown by the reader with every bad cell of a table at once. */
export class TableError extends Error {
    constructor(readonly problems: readonly TableProblem[]) {
        super(problems.map(describe).join("\n"));
        this.name = "TableError";
    }
}

function describe({ file, line, column, problem }: TableProblem): string {
    return `${file} line ${line}${column === "" ? "" : ` column ${column}`}: ${problem}`;
}

type Record_ = Readonly<Record<string, string>>;

interface ParsedLine {
    readonly record: Record_;
    readonly info: { readonly lines: number };
}

/** What a table must be: the shape of a row, and what makes a row unique. */
export interface TableRules<Row> {
    readonly row: z.ZodType<Row>;
    readonly key: (row: Row) => string;
}

/**
 * Reads a CSV: header first, no column more or less than the rules name, every cell checked, no key twice.
 *
 * @throws TableError with file, line and column of everything that is wrong.
 */
export function readTable<Row>(file: string, rules: TableRules<Row>): readonly Row[] {
    return parseTable(basename(file), readFileSync(file, "utf8"), rules);
}

/** The same over text in memory; `name` is what problems call the file. */
export function parseTable<Row>(name: string, text: string, rules: TableRules<Row>): readonly Row[] {
    const rows: Row[] = [];
    const problems: TableProblem[] = [];
    const lineOfKey = new Map<string, number>();
    for (const { record, info } of parseLines(name, text)) {
        const line = info.lines;
        const result = rules.row.safeParse(record);
        if (!result.success) {
            problems.push(...result.error.issues.flatMap(issue => fromIssue(name, line, record, issue)));
            continue;
        }
        const key = rules.key(result.data);
        const first = lineOfKey.get(key);
        if (first === undefined) lineOfKey.set(key, line);
        else problems.push({ file: name, line, column: "", problem: `${key} stands on line ${first} already` });
        rows.push(result.data);
    }
    if (problems.length > 0) throw new TableError(problems);
    return rows;
}

function parseLines(name: string, text: string): readonly ParsedLine[] {
    try {
        return parse(text, { columns: true, info: true, skip_empty_lines: true }) as unknown as ParsedLine[];
    } catch (error) {
        const line = error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
        const problem = error instanceof Error ? error.message : String(error);
        throw new TableError([{ file: name, line, column: "", problem }]);
    }
}

function fromIssue(file: string, line: number, record: Record_, issue: z.core.$ZodIssue): TableProblem[] {
    if (issue.code === "unrecognized_keys") {
        return issue.keys.map(column => ({ file, line: 1, column, problem: "unknown column" }));
    }
    const column = String(issue.path[0] ?? "");
    if (!(column in record)) return [{ file, line: 1, column, problem: "missing column" }];
    return [{ file, line, column, problem: `${issue.message} (got ${JSON.stringify(record[column])})` }];
}

/** Path of a table of the data folder. */
export function tableFile(dataDirectory: string, name: string): string {
    return join(dataDirectory, name);
}
