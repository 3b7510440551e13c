// Proves that every stack of the checkout plans. Does not prove that it comes up: the local cloud does, elsewhere.
import assert from "node:assert/strict";
import { readSettings } from "../../stacks/configuration";
import { planStack } from "../../stacks/plan";
import { asEngineConfiguration, shippedStacks, surroundings } from "./builders";

describe("the shipped stack", () => {
    const stacks = shippedStacks();

    it("quickstart is among them", () => assert.ok(stacks.some(({ name }) => name === "quickstart")));

    for (const stack of stacks) {
        it(`${stack.name} plans without a problem`, () => {
            const configuration = asEngineConfiguration(stack);
            const settings = readSettings(stack.name, configuration);
            const region = configuration["aws:region"];
            const pools = planStack(stack.name, settings, {
                ...surroundings,
                defaults: { region, profile: undefined },
            });
            assert.deepEqual(
                pools.map(({ name }) => name),
                Object.keys(settings.pools),
            );
            assert.ok(
                pools.some(({ accelerators }) => accelerators.length > 0),
                "no pool has accelerators",
            );
        });
    }
});
