// Zones and offerings against their tables. Zone names are those of the account that wrote the dump, so nothing rests on them.
import assert from "node:assert/strict";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { awsOffering, awsOfferingsOf, awsRegion, awsRegions } from "../../components/catalog/aws/offerings";
import { cells } from "./csv";

const offerings = cells("aws-offerings.csv");
const zones = cells("aws-zones.csv");

describe("regions", () => {
    it("have the zones of the table, by id", () => {
        const flat = awsRegions().flatMap(({ name, zones: own }) =>
            own.map(zone => [name, zone.id, zone.nameInSource]),
        );
        const rows = zones.map(row => [row.region, row.zoneId, row.zoneName]);
        assert.deepEqual(new Set(flat.map(String)), new Set(rows.map(String)));
        assert.deepEqual(
            awsRegion("us-east-2").zones.map(zone => zone.id),
            ["use2-az1", "use2-az2", "use2-az3"],
        );
    });

    it("are undefined for a name that is none", () => assert.equal(awsRegion("us-east-9"), undefined));

    it("never share a zone", () => {
        const ids = awsRegions().flatMap(region => region.zones.map(zone => zone.id));
        assert.equal(new Set(ids).size, ids.length);
    });
});

describe("offerings", () => {
    it("are the rows of the table", () => {
        for (const row of offerings) {
            const offering = awsOffering(row.instanceType!, row.region!);
            assert.ok(offering, `${row.instanceType} in ${row.region}`);
            assert.deepEqual(offering.zoneIds, row.zoneIds === "" ? [] : row.zoneIds!.split("|").sort());
            const word = { yes: "offered", no: "notOffered", "": "unknown" }[row.capacityBlockOffered!];
            assert.equal(offering.capacityBlock, word);
            assert.deepEqual([offering.asOf, offering.source], [row.asOf, row.source]);
        }
        const all = awsInstanceTypes().flatMap(type => awsOfferingsOf(type.name));
        assert.equal(all.length, offerings.length);
    });

    it("name no zone only where a capacity block is what is known", () => {
        for (const row of offerings) {
            if (row.zoneIds === "") assert.equal(row.capacityBlockOffered, "yes", row.instanceType);
        }
    });

    it("exist for every type that EC2 sells on its own", () => {
        for (const { name, status } of awsInstanceTypes()) {
            if (status === "current" || status === "legacy") assert.notDeepEqual(awsOfferingsOf(name), [], name);
        }
    });

    it("do not exist for retired types", () => {
        for (const { name, status } of awsInstanceTypes()) {
            if (status === "retired") assert.deepEqual(awsOfferingsOf(name), [], name);
        }
    });

    it("are undefined elsewhere", () => {
        assert.equal(awsOffering("p5.48xlarge", "ca-west-1"), undefined);
        assert.equal(awsOffering("p5.48xlrge", "us-east-1"), undefined);
    });
});
