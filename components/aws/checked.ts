import { refuse, type Problem } from "../fleet/problem";

/** What comes of checking what a user wrote: a whole plan, or everything that is wrong. Never half of each. */
export type Checked<Plan> = { readonly plan: Plan } | { readonly problems: readonly Problem[] };

/**
 * The plan, or a refusal with every problem.
 *
 * @throws RefusedError when there are problems.
 */
export function planOf<Plan>(subject: string, checked: Checked<Plan>): Plan {
    if ("plan" in checked) return checked.plan;
    refuse(subject, checked.problems);
    throw new RangeError(`${subject} has neither a plan nor a problem`);
}

export function problemsOf(checked: Checked<unknown>): readonly Problem[] {
    return "plan" in checked ? [] : checked.problems;
}
