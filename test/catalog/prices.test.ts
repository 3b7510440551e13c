// Prices against their table; what AWS bills today is not proven here.
import assert from "node:assert/strict";
import { awsInstanceType, awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { awsPrices } from "../../components/catalog/aws/prices";
import { cells } from "./csv";

const rows = cells("aws-prices.csv");

describe("prices", () => {
    it("are the cells of the table, or unknown with a reason where a cell is empty", () => {
        for (const row of rows) {
            const { onDemand, spot, capacityBlock } = awsPrices(row.instanceType!, row.region!);
            const [listed, least, block] = [
                row.onDemandUsdPerHour,
                row.spotUsdPerHourMin,
                row.capacityBlockUsdPerAcceleratorHour,
            ];
            assert.equal(
                onDemand.known ? String(onDemand.usdPerHour) : "",
                listed === "" ? "" : String(Number(listed)),
            );
            assert.equal(spot.known ? spot.minUsdPerHour : "", least === "" ? "" : Number(least));
            assert.equal(
                capacityBlock.known ? capacityBlock.usdPerAcceleratorHour : "",
                block === "" ? "" : Number(block),
            );
            if (onDemand.known)
                assert.deepEqual([onDemand.asOf, onDemand.source], [row.onDemandSnapshot, row.onDemandSource]);
            for (const price of [onDemand, spot, capacityBlock]) if (!price.known) assert.notEqual(price.why, "");
        }
    });

    it("of a capacity block are per instance: the price of an accelerator times their number", () => {
        const { capacityBlock } = awsPrices("p5.48xlarge", "us-east-1");
        assert.ok(capacityBlock.known);
        assert.equal(
            capacityBlock.usdPerHour,
            capacityBlock.usdPerAcceleratorHour * awsInstanceType("p5.48xlarge").accelerator.count,
        );
    });

    it("are unknown, never zero, where nobody lists them", () => {
        const nowhere = awsPrices("p5.48xlarge", "eu-nowhere-1");
        for (const price of Object.values(nowhere)) assert.equal((price as { known: boolean }).known, false);
        for (const { name } of awsInstanceTypes()) {
            const { onDemand } = awsPrices(name, "us-east-1");
            if (onDemand.known) assert.ok(onDemand.usdPerHour > 0, name);
        }
    });

    it("say that a type is sold by capacity block only", () => {
        const { onDemand, capacityBlock } = awsPrices("u-p6e-gb200x72", "us-east-1");
        assert.deepEqual(onDemand, { known: false, why: "sold by capacity block only" });
        assert.ok(capacityBlock.known);
        assert.equal(capacityBlock.usdPerHour, 72 * 10.58);
    });

    it("on spot are the cells of the table by zone, within the range of the region", () => {
        const listed = cells("aws-spot-by-zone.csv").filter(row => row.spotUsdPerHour !== "");
        assert.ok(listed.length > 300);
        for (const { instanceType, region, zoneId, spotUsdPerHour } of listed) {
            const { spot } = awsPrices(instanceType!, region!);
            assert.ok(spot.known);
            const price = spot.byZone[zoneId!];
            assert.equal(price, Number(spotUsdPerHour));
            assert.ok(spot.minUsdPerHour <= price && price <= spot.maxUsdPerHour);
        }
    });

    it("of instances that are sold in UltraServers only are theirs, by accelerator", () => {
        const instance = awsPrices("p6e-gb200.36xlarge", "us-east-1").capacityBlock;
        const server = awsPrices("u-p6e-gb200x72", "us-east-1").capacityBlock;
        assert.ok(instance.known && server.known);
        assert.equal(instance.usdPerHour * 18, server.usdPerHour);
    });

    it("of a family grow with the size of the machine", () => {
        for (const family of ["g6", "m7i", "m7g"]) {
            const known = awsInstanceTypes()
                .filter(type => type.family === family)
                .flatMap(type => {
                    const { onDemand } = awsPrices(type.name, "us-east-1");
                    return onDemand.known
                        ? [{ size: type.accelerator.count * 1000 + type.vcpus, usd: onDemand.usdPerHour }]
                        : [];
                })
                .sort((a, b) => a.size - b.size);
            assert.ok(known.length >= 4);
            known.slice(1).forEach((next, i) => assert.ok(next.usd >= known[i]!.usd, family));
        }
    });
});
