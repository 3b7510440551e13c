// Proves that a plan carries what its parts say, and that its renderings lose nothing. Does not prove the parts: summary, invariants
// and windows have their own tests. Does not prove that a page looks good.
import assert from "node:assert/strict";
import fc from "fast-check";
import { planAdvertisers } from "../../../components/fleet/advertisers";
import { capacityBlock } from "../../../components/fleet/capacity/capacity";
import { checkFleet, tally } from "../../../components/fleet/check-fleet";
import { fleetContext } from "../../../components/fleet/context";
import { nodeRange } from "../../../components/fleet/node-range";
import { planMarkdown } from "../../../components/fleet/plan/markdown";
import { plan, type PlanOptions } from "../../../components/fleet/plan/plan";
import { planSections, type PlanSection } from "../../../components/fleet/plan/sections";
import type { Pool } from "../../../components/fleet/pool";
import { RefusedError } from "../../../components/fleet/problem";
import { summary } from "../../../components/fleet/summary";
import { boughtPools } from "../arbitraries";
import { aPool, aSystemPool, plainImage } from "../builders";

const now = "2026-12-01T00:00:00Z";
const train = aPool({ name: "train", nodes: nodeRange(2) });
const block = aPool({
    name: "block",
    nodes: nodeRange({ min: 0, max: 2 }),
    capacity: capacityBlock({
        reservationId: "cr-1",
        zone: "use1-az1",
        startsAt: "2026-12-13T11:30:00Z",
        endsAt: "2026-12-20T11:30:00Z",
    }),
});

describe("a plan", () => {
    it("carries the summary, the advertisers and the findings as their own rooms give them", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const planned = plan(pools, { now });
                const { quotas, windows, ...rest } = summary(pools);
                const { assignments, plugins } = planAdvertisers(pools);
                const findings = checkFleet({ pools, advertisers: plugins }, fleetContext({}, now));
                for (const [part, value] of Object.entries(rest)) {
                    assert.deepEqual(planned[part as keyof typeof rest], value, part);
                }
                assert.deepEqual(
                    planned.quotas.map(({ limit: _limit, ...need }) => need),
                    quotas,
                );
                assert.deepEqual(
                    planned.windows.map(({ state: _state, ...window }) => window),
                    windows,
                );
                assert.deepEqual([planned.advertisers, planned.plugins], [assignments, plugins]);
                assert.deepEqual([planned.findings, planned.tally], [findings, tally(findings)]);
            }),
        ));

    it("is the same after a trip through JSON", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const planned = plan(pools, { now });
                assert.deepEqual(JSON.parse(JSON.stringify(planned)), planned);
            }),
        ));

    it("of nothing says that nothing is there", () => {
        const { pools, nodes, price, quotas, tally: counts, facts } = plan([], { now });
        assert.deepEqual({ pools, quotas, facts }, { pools: [], quotas: [], facts: [] });
        assert.ok(price.complete && nodes.max === 0);
        assert.deepEqual([counts.violated, counts.undecided, counts.holds], [0, 0, 0]);
    });

    it("takes what owns a pool as well as the pool, and refuses two of one name", () => {
        assert.deepEqual(plan([{ pool: train }], { now }), plan([train], { now }));
        assert.throws(() => plan([train, train]), RefusedError);
    });

    it("reports a fleet that violates an invariant instead of refusing it", () => {
        const { tally: counts, findings } = plan([{ ...train, image: plainImage }], { now });
        assert.ok(counts.violated > 0);
        assert.ok(findings.some(({ verdict }) => verdict === "violated"));
    });

    const moments: readonly (readonly [PlanOptions["now"], state: string])[] = [
        ["2026-12-01T00:00:00Z", "notOpen"],
        ["2026-12-13T11:30:00Z", "open"],
        ["2026-12-20T10:50:00Z", "draining"],
        ["2026-12-20T11:30:00Z", "ended"],
    ];
    for (const [moment, state] of moments) {
        it(`says that a window is ${state} at ${moment}`, () => {
            const planned = plan([train, block], { now: moment });
            assert.equal(planned.at, moment);
            assert.deepEqual(
                planned.windows.map(window => [window.pool, window.state]),
                [["block", state]],
            );
        });
    }

    describe("of a quota", () => {
        const limit = { region: "us-east-1", code: "L-417A185B", vcpus: 768 };
        const limitOf = (quotaLimits: NonNullable<NonNullable<PlanOptions["config"]>["quotaLimits"]>) =>
            plan([train], { now, config: { quotaLimits } }).quotas.map(quota => quota.limit);

        it("knows the limit that the account is said to have, in that region", () => {
            assert.deepEqual(limitOf([{ ...limit, region: "us-west-2" }, limit]), [{ known: true, vcpus: 768 }]);
        });

        it("does not know a limit that nobody says, or of which account", () => {
            const accounts = [
                { ...limit, account: "111111111111" },
                { ...limit, account: "222222222222" },
            ];
            for (const [given, why] of [
                [[], /nobody says/],
                [accounts, /several accounts/],
                [[{ ...limit, vcpus: { known: false, why: "asked later" } as const }], /asked later/],
            ] as const) {
                const [found] = limitOf(given);
                assert.ok(found && !found.known);
                assert.match(found.why, why);
            }
        });
    });

    it("says how old its facts are, and whose", () => {
        const system = aSystemPool();
        const { facts } = plan([train, system], { now });
        assert.deepEqual([...new Set(facts.map(({ what }) => what))], ["machine types", "prices", "quotas"]);
        for (const what of ["machine types", "prices", "quotas"]) {
            const of = facts.filter(fact => fact.what === what).flatMap(({ pools }) => pools);
            assert.deepEqual(of.sort(), ["system", "train"]);
        }
        for (const { asOf, source } of facts) assert.ok(/^20\d\d-/.test(asOf) && source !== "");
    });
});

describe("the sections of a plan", () => {
    const titles = (sections: readonly PlanSection[]) => sections.map(({ title }) => title);

    it("leave out what there is nothing to say about", () => {
        assert.deepEqual(titles(planSections(plan([aSystemPool()], { now }))), [
            "Pools",
            "Prices",
            "Quotas",
            "Addresses of the subnets",
            "Invariants",
            "Facts",
        ]);
        assert.ok(titles(planSections(plan([train, block], { now }))).includes("Windows"));
    });

    it("have a cell under every head, and name every pool with its price or why there is none", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const planned = plan(pools, { now });
                const sections = planSections(planned);
                for (const { head, rows } of sections) for (const row of rows) assert.equal(row.length, head.length);
                const [of, prices] = sections;
                for (const { name, nodePrice } of planned.pools) {
                    assert.ok(of?.rows.some(([pool]) => pool === name));
                    const price = prices?.rows.find(([pool]) => pool === name)?.[1];
                    if (nodePrice.known) assert.ok(Number.parseFloat(price ?? "") > 0);
                    else assert.equal(price, `unknown: ${nodePrice.why}`);
                }
            }),
        ));

    it("give a lower bound of addresses where a pool is not counted, and none where no pool is", () => {
        const uncounted = aPool({ name: "uncounted", addresses: { known: false, why: "no source" } });
        const cells = (...pools: readonly Pool[]) =>
            planSections(plan(pools, { now }))
                .find(({ title }) => title === "Addresses of the subnets")
                ?.rows[0]?.slice(3);
        const [atStart, atMost] = cells(train) ?? [];
        assert.deepEqual(cells(train, uncounted), [`at least ${atStart}`, `at least ${atMost}`]);
        assert.deepEqual(cells(uncounted), ["unknown", "unknown"]);
    });

    it("say which pools need no quota, and whether anybody confirms it", () => {
        const planned = plan([block], { now });
        const [known] = planned.withoutQuota;
        assert.ok(known);
        const guess = { pool: "guess", quota: { ...known.quota, verified: false } };
        const sections = planSections({ ...planned, withoutQuota: [known, guess] });
        assert.deepEqual(sections.find(({ title }) => title === "Quotas")?.lines, [
            "block: capacityBlock counts against no quota",
            "guess: capacityBlock counts against no quota (unverified)",
        ]);
    });

    it("name every finding that is violated or undecided, with what mends it", () => {
        const planned = plan([{ ...train, image: plainImage }], { now });
        const undecided = {
            invariant: "X0",
            subject: "pool train",
            verdict: "undecided",
            why: "created later",
        } as const;
        const findings = [...planned.findings, undecided];
        const sections = planSections({ ...planned, findings, tally: tally(findings) });
        const { rows, lines } = sections.find(({ title }) => title === "Invariants") ?? { rows: [], lines: [] };
        assert.deepEqual(rows.at(-1), ["X0", "pool train", "undecided", "created later"]);
        assert.equal(rows.length, tally(findings).violated + tally(findings).undecided);
        assert.match(rows.flat().join("\n"), /pool\.not-served\n.*\nfix /s);
        assert.match(lines.join("\n"), new RegExp(`^${tally(findings).violated} violated, `));
    });
});

describe("a plan in Markdown", () => {
    it("has the texts of its sections, each in its cell", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const planned = plan(pools, { now });
                const tables = planSections(planned).flatMap(({ head, rows }) =>
                    rows.length === 0 ? [] : [head, ...rows],
                );
                assert.deepEqual(tableRows(planMarkdown(planned, "research")), tables);
            }),
        ));

    it("shows signs of Markdown as they are", () => {
        const odd = "a|b\\c*_`<x>[y]~\nz";
        const planned = { ...plan([], { now }), unknownAddresses: [{ pool: odd, zones: [], why: odd }] };
        const page = planMarkdown({ ...planned, facts: [{ what: "prices", asOf: odd, source: odd, pools: [] }] }, odd);
        assert.deepEqual(tableRows(page).at(-1), ["prices", odd, odd, "0"]);
    });
});

/** Cells of all tables of a page, as a reader sees them; the rows of dashes are left out. */
function tableRows(page: string): string[][] {
    return page
        .split("\n")
        .filter(line => line.startsWith("| ") && !line.startsWith("| --- |"))
        .map(line =>
            line
                .slice(1, -1)
                .split(/(?<=[^\\](?:\\\\)*)\|/)
                .map(cell => cell.trim().replaceAll("<br>", "\n").replaceAll(/\\(.)/g, "$1")),
        );
}
