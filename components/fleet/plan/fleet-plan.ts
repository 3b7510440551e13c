import type { Known } from "../../catalog/known";
import type { Assignment, PlannedPlugin } from "../advertisers";
import type { WindowState } from "../capacity/window";
import type { FleetConfig } from "../context";
import type { Finding } from "../finding";
import type { Instant } from "../instant";
import type { FleetSummary } from "../summary";
import type { PoolWindow } from "../summary/capacity-totals";
import type { QuotaNeed } from "../summary/quota-needs";

/**
 * Everything that is known of a fleet before anything is bought: a plain value, which is the same again after a trip through
 * JSON, so that anything can render it. What no source knows is listed with the reason, never left out and never zero.
 */
export interface FleetPlan extends Omit<FleetSummary, "quotas" | "windows"> {
    /** The moment at which windows and findings were looked at. */
    readonly at: Instant;
    /** Who advertises the devices of each pool. */
    readonly advertisers: readonly Assignment[];
    /** What has to be installed for it. */
    readonly plugins: readonly PlannedPlugin[];
    readonly quotas: readonly PlannedQuota[];
    readonly windows: readonly PlannedWindow[];
    /** The budget that the findings hold the price against; empty when none is set. */
    readonly budgetUsdPerHour: NonNullable<FleetConfig["budgetUsdPerHour"]>;
    /** What every invariant says of every subject. */
    readonly findings: readonly Finding[];
    /** How many findings have each verdict. */
    readonly tally: Readonly<Record<Finding["verdict"], number>>;
    /** How old the facts behind all this are. */
    readonly facts: readonly DatedFact[];
}

/** What a fleet needs of a quota beside what the account is allowed. */
export interface PlannedQuota extends QuotaNeed {
    readonly limit: Known<{ vcpus: number }>;
}

/** A window as it stands at the moment of the plan. */
export interface PlannedWindow extends PoolWindow {
    readonly state: WindowState;
}

/** Facts of one kind that the plan rests on. */
export interface DatedFact {
    readonly what: "machine types" | "prices" | "quotas";
    /** A day, or a range of months where the source stores no day. */
    readonly asOf: string;
    /** As data/README.md explains it. */
    readonly source: string;
    /** Whose facts these are. */
    readonly pools: readonly string[];
}
