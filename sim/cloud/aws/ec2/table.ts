import { readFileSync } from "node:fs";
import * as path from "node:path";

import { parse } from "csv-parse/sync";

import { checkout } from "../../checkout";

/** Rows of one of the checkout's tables of facts. */
export function tableRows<Column extends string>(file: string): readonly Readonly<Record<Column, string>>[] {
    return parse<Readonly<Record<Column, string>>>(readFileSync(path.join(checkout(), file)), { columns: true });
}

/** Cells that hold a list separate its parts with a bar. */
export function cellList(cell: string): readonly string[] {
    return cell === "" ? [] : cell.split("|");
}
