import { join } from "node:path";
import Table from "cli-table3";
import { compareScripts, type Comparison } from "./compare";
import { fleetPlanCost } from "./fleet-plan";
import { quickstartCost } from "./quickstart-cost";

const scripts = join(__dirname, "scripts");
const script = (name: string): string[] => [join(scripts, `${name}.cjs`)];

/** `npm run bench`: every figure compares two things in one run, or says where the time of one goes. Goals are not asserted. */
async function main(): Promise<void> {
    const comparisons: readonly [string, string, Comparison][] = [
        [
            "importing the library, against the SDK modules it uses",
            "1.15",
            compareScripts(script("import-library"), script("import-sdks"), 11),
        ],
        [
            "200 GPU pools, against the same resources by hand",
            "1.10",
            compareScripts(script("pools-by-components"), script("pools-by-hand"), 5),
        ],
        [
            "200 GPU pools, against a component by hand",
            "1.10",
            compareScripts(script("pools-by-components"), script("pools-by-own-component"), 5),
        ],
    ];
    const table = new Table({
        head: ["what", "ours ms", "theirs ms", "time", "memory", "goal", "runs"],
        style: { head: [], border: [] },
    });
    for (const [what, goal, { ours, theirs, timeRatio, memoryRatio, runs }] of comparisons) {
        table.push([
            what,
            ours.milliseconds.toFixed(0),
            theirs.milliseconds.toFixed(0),
            `× ${timeRatio.toFixed(2)}`,
            `× ${memoryRatio.toFixed(2)}`,
            `× ${goal}`,
            runs,
        ]);
    }
    console.log(table.toString());
    console.log(fleetPlanCost());
    console.log(await quickstartCost());
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
