// Quota codes against their table. The account decides its limits: nothing here asks it.
import assert from "node:assert/strict";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { awsQuota, awsQuotas } from "../../components/catalog/aws/quotas";
import { cells } from "./csv";

const codeOf = (family: string, market: "onDemand" | "spot") => {
    const answer = awsQuota(family, market);
    return answer.known ? answer.quota.code : answer.why;
};

describe("EC2 quotas", () => {
    it("are the rows of the table", () => {
        const rows = cells("aws-quotas.csv");
        assert.deepEqual(
            awsQuotas().map(({ code, name }) => [code, name]),
            rows.map(row => [row.code, row.name]),
        );
        for (const row of rows) {
            for (const family of row.instanceFamilies!.split("|")) {
                assert.equal(codeOf(family, row.market as "onDemand" | "spot"), row.code);
            }
        }
    });

    it("count each family once per market", () => {
        for (const market of ["onDemand", "spot"]) {
            const families = cells("aws-quotas.csv")
                .filter(row => row.market === market)
                .flatMap(row => row.instanceFamilies!.split("|"));
            assert.equal(new Set(families).size, families.length);
            assert.deepEqual(new Set(families), new Set(awsInstanceTypes().map(type => type.family)));
        }
    });

    it("start at 0 for accelerators and at 5 for general-purpose types", () => {
        for (const type of awsInstanceTypes()) {
            const answer = awsQuota(type.family, "onDemand");
            assert.ok(answer.known && answer.quota.defaultValue.known);
            assert.equal(answer.quota.defaultValue.vcpus, type.accelerator.kind === "none" ? 5 : 0);
        }
    });

    it("name the other code that some sources give for spot P5", () => {
        const answer = awsQuota("p5", "spot");
        assert.ok(answer.known);
        assert.deepEqual([answer.quota.code, answer.quota.otherCodes], ["L-7212CCBC", ["L-C4BD4855"]]);
        assert.match(answer.quota.note, /P5/);
    });

    it("are unknown, with a reason, for a family that no quota names", () =>
        assert.deepEqual(awsQuota("x9", "spot"), { known: false, why: "no source names the spot quota of x9" }));
});
