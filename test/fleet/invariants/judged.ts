import { checkFleet } from "../../../components/fleet/check-fleet";
import { fleetContext, type FleetConfig } from "../../../components/fleet/context";
import type { Finding, Fleet } from "../../../components/fleet/finding";
import type { Problem } from "../../../components/fleet/problem";

/** What is not known yet. */
export const later = { known: false, why: "created later" } as const;

function text(finding: Finding): string {
    switch (finding.verdict) {
        case "holds":
            return "holds";
        case "violated":
            return `${finding.problem.id}: ${finding.problem.got}`;
        case "undecided":
        case "notApplicable":
            return `${finding.verdict}: ${finding.why}`;
    }
}

/** The problem that one invariant finds of a subject; undefined when it finds none. */
export function problemOf(
    invariant: string,
    subject: string,
    fleet: Partial<Fleet>,
    config: Partial<FleetConfig> = {},
): Problem | undefined {
    const findings = checkFleet({ pools: [], advertisers: [], ...fleet }, fleetContext(config));
    const found = findings.find(finding => finding.invariant === invariant && finding.subject === subject);
    return found?.verdict === "violated" ? found.problem : undefined;
}

/** What one invariant says of a fleet, by subject: a verdict with its reason, or the id of the problem with what was found. */
export function judged(
    invariant: string,
    fleet: Partial<Fleet>,
    config: Partial<FleetConfig> = {},
    market = fleetContext().market,
): Record<string, string> {
    const context = { ...fleetContext(config, "2026-11-24T12:00:00Z"), market };
    const findings = checkFleet({ pools: [], advertisers: [], ...fleet }, context);
    const own = findings.filter(finding => finding.invariant === invariant);
    return Object.fromEntries(own.map(finding => [finding.subject, text(finding)]));
}
