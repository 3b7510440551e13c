// Proves what importing the fleet loads. Does not measure how long it takes: the benchmark does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

describe("importing the fleet", () => {
    it("loads no engine, no schema library and no table of the catalogue", () => {
        const entry = path.join(__dirname, "../../components/fleet/index.ts");
        const script = `require(${JSON.stringify(entry)}); console.log(Object.keys(require.cache).join("\\n"))`;
        const loaded = execFileSync(process.execPath, ["-r", "tsx/cjs", "-e", script], { encoding: "utf8" }).split(
            "\n",
        );
        assert.ok(loaded.some(file => file.endsWith("components/fleet/index.ts")));
        const unwanted = loaded.filter(file => /node_modules\/(@pulumi|zod)\/|\.json$/.test(file));
        assert.deepEqual(unwanted, []);
    });
});
