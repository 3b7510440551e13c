import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

export const dataDirectory = join(__dirname, "..", "..", "data");

/** The cells of a table as they stand in the file: a second reader, which shares nothing with the generator. */
export function cells(file: string): readonly Readonly<Record<string, string>>[] {
    return parse(readFileSync(join(dataDirectory, file), "utf8"), { columns: true });
}

export function csvFiles(): readonly string[] {
    return readdirSync(dataDirectory).filter(name => name.endsWith(".csv"));
}
