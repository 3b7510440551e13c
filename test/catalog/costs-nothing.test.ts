// Runs the sources through tsx; that the packed library behaves the same is the package test's business. No times are taken.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** The JSON files and Pulumi modules in memory after each of the statements, in a process of its own. */
function loadedAfter(...statements: readonly string[]): readonly (readonly string[])[] {
    const script = `
        const catalog = require("./components/catalog/index.ts");
        const seen = () => Object.keys(require.cache)
            .filter(file => file.endsWith(".json") && file.includes("generated") || file.includes("@pulumi"))
            .map(file => file.split(/[\\\\/]/).at(-1));
        console.log(JSON.stringify([${statements.map(text => `(${text}, seen())`).join(", ")}]));`;
    const output = execFileSync(process.execPath, ["--import", "tsx", "-e", script], { cwd: root, encoding: "utf8" });
    return JSON.parse(output) as readonly (readonly string[])[];
}

describe("importing the catalogue", () => {
    it("reads no table, and then only the tables that are asked", () => {
        const [atImport, afterType, afterPrice, afterAgain] = loadedAfter(
            "undefined",
            'catalog.awsInstanceType("p5.48xlarge")',
            'catalog.awsPrices("p5.48xlarge", "us-east-1")',
            'catalog.awsInstanceType("g6.xlarge")',
        );
        assert.deepEqual(atImport, []);
        assert.deepEqual(afterType, ["aws-instance-types.json"]);
        assert.deepEqual(afterPrice, ["aws-instance-types.json", "aws-prices.json"]);
        assert.deepEqual(afterAgain, afterPrice);
    });
});
