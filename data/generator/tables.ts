import { readEveryTable, type CatalogTables } from "./every-table";
import { danglingReferences } from "./references";

/**
 * Every table the catalogue is made of, each checked by itself and against the others.
 *
 * @throws TableError for bad cells, Error for names that another table does not have.
 */
export function readTables(dataDirectory: string): CatalogTables {
    const tables = readEveryTable(dataDirectory);
    const dangling = danglingReferences(tables);
    if (dangling.length > 0) throw new Error(dangling.join("\n"));
    return tables;
}
