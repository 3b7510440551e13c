// Proves what the package holds beside its compiled code. Does not build it: the test of the packed library does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { checkout } from "./public-surface";

describe("the published package", function () {
    this.timeout(60_000);

    it("holds licence, changes and README, and nothing of the checkout but its compiled code", () => {
        const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
            cwd: checkout,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
        });
        const [packed] = JSON.parse(listed) as { readonly files: readonly { readonly path: string }[] }[];
        const others = packed?.files.map(({ path }) => path).filter(path => !path.startsWith("dist/"));
        assert.deepEqual(others?.sort(), ["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    });
});
