import type { Advertiser } from "./advertisers";
import type { FleetContext } from "./context";
import type { Facets } from "./facets/facets";
import type { Pool } from "./pool";
import type { Problem } from "./problem";
import type { ProblemId } from "./problem-ids";
import type { SeenByName } from "./seen";

/** A pool, as far as it is known. */
export type SeenPool = SeenByName<Pool>;
/** An advertiser, as far as it is known. */
export type SeenAdvertiser = SeenByName<Advertiser>;

/** Pools, what advertises their devices and what surrounds them, as far as it is known: what the invariants are about. */
export interface Fleet extends Facets {
    readonly pools: readonly SeenPool[];
    /** Those that are installed as workloads; images that advertise are part of their pools. */
    readonly advertisers: readonly SeenAdvertiser[];
}

/**
 * What an invariant says of one subject. `undecided` names what is not known yet; it is neither a pass nor a violation.
 * `notApplicable` says why the invariant has nothing to say.
 */
export type Finding = { readonly invariant: string; readonly subject: string } & Judgement;

/** The verdict of a finding with what belongs to it. */
export type Judgement =
    | { readonly verdict: "violated"; readonly problem: Problem }
    | { readonly verdict: "undecided"; readonly why: string }
    | { readonly verdict: "holds" }
    | { readonly verdict: "notApplicable"; readonly why: string };

/** A rule about a whole fleet: pure, and the same in constructors, policies and reports. */
export interface Invariant {
    readonly id: string;
    readonly title: string;
    /** What it may find, in the order in which it looks. */
    readonly problems: readonly ProblemId[];
    /** What its other verdicts mean, for people. */
    readonly verdicts: Readonly<Record<Exclude<Finding["verdict"], "violated">, string>>;
    /** One finding for each subject, in the order of the pools. Cost grows with the size of the fleet, not with its square. */
    readonly check: (fleet: Fleet, context: FleetContext) => Finding[];
}
