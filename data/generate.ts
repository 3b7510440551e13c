import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogFiles } from "./generator/files";

/** `npm run catalog`: writes components/catalog/generated from the tables of this folder, and says what changed. */
function main(): void {
    const target = join(__dirname, "..", "components", "catalog", "generated");
    const files = catalogFiles(__dirname);
    mkdirSync(target, { recursive: true });
    const before = new Map(readdirSync(target).map(name => [name, readFileSync(join(target, name), "utf8")]));
    for (const name of before.keys()) {
        if (!files.has(name)) {
            rmSync(join(target, name));
            console.log(`removed   ${name}`);
        }
    }
    for (const [name, content] of files) {
        const same = before.get(name) === content;
        if (!same) writeFileSync(join(target, name), content);
        console.log(`${same ? "unchanged" : "written  "} ${name}`);
    }
}

try {
    main();
} catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("nothing was written");
    process.exitCode = 1;
}
