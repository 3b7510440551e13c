// Every shipped stack, planned by us and run by the simulated account: both sides count quota, addresses, price and devices, each
// by its own rules from its own sources, and must agree. Does not prove that AWS counts so: what both sides read wrong in a
// document or a table, both have wrong. Warm network interfaces that a busy node takes later are counted by neither.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { FleetPlan, Pool } from "../../components/fleet";
import type { Usage } from "../../sim/cloud/aws/usage";
import { readFileSettings } from "../../stacks/configuration";
import { planStack, reportStack } from "../../stacks/plan";
import { stackNames } from "../../tools/commands/stack-names";
import { ALocalCloud, checkout, type Settings } from "./a-local-cloud";

interface BothSides {
    readonly pools: readonly Pool[];
    readonly planned: FleetPlan;
    readonly usage: Usage;
    /** By pool and resource, as the nodes of the cluster say it. */
    readonly allocatable: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

for (const stack of stackNames(join(checkout, "stacks"))) {
    describe(`the stack ${stack} at its largest, as planned and as the account counts it`, function () {
        this.timeout(600_000);
        const cloud = new ALocalCloud();
        let sides: BothSides;

        before(async () => {
            sides = await bothSides(cloud, stack);
        });
        after(() => cloud.remove());

        it("offers the same devices", () => {
            const planned = sides.pools.map(({ name, resources, nodes }) => [
                name,
                Object.fromEntries(resources.map(({ name: resource, perNode }) => [resource, perNode * nodes.max])),
            ]);
            assert.deepEqual(sides.allocatable, Object.fromEntries(planned));
        });

        it("needs the same vCPUs of the same quotas", () => {
            const planned = sides.planned.quotas.map(({ region, quota, vcpus }) => ({
                region,
                code: quota.code,
                vcpus,
            }));
            const byCode = (one: { readonly code: string }, other: { readonly code: string }) =>
                one.code < other.code ? -1 : 1;
            assert.deepEqual([...sides.usage.vcpus].sort(byCode), planned.sort(byCode));
        });

        it("takes the same addresses of its subnets", () => {
            const planned = sides.pools.map(({ name, addresses, nodes }) => {
                assert.ok(addresses.known, name);
                return addresses.atStart * nodes.max;
            });
            assert.equal(
                sum(sides.usage.subnets.map(({ addressesOfInstances }) => addressesOfInstances)),
                sum(planned),
            );
        });

        it("costs the same, or neither knows; on Spot no more than the plan says, and no less than the lowest price seen", () => {
            const { price } = sides.planned;
            if (!price.complete) {
                assert.equal(sides.usage.usdPerHour, undefined);
                return;
            }
            const least = sides.planned.pools.map(({ nodePrice, nodes }) => {
                assert.ok(nodePrice.known);
                const lowest = nodePrice.basis === "highestSpot" ? nodePrice.lowestUsdPerHour : nodePrice.usdPerHour;
                return lowest * nodes.max;
            });
            const paid = sides.usage.usdPerHour ?? NaN;
            assert.ok(paid <= price.usdPerHour.max + 1e-6 && paid >= sum(least) - 1e-6, `${paid} USD`);
        });
    });
}

async function bothSides(cloud: ALocalCloud, stack: string): Promise<BothSides> {
    const file = cloud.variant(stack, atItsLargest);
    const { config } = parse(readFileSync(file, "utf8")) as { readonly config: Record<string, unknown> };
    const settings = readFileSettings(stack, config);
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z") as Parameters<typeof planStack>[2]["now"];
    const surroundings = { defaults: { region: String(config["aws:region"]), profile: undefined }, now };
    const { pools } = await cloud.up(file);
    const usage = await cloud.daemon()?.usage();
    assert.ok(usage !== undefined);
    return {
        pools: planStack(stack, settings, surroundings),
        planned: reportStack(stack, settings, surroundings),
        usage,
        allocatable: Object.fromEntries(pools.map(({ pool, allocatable }) => [pool, allocatable])),
    };
}

/** Every pool with as many nodes as it may have, so that what runs is what the plan reckons with. */
function atItsLargest({ pools }: Settings): void {
    for (const pool of Object.values(pools) as { nodes: number | { readonly max: number } }[]) {
        pool.nodes = typeof pool.nodes === "number" ? pool.nodes : pool.nodes.max;
    }
}

function sum(amounts: readonly number[]): number {
    return amounts.reduce((total, amount) => total + amount, 0);
}
