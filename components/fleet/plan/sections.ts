import type { Known } from "../../catalog/known";
import type { Finding } from "../finding";
import type { NodePrice, PriceBasis } from "../market";
import type { FleetPrice } from "../summary/fleet-price";
import type { Spread } from "../summary/spread";
import type { FleetPlan, PlannedQuota, PlannedWindow } from "./fleet-plan";

/** One part of a plan as people read it, in texts that any medium can lay out. */
export interface PlanSection {
    readonly title: string;
    /** Sentences above the table. */
    readonly lines: readonly string[];
    /** Column heads and rows of cells; a cell may have several lines. No rows: there is no table. */
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

/**
 * A plan in the order in which people read it; parts about which there is nothing to say are left out.
 *
 * @example planSections(fleet.plan([train])).map(section => section.title); // ["Pools", "Prices", "Quotas", …]
 */
export function planSections(plan: FleetPlan): PlanSection[] {
    return [
        pools(plan),
        prices(plan),
        capacities(plan),
        idle(plan),
        windows(plan),
        quotas(plan),
        addresses(plan),
        advertisers(plan),
        findings(plan),
        facts(plan),
    ].filter(({ lines, rows }) => lines.length + rows.length > 0);
}

function pools({ pools: all, nodes, accelerators, resources, efaInterfaces, price }: FleetPlan): PlanSection {
    const devices = [
        ...accelerators.map(({ model, count }) => `${spreadText(count)} × ${model}`),
        ...(efaInterfaces.max === 0 ? [] : [`${spreadText(efaInterfaces)} EFA interfaces`]),
    ];
    const offers = resources.map(({ name, count }) => `${spreadText(count)} × ${name}`);
    return {
        title: "Pools",
        lines: [
            `${spreadText(nodes)} nodes${devices.length === 0 ? "" : ` with ${devices.join(", ")}`}`,
            ...(nodes.min === nodes.max
                ? []
                : ["in brackets: the limits between which an autoscaler may change a number"]),
            ...(offers.length === 0 ? [] : [`pods can ask for ${offers.join(", ")}`]),
            priceText(price),
        ],
        head: ["pool", "machine", "capacity", "zones", "nodes", "offers", "USD/h"],
        rows: all.map(pool => [
            pool.name,
            pool.machineType,
            pool.capacity,
            pool.zones.join("\n"),
            spreadText(pool.nodes),
            pool.resources.map(({ name, count }) => `${spreadText(count)} × ${name}`).join("\n") || "cpu only",
            pool.usdPerHour.known ? usdSpread(pool.usdPerHour) : unknown(pool.usdPerHour),
        ]),
    };
}

const bases: Readonly<Record<PriceBasis, string>> = {
    onDemand: "while a node runs",
    highestSpot: "highest spot price seen",
    reserved: "used or not",
    prepaid: "paid in advance",
};

function prices({ pools: all }: FleetPlan): PlanSection {
    return {
        title: "Prices",
        lines: [],
        head: ["pool", "USD per node hour", "how", "where", "as of", "source"],
        rows: all.map(({ name, nodePrice }) => [name, ...priceCells(nodePrice)]),
    };
}

function priceCells(price: NodePrice): string[] {
    if (!price.known) return [unknown(price), "", "", "", ""];
    const { lowestUsdPerHour, usdPerHour, basis, region, zones, asOf, source } = price;
    const range = lowestUsdPerHour === usdPerHour ? "" : `\nlowest ${usd(lowestUsdPerHour)}`;
    return [`${usd(usdPerHour)}${range}`, bases[basis], zones.length === 0 ? region : zones.join("\n"), asOf, source];
}

/** Where everything is bought in one way, the pools have said it. */
function capacities({ capacities: all }: FleetPlan): PlanSection {
    return {
        title: "Capacity",
        lines: [],
        head: ["capacity", "pools", "nodes", "USD/h"],
        rows:
            all.length < 2
                ? []
                : all.map(({ capacity, pools: of, nodes, price }) => [
                      capacity,
                      String(of.length),
                      spreadText(nodes),
                      price.complete ? usdSpread(price.usdPerHour) : `at least ${usdSpread(price.atLeastUsdPerHour)}`,
                  ]),
    };
}

function idle({ idleReservations }: FleetPlan): PlanSection {
    return {
        title: "Reserved and idle",
        lines: [],
        head: ["pool", "capacity", "reserved", "without a node", "USD/h for nothing"],
        rows: idleReservations.map(({ pool, capacity, instances, idle: nodes, usdPerHour }) => [
            pool,
            capacity,
            String(instances),
            spreadText(nodes),
            usdPerHour.known ? usdSpread(usdPerHour) : unknown(usdPerHour),
        ]),
    };
}

const states: Readonly<Record<PlannedWindow["state"], string>> = {
    always: "always open",
    notOpen: "not open yet",
    open: "open",
    draining: "draining",
    ended: "ended",
};

function windows({ at, windows: all }: FleetPlan): PlanSection {
    return {
        title: "Windows",
        lines: [],
        head: ["pool", "capacity", `at ${at}`, "opens", "drain by", "stopped from", "ends"],
        rows: all.map(({ pool, capacity, state, opensAt, drainBy, stopsFrom, endsAt }) => [
            pool,
            capacity,
            states[state],
            ...[opensAt, drainBy, stopsFrom, endsAt].map(moment => moment ?? "–"),
        ]),
    };
}

function quotas({ quotas: needs, withoutQuota, unknownQuotas }: FleetPlan): PlanSection {
    return {
        title: "Quotas",
        lines: [
            ...withoutQuota.map(
                ({ pool, quota: { why, verified } }) => `${pool}: ${why}${verified ? "" : " (unverified)"}`,
            ),
            ...unknownQuotas.map(({ pool, vcpus, why }) => `${pool}: ${vcpus} vCPUs of an unknown quota: ${why}`),
        ],
        head: ["region", "quota", "vCPUs needed", "while updating", "for repairs", "a new account has", "limit"],
        rows: needs.map(quotaCells),
    };
}

function quotaCells({ region, quota, vcpus, vcpusWhileUpdating, vcpusForRepairs, limit }: PlannedQuota): string[] {
    const { code, name, otherCodes, defaultValue } = quota;
    const others = otherCodes.length === 0 ? "" : `\nelsewhere ${otherCodes.join(", ")}`;
    return [
        region,
        `${code} ${name}${others}`,
        String(vcpus),
        String(vcpusWhileUpdating),
        `+ ${vcpusForRepairs}`,
        ...[defaultValue, limit].map(value => (value.known ? String(value.vcpus) : unknown(value))),
    ];
}

function addresses({ addresses: needs, unknownAddresses }: FleetPlan): PlanSection {
    return {
        title: "Addresses of the subnets",
        lines: unknownAddresses.map(({ pool, why }) => `${pool}: ${why}`),
        head: ["cluster", "zone", "nodes while updating", "addresses as they start", "full of pods"],
        rows: needs.map(({ cluster, zone, nodes, atStart, atMost, inBlocks, uncounted }) => [
            cluster,
            zone,
            String(nodes),
            `${counted(atStart, uncounted)}${inBlocks ? "\nin blocks of 16" : ""}`,
            counted(atMost, uncounted),
        ]),
    };
}

/** A lower bound where some pools are not counted; nothing is known where none is. */
function counted(addresses: number, uncounted: readonly string[]): string {
    if (uncounted.length === 0) return String(addresses);
    return addresses === 0 ? "unknown" : `at least ${addresses}`;
}

function advertisers({ advertisers: all }: FleetPlan): PlanSection {
    return {
        title: "Advertisers",
        lines: [],
        head: ["pool", "resources", "advertised by"],
        rows: all.map(({ pool, resources, by }) => [pool, resources.join("\n"), by]),
    };
}

function findings({ findings: all, tally }: FleetPlan): PlanSection {
    const { violated, undecided, holds, notApplicable } = tally;
    return {
        title: "Invariants",
        lines: [`${violated} violated, ${undecided} undecided, ${holds} hold, ${notApplicable} do not apply`],
        head: ["invariant", "of", "verdict", "why"],
        rows: all.flatMap(finding => findingCells(finding)),
    };
}

/** What holds needs no line of its own. */
function findingCells(finding: Finding): string[][] {
    const { invariant, subject } = finding;
    switch (finding.verdict) {
        case "violated": {
            const { id, got, allowed, fix } = finding.problem;
            return [[invariant, subject, `violated\n${id}`, `got ${got}\nallowed ${allowed}\nfix ${fix}`]];
        }
        case "undecided":
            return [[invariant, subject, "undecided", finding.why]];
        case "holds":
        case "notApplicable":
            return [];
    }
}

function facts({ facts: all }: FleetPlan): PlanSection {
    return {
        title: "Facts",
        lines: [],
        head: ["what", "as of", "source", "pools"],
        rows: all.map(({ what, asOf, source, pools: of }) => [what, asOf, source, String(of.length)]),
    };
}

/** `2`, or `1 (0–8)` where the size may change: now, and between which limits. */
function spreadText(spread: Spread): string {
    return ranged(spread, String);
}

function usdSpread(spread: Spread): string {
    return ranged(spread, usd);
}

function ranged({ min, desired, max }: Spread, text: (count: number) => string): string {
    if (min === max && desired === max) return text(max);
    return `${text(desired)} (${text(Math.min(min, max))}–${text(Math.max(min, max))})`;
}

function priceText(price: FleetPrice): string {
    const asOf = price.asOf.length === 0 ? "" : `, list prices of ${price.asOf.join(", ")}`;
    if (price.complete) return `${usdSpread(price.usdPerHour)} USD/h${asOf}`;
    const missing = price.missing.map(({ pool, machineType }) => `${pool} (${machineType})`).join(", ");
    return `at least ${usdSpread(price.atLeastUsdPerHour)} USD/h${asOf}; no price is known for ${missing}`;
}

function usd(amount: number): string {
    return amount.toFixed(2);
}

function unknown(fact: Extract<Known<object>, { known: false }>): string {
    return `unknown: ${fact.why}`;
}
