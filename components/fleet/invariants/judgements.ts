import type { Finding, Judgement } from "../finding";
import type { Problem } from "../problem";

/** The judgements by name, so that a rule reads as a sentence. */
export const holds: Judgement = { verdict: "holds" };

export function undecided(why: string): Judgement {
    return { verdict: "undecided", why };
}

export function notApplicable(why: string): Judgement {
    return { verdict: "notApplicable", why };
}

export function violated(problem: Problem): Judgement {
    return { verdict: "violated", problem };
}

export function finding(invariant: string, subject: string, judgement: Judgement): Finding {
    return { invariant, subject, ...judgement };
}
