import { spawnSync } from "node:child_process";
import { join } from "node:path";
import Table from "cli-table3";
import { median } from "./compare";

const checkout = join(__dirname, "..");

/** What the plan of a fleet of one size cost. */
interface SizeCost {
    readonly pools: number;
    readonly milliseconds: number;
    readonly heapMiB: number;
    readonly jsonMiB: number;
}

interface FleetCost {
    readonly sizes: readonly SizeCost[];
    readonly pulumiFiles: number;
    readonly residentMiB: number;
}

const sizes = [200, 400, 1000];

/** How the plan of a fleet grows with its pools, all sizes in one run, and what `npm run plan` takes as a command. */
export function fleetPlanCost(): string {
    const script = join(__dirname, "scripts", "fleet-plan.cjs");
    const cost = JSON.parse(run(["--expose-gc", script, ...sizes.map(String)])) as FleetCost;
    const [smallest] = cost.sizes;
    const table = new Table({
        head: ["plan of a fleet", "ms", "ms per pool, against the smallest", "heap MiB", "JSON MiB"],
        style: { head: [], border: [] },
    });
    for (const size of cost.sizes) {
        const perPool = size.milliseconds / size.pools / ((smallest?.milliseconds ?? NaN) / (smallest?.pools ?? NaN));
        table.push([
            `${size.pools} pools`,
            size.milliseconds.toFixed(0),
            `× ${perPool.toFixed(2)}`,
            size.heapMiB.toFixed(1),
            size.jsonMiB.toFixed(2),
        ]);
    }
    return [
        table.toString(),
        `goals: 200 pools in 100 ms, × 1 at every size; ${cost.pulumiFiles} files of Pulumi loaded (goal: 0), ` +
            `${cost.residentMiB.toFixed(0)} MiB resident`,
        commandCost(),
    ].join("\n");
}

/** The command against its runtime doing nothing, in turn. */
function commandCost(): string {
    const command = join(checkout, "tools", "commands", "main.ts");
    const pairs = Array.from({ length: 6 }, () => ({
        plan: seconds(["--import", "tsx", command, "plan", "quickstart"]),
        nothing: seconds(["--import", "tsx", "--eval", "0"]),
    })).slice(1);
    const plan = median(pairs.map(pair => pair.plan));
    const nothing = median(pairs.map(pair => pair.nothing));
    return `npm run plan -- quickstart: ${plan.toFixed(1)} s, of which the runtime's start ${nothing.toFixed(1)} s (goal: about 1 s)`;
}

function seconds(args: readonly string[]): number {
    const start = process.hrtime.bigint();
    run(args);
    return Number(process.hrtime.bigint() - start) / 1e9;
}

function run(args: readonly string[]): string {
    const child = spawnSync(process.execPath, [...args], { encoding: "utf8", cwd: checkout, maxBuffer: 2 ** 26 });
    if (child.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${child.stderr}`);
    return child.stdout;
}
