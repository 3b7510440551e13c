import { capacityRules, type CapacityRules } from "../../components/fleet";
import { table, withParts } from "./parts";

/** The guide to capacity blocks with its table of every way to buy on AWS. */
export function capacityGuide(page: string): string {
    return withParts(page, { kinds: () => table(columns, rows()) });
}

const columns = ["kind", "stands", "placement", "spare for updates", "at most", "when"];

function rows(): string[][] {
    return Object.entries(capacityRules)
        .filter(([, { clouds }]) => clouds.includes("aws"))
        .map(([kind, rules]) => [
            `\`${kind}\``,
            rules.oneZone ? "in the zone that it names" : "in any zone that offers the type",
            placements(rules),
            rules.spare ? "yes" : "no: `minimal` updates",
            limits(rules),
            windows[rules.window],
        ]);
}

const windows: Readonly<Record<CapacityRules["window"], string>> = {
    none: "always there",
    mayEnd: "there until it ends; machines run on",
    starts: "there from its start",
    startsAndEnds: "there from start to end",
};

function placements({ placements: legal }: CapacityRules): string {
    const words = { none: "anywhere", cluster: "a group of its own", given: "a group that exists" } as const;
    return legal.map(kind => words[kind]).join(", ");
}

function limits({ mostInstances, longest: { days } }: CapacityRules): string {
    const parts = [
        ...(mostInstances === undefined ? [] : [`${mostInstances} machines`]),
        ...(days === undefined ? [] : [`${days} days`]),
    ];
    return parts.length === 0 ? "the quota" : parts.join(", ");
}
