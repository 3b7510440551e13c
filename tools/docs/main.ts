import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { problemsReference } from "./problems";

/** `npm run docs`: writes the parts of the documentation that are generated. */
const file = join(__dirname, "..", "..", "docs", "problems.md");
const text = problemsReference();
const upToDate = existsSync(file) && readFileSync(file, "utf8") === text;
writeFileSync(file, text);
console.log(upToDate ? `${file} is up to date` : `${file} is written`);
