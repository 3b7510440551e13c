import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaText } from "./json-schema";

/** `npm run schema`: writes the JSON Schema that editors use for `stacks/Pulumi.<stack>.yaml`. */
const file = join(__dirname, "stack.schema.json");
const text = schemaText();
const before = readFileSync(file, { encoding: "utf8", flag: "a+" });
writeFileSync(file, text);
console.log(before === text ? `${file} is up to date` : `${file} is written`);
