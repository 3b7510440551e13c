import { join } from "node:path";
import { compareScripts, type Comparison } from "./compare";

const scripts = join(__dirname, "scripts");

/** What `import * as accel from "pulumi-accelerators"` costs beside importing the SDK modules that it uses, and nothing else. */
export function importCost(runs: number): Comparison {
    return compareScripts([join(scripts, "import-library.cjs")], [join(scripts, "import-sdks.cjs")], runs);
}
