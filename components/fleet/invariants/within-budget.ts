import type { FleetContext } from "../context";
import type { Finding, Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { dollars, microUsd, type MicroUsd } from "../money";
import type { NodeRange } from "../node-range";
import type { Problem } from "../problem";
import { paidNodes } from "../reserved";
import { isUnknown, knownFields } from "../seen";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/**
 * X5: the fleet costs no more than the budget, at its largest and as it is wanted now. Reserved machines of a pool count in
 * full, used or not (those that no pool uses are found by X9); spot nodes with the highest price that was seen; a price that no
 * source names is a violation, never zero. Trap: the surprise on the bill, when everything scales out at once or a reservation
 * stays idle.
 */
export const withinBudget: Invariant = {
    id: "X5",
    title: "the fleet costs no more than its budget",
    problems: ["budget.no-price", "budget.exceeded"],
    verdicts: {
        holds: "All prices are known, and their sum is not above the budget.",
        undecided: "The size or type of a pool is not known yet, or a price is missing: the sum is a lower bound.",
        notApplicable: "No budget is set.",
    },
    check: ({ pools }: Fleet, { market, config: { budgetUsdPerHour: budget } }: FleetContext) => {
        if (budget === undefined) return [finding("X5", "fleet", notApplicable("no budget is set"))];
        const costs = pools.map(pool => costOf(pool, market));
        return [
            ...costs.map(cost => finding("X5", `pool ${cost.pool}, price`, priced(cost))),
            ...sizes.flatMap((size): Finding[] => {
                const limit = budget[size];
                return limit === undefined ? [] : [finding("X5", sizeTexts[size], affordable(costs, size, limit))];
            }),
        ];
    },
};

const sizes = ["max", "desired"] as const;
type Size = (typeof sizes)[number];
const sizeTexts: Readonly<Record<Size, string>> = {
    max: "fleet at its largest",
    desired: "fleet as wanted now",
};

/** What a pool costs an hour at each size; `missing`: no source names its price; `unknown`: nobody can ask for it yet. */
type Cost = { readonly pool: string } & (
    | { readonly is: "known"; readonly amount: Readonly<Record<Size, MicroUsd>> }
    | { readonly is: "missing" | "unknown"; readonly why: string }
);

function costOf(pool: SeenPool, market: FleetContext["market"]): Cost {
    const { name } = pool;
    const fields = knownFields(pool, ["name", "cloud", "region", "machineType", "capacity", "zones", "nodes"]);
    if (isUnknown(fields)) return { pool: name, is: "unknown", why: fields.why };
    const paid = paidNodes(fields);
    if (paid.max === 0) return { pool: name, is: "known", amount: { max: 0, desired: 0 } };
    const price = market.price(fields);
    if (!price.known) return { pool: name, is: "missing", why: price.why };
    return { pool: name, is: "known", amount: atEachSize(paid, microUsd(price.usdPerHour)) };
}

function atEachSize({ max, desired }: NodeRange, each: MicroUsd): Readonly<Record<Size, MicroUsd>> {
    return { max: max * each, desired: desired * each };
}

function priced(cost: Cost): Judgement {
    switch (cost.is) {
        case "known":
            return holds;
        case "unknown":
            return undecided(cost.why);
        case "missing":
            return violated({
                id: "budget.no-price",
                path: `pools.${cost.pool}`,
                got: cost.why,
                allowed: "a price for every pool, as long as a budget is set",
                fix: "give a market that knows the price, or leave the budget out",
            });
    }
}

function affordable(costs: readonly Cost[], size: Size, limit: number): Judgement {
    const known = costs.flatMap(cost => (cost.is === "known" ? [{ pool: cost.pool, amount: cost.amount[size] }] : []));
    const total = known.reduce((sum, { amount }) => sum + amount, 0);
    if (total > microUsd(limit)) return violated(tooDear(known, total, size, limit));
    const others = costs.flatMap(cost => (cost.is === "known" ? [] : [`${cost.pool}: ${cost.why}`]));
    return others.length > 0 ? undecided(`at least ${dollars(total)} USD/h; ${others.join("; ")}`) : holds;
}

interface PoolCost {
    readonly pool: string;
    readonly amount: MicroUsd;
}

function tooDear(costs: readonly PoolCost[], total: MicroUsd, size: Size, limit: number): Problem {
    const dearest = costs
        .filter(({ amount }) => amount > 0)
        .sort((a, b) => b.amount - a.amount)
        .slice(0, 3);
    const shown = dearest.map(({ pool, amount }) => `${pool} ${dollars(amount)}`).join(", ");
    return {
        id: "budget.exceeded",
        path: `budgetUsdPerHour.${size}`,
        got: `${dollars(total)} USD/h for the ${sizeTexts[size]}; most for ${shown}`,
        allowed: `at most ${limit} USD/h`,
        fix: `raise the budget to ${dollars(total)}, or lower ${size === "max" ? "nodes.max" : "nodes.desired"} of the dearest pools`,
    };
}
