// Proves what counts against which quota, in vCPUs written out here. Does not prove that AWS counts so: the simulated account
// and its documentation do.
import assert from "node:assert/strict";
import { capacityBlock, reservation, spot } from "../../../components/fleet/capacity/capacity";
import type { QuotaLimit } from "../../../components/fleet/context";
import type { Fleet } from "../../../components/fleet/finding";
import type { Pool } from "../../../components/fleet/pool";
import { aPool } from "../builders";
import { judged, later } from "./judged";
import { smallMarket } from "./models/small-world";

const quota = "quota L-P in us-east-1";
const calm: Partial<Pool> = {
    update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
    repair: { enabled: false },
};

function limits(fleet: Partial<Fleet>, ...quotaLimits: QuotaLimit[]): Record<string, string> {
    return judged("X6", fleet, { quotaLimits }, smallMarket);
}

function limit(vcpus: QuotaLimit["vcpus"], changes: Partial<QuotaLimit> = {}): QuotaLimit {
    return { region: "us-east-1", code: "L-P", vcpus, ...changes };
}

describe("a quota (X6)", () => {
    it("is listed with the need while nobody says what the account is allowed", () => {
        assert.deepEqual(limits({ pools: [aPool()] }), {
            [quota]:
                "undecided: needs 768 vCPUs of L-P (192 at the largest size, 384 for updates, 192 for repairs) for train: nobody says what the account is allowed",
        });
        assert.match(
            limits({ pools: [aPool(calm)] }, limit(later))[quota] ?? "",
            /^undecided: needs 192 .*: created later$/,
        );
    });

    it("is enough when it is exactly the need, and one vCPU less is not", () => {
        assert.deepEqual(limits({ pools: [aPool()] }, limit(768)), { [quota]: "holds" });
        assert.equal(
            limits({ pools: [aPool()] }, limit(767))[quota],
            "quota.exceeded: 768 vCPUs of L-P (192 at the largest size, 384 for updates, 192 for repairs) for train",
        );
    });

    const needs: readonly (readonly [string, Partial<Pool>, string])[] = [
        ["the largest size, not the wanted one", { ...calm, nodes: { min: 0, desired: 1, max: 5 } }, "960 vCPUs"],
        [
            "two new nodes in each zone of an update",
            { ...calm, zones: ["a", "b"], update: aPool().update },
            "(192 at the largest size, 768 for updates, 0 for repairs)",
        ],
        [
            "as many new nodes as may be away, where these are more",
            {
                ...calm,
                nodes: { min: 9, desired: 9, max: 9 },
                update: { maxUnavailable: { percent: 50 }, strategy: "surge" },
            },
            "(1728 at the largest size, 960 for updates, 0 for repairs)",
        ],
        [
            "the nodes that replace unhealthy ones, a part of one as a whole",
            {
                ...calm,
                nodes: { min: 4, desired: 4, max: 4 },
                repair: { enabled: true, stopsAbove: { percent: 20 }, parallel: { percent: 30 }, overrides: [] },
            },
            "(768 at the largest size, 0 for updates, 384 for repairs)",
        ],
        [
            "no more repairs than nodes",
            { ...calm, repair: { enabled: true, stopsAbove: { percent: 20 }, parallel: { nodes: 9 }, overrides: [] } },
            "(192 at the largest size, 0 for updates, 192 for repairs)",
        ],
        [
            "nothing beyond a reservation of a known size",
            { capacity: reservation({ id: "cr-1", zone: "use1-az1", instances: 1 }) },
            "(192 at the largest size, 0 for updates, 0 for repairs)",
        ],
        ["nothing for a pool that can have no nodes", { nodes: { min: 0, desired: 0, max: 0 } }, "needs 0 vCPUs"],
    ];
    for (const [title, changes, expected] of needs) {
        it(`counts ${title}`, () => {
            const text = limits({ pools: [aPool(changes)] })[quota] ?? "";
            assert.ok(text.includes(expected), text);
        });
    }

    it("adds the pools of one region, market and code", () => {
        const pools = [
            aPool(calm),
            aPool({ ...calm, name: "serve" }),
            aPool({ ...calm, name: "cheap", capacity: spot() }),
            aPool({ ...calm, name: "far", region: "us-east-2" }),
            aPool({ ...calm, name: "small", machineType: "g6.xlarge", vcpus: 4 }),
        ];
        const found = limits(
            { pools },
            limit(384),
            limit(192, { code: "L-P-spot" }),
            limit(191, { region: "us-east-2" }),
            limit(4, { code: "L-G" }),
        );
        assert.deepEqual(found, {
            [quota]: "holds",
            "quota L-P-spot in us-east-1": "holds",
            "quota L-P in us-east-2":
                "quota.exceeded: 192 vCPUs of L-P (192 at the largest size, 0 for updates, 0 for repairs) for far",
            "quota L-G in us-east-1": "holds",
        });
    });

    it("is that of the account in which the cluster is", () => {
        const fleet = {
            pools: [aPool(calm), aPool({ ...calm, name: "serve", cluster: "west" })],
            accounts: [
                { name: "shared", account: "111" },
                { name: "west", account: "222" },
            ],
        };
        assert.deepEqual(limits(fleet, limit(192), limit(191, { account: "222" })), {
            "quota L-P in us-east-1 of account 111": "holds",
            "quota L-P in us-east-1 of account 222":
                "quota.exceeded: 192 vCPUs of L-P (192 at the largest size, 0 for updates, 0 for repairs) for serve",
        });
        const [train] = fleet.pools;
        const unlisted = { pools: train === undefined ? [] : [train], accounts: [] };
        assert.deepEqual(limits(unlisted, limit(192)), {
            "pool train": "undecided: the account of cluster shared is not known",
        });
        assert.deepEqual(limits({ ...unlisted, accounts: later }, limit(192)), {
            "pool train": "undecided: created later",
        });
    });

    it("does not matter to a capacity block, and is undecided where no source names it", () => {
        const block = capacityBlock({
            reservationId: "cr-1",
            zone: "use1-az1",
            startsAt: "2026-11-20T11:30:00Z",
            endsAt: "2026-12-20T11:30:00Z",
        });
        const pools = [aPool({ capacity: block }), aPool({ name: "new", machineType: "x9.mystery" })];
        assert.deepEqual(limits({ pools }), {
            "pool train": "notApplicable: a block",
            "pool new": "undecided: no row",
        });
    });

    it("is undecided while a pool of the region may count too, unless it is exceeded already", () => {
        const vague = { ...aPool({ name: "vague" }), machineType: later };
        const pools = [aPool(calm), vague];
        assert.match(
            limits({ pools }, limit(192))[quota] ?? "",
            /^undecided: needs 192 .*; not known whether vague count too$/,
        );
        assert.match(limits({ pools }, limit(191))[quota] ?? "", /^quota\.exceeded/);
        assert.equal(limits({ pools: [aPool(calm), { ...vague, region: "us-east-2" }] }, limit(192))[quota], "holds");
        assert.match(
            limits({ pools: [aPool(calm), { ...vague, region: later }] }, limit(192))[quota] ?? "",
            /^undecided/,
        );
    });
});
