import type { Unknown } from "../../catalog/known";
import type { Finding } from "../finding";
import { isUnknown } from "../seen";
import { finding, notApplicable, undecided } from "./judgements";

/** A facet as an invariant meets it: things to judge, or the reason why there are none to judge. */
export type FacetItems<T> =
    | { readonly is: "given"; readonly items: readonly T[] }
    | { readonly is: "leftOut"; readonly why: string }
    | { readonly is: "unknown"; readonly why: string };

/** `what`: plural, as it ends the sentence "the fleet says nothing of its …". */
export function facetItems<T>(facet: readonly T[] | Unknown | undefined, what: string): FacetItems<T> {
    if (facet === undefined) return { is: "leftOut", why: `the fleet says nothing of its ${what}` };
    if (isUnknown(facet)) return { is: "unknown", why: `the ${what} are not known: ${facet.why}` };
    return { is: "given", items: facet };
}

/** Judges the things of a facet. A rule about things that nobody mentions is not applicable; about unknown ones, undecided. */
export function judgeFacet<T>(
    invariant: string,
    facet: readonly T[] | Unknown | undefined,
    what: string,
    judge: (items: readonly T[]) => Finding[],
): Finding[] {
    const found = facetItems(facet, what);
    if (found.is === "given") return judge(found.items);
    return [finding(invariant, what, found.is === "leftOut" ? notApplicable(found.why) : undecided(found.why))];
}
