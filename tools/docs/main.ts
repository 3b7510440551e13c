import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "./documents";

/** `npm run docs`: writes the parts of the documentation that follow from the code. */
async function main(): Promise<void> {
    for (const { file, text } of await documents()) {
        const path = join(__dirname, "..", "..", file);
        const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
        if (before !== text) writeFileSync(path, text);
        console.log(before === text ? `${file} is up to date` : `${file} is written`);
    }
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
