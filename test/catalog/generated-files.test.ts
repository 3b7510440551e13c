// Does not prove that the tables are true, only that the committed catalogue is what they say.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogFiles } from "../../data/generator/files";
import { cells, csvFiles, dataDirectory } from "./csv";

const generated = join(__dirname, "..", "..", "components", "catalog", "generated");

describe("generated catalogue", () => {
    const files = catalogFiles(dataDirectory);

    it("is what the tables give today (otherwise: npm run catalog)", () => {
        for (const [name, content] of files) {
            assert.ok(readFileSync(join(generated, name), "utf8") === content, `${name} is out of date`);
        }
    });

    it("holds no file that the generator does not write", () => {
        assert.deepEqual(readdirSync(generated).sort(), [...files.keys()].sort());
    });

    it("is the same bytes every time", () => assert.deepEqual([...catalogFiles(dataDirectory)], [...files]));
});

describe("tables of the data folder", () => {
    const readme = readFileSync(join(dataDirectory, "README.md"), "utf8");

    for (const file of csvFiles()) {
        it(`${file} has rows, and a line in the README with their number`, () => {
            const rows = cells(file).length;
            assert.ok(rows > 0);
            const line = readme.split("\n").find(text => text.startsWith(`| \`${file}\``)) ?? "";
            assert.ok(
                line.split(/\s*\|\s*/).includes(rows.toLocaleString("en-US")),
                `${rows} rows, the README says: ${line}`,
            );
        });
    }
});
