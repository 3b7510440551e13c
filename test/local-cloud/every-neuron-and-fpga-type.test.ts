// Every type with Inferentia, Trainium or FPGAs, two ways of counting cores and both images, as two stacks on the local cloud;
// the one with F1 in an account whose clock is set back to before its retirement. Proves that what we declare is accepted, that
// each node offers what the vendor says, that the real scheduler and a second one with our configuration put whole nodes and
// parts of them where they belong, parts on chips that are connected. Does not prove that AWS's extension chooses as the
// simulated one does, that a driver or an FPGA image loads, that a core computes or EFA carries anything, nor that AWS would sell
// the machines: the account and the machines are simulated.
import { strict as assert } from "node:assert";
import { awsInstanceTypes, isFpga, isNeuron } from "../../components/catalog";
import { ALocalCloud } from "./a-local-cloud";
import { chipsByType } from "./chips";
import { expectedStacks, fpgasByType, type ExpectedPool, type ExpectedStack } from "./expected-pools";
import { assertTogether, chipsOf, coresOf, counted, tooManyOf, travel, type Journey } from "./journey-of-types";
import { offered, whyRefused } from "./trial-pods";

describe("every Neuron and FPGA type on the local cloud", function () {
    this.timeout(600_000);
    const cloud = new ALocalCloud();
    const stacks = expectedStacks(Date.now());
    const journeys = new Map<ExpectedStack, Journey>();

    before(async () => {
        for (const stack of [...stacks].reverse()) {
            // The local cloud stops with the stack before: any command starts it again.
            await cloud.succeed("pulumi", "version");
            for (const block of stack.blocks) await cloud.daemon()?.giveReservation(block);
            journeys.set(stack, await travel(cloud, stack));
        }
    });
    after(() => cloud.remove());

    it("is every type of the catalogue", () => {
        const catalogue = awsInstanceTypes().filter(type => isNeuron(type) || isFpga(type));
        const told = [...Object.keys(chipsByType), ...Object.keys(fpgasByType)];
        assert.deepEqual(told.sort(), catalogue.map(({ name }) => name).sort());
        const shown = stacks.flatMap(stack => Object.values(stack.pools).map(({ instanceType }) => instanceType));
        assert.deepEqual([...new Set(shown)].sort(), told);
    });

    for (const stack of stacks) {
        for (const [name, expected] of Object.entries(stack.pools)) {
            describe(`${name} in ${stack.region}`, () => {
                const { offers, parts, chips } = expected;
                const journey = () => journeys.get(stack) ?? assert.fail("no journey");
                const node = () =>
                    journey().nodes.find(({ metadata }) => metadata.labels["pulumi-accelerators/pool"] === name) ??
                    assert.fail("no node");
                const partOf = (part: string) => journey().parts.get(`${name}-${part}`) ?? assert.fail(part);

                it(`offers ${described(offers)}`, () => assert.deepEqual(offered(node()), offers));

                it("takes a pod that asks for all of it", () => {
                    const pod = journey().wholes.get(`${name}-whole`);
                    assert.deepEqual([pod?.status.phase, pod?.spec.nodeName], ["Running", node().metadata.name]);
                });

                it("takes pods that ask for parts of it at the same time", () => {
                    for (const part of Object.keys(parts))
                        assert.equal(partOf(part).spec.nodeName, node().metadata.name);
                });

                it("leaves pods waiting that ask for one more than there is, for that reason alone", () => {
                    for (const resource of counted(expected)) {
                        const pod = tooManyOf(name, resource);
                        const [before, after] = [journey().tooMany.get(pod), journey().tooManyInTheEnd.get(pod)];
                        assert.match(whyRefused(before), new RegExp(`\\b1 Insufficient ${resource}[.,]`));
                        assert.deepEqual([after?.status.phase, after?.spec.nodeName], ["Pending", undefined]);
                    }
                });

                if (chips === undefined) return;
                it("gives parts chips that are connected, and cores that are nobody else's", () => {
                    for (const [part, { devices, cores }] of Object.entries(parts)) {
                        assert.equal(coresOf(partOf(part)).length, cores ?? Number(devices) * chips.cores, part);
                        assertTogether(partOf(part), chips);
                    }
                    const given = Object.keys(parts).flatMap(part => coresOf(partOf(part)));
                    assert.equal(new Set(given).size, given.length, "a core is given twice");
                    assert.ok(given.every(core => core < chips.chips * chips.cores));
                });
            });
        }

        for (const [name, { with: size, more }] of Object.entries(stack.filled)) {
            it(`gives ${more} chips of ${name} to no pod while no ${more} of those that are free are connected`, () => {
                const { first, waiting, landed, free } = journeys.get(stack)?.filled.get(name) ?? assert.fail(name);
                const { chips } = stack.pools[name] ?? assert.fail(name);
                assert.ok(chips && landed);
                for (const pod of first) assertTogether(pod, chips, size);
                assert.equal(new Set(first.flatMap(pod => chipsOf(pod, chips))).size, chips.chips);
                assert.match(whyRefused(waiting), new RegExp(`no ${more} connected Neuron devices are free`));
                assertTogether(landed, chips, more);
                assert.ok(chipsOf(landed, chips).every(chip => free.includes(chip)));
            });
        }
    }

    it("lets no pod have a part whose chips need not be connected", () => {
        for (const { unconnected } of journeys.values()) assert.deepEqual(unconnected, []);
    });

    it("is unchanged the second time", () => {
        for (const { second } of journeys.values()) assert.equal(second.exitCode, 0, second.output);
    });

    it("leaves nothing of the stacks when they go down", () => {
        // What was bought outside the stacks stays.
        const bought = stacks.reduce((count, { blocks }) => count + blocks.length, 0);
        const all = bought === 0 ? "the account is empty" : `the account still holds ${bought} resource\\(s\\)`;
        for (const { down } of journeys.values()) assert.match(down, new RegExp(`is gone.*${all}`));
    });
});

function described(offers: ExpectedPool["offers"]): string {
    return Object.entries(offers)
        .map(([name, count]) => `${count} × ${name}`)
        .join(" and ");
}
