const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { measure } = require("./measure.cjs");

// The SDK modules that the built library itself imports, found before the clock starts.
const dist = join(__dirname, "..", "..", "dist");
const modules = new Set(
    readdirSync(dist, { recursive: true })
        .filter(file => file.endsWith(".js"))
        .flatMap(file => [...readFileSync(join(dist, file), "utf8").matchAll(/require\("(@pulumi\/[^"]+)"\)/g)])
        .map(([, name]) => name),
);

measure(() => modules.forEach(name => require(name)));
