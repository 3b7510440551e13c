import * as path from "node:path";

import { buildSync } from "esbuild";

import { checkout } from "../../../sim/cloud/checkout";

/** Plain JavaScript of a TypeScript program, for processes that have to start quickly and often. */
export function compiled(program: string): string {
    const name = path.basename(program, ".ts");
    const outfile = path.join(checkout(), "node_modules/.cache/pulumi-accelerators/test", `${name}.js`);
    buildSync({ entryPoints: [program], bundle: true, platform: "node", packages: "external", outfile });
    return outfile;
}
