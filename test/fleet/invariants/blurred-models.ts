import fc from "fast-check";
import type { Unknown } from "../../../components/catalog/known";
import type { Fleet } from "../../../components/fleet/finding";
import type { Model } from "./models";

const later: Unknown = { known: false, why: "created later" };

/** The thing with a few of its fields, or all, not known. */
function blurred<T extends { readonly name: string }>(thing: T): fc.Arbitrary<T> {
    const fields = Object.keys(thing).filter(field => field !== "name");
    const hidden = fc.oneof(
        { weight: 5, arbitrary: fc.constant<string[]>([]) },
        { weight: 3, arbitrary: fc.constantFrom(...fields).map(field => [field]) },
        { weight: 2, arbitrary: fc.subarray(fields) },
    );
    return hidden.map(names => ({ ...thing, ...Object.fromEntries(names.map(name => [name, later])) }));
}

function blurredThings<T extends { readonly name: string }>(things: readonly T[]): fc.Arbitrary<T[]> {
    return fc.tuple(...things.map(blurred));
}

/** What may be seen of a model: any fields of its things not known, and any of its facets as a whole. */
export function blurredModel({ pools, advertisers, context: _context, ...facets }: Model): fc.Arbitrary<Fleet> {
    const seen = Object.entries<readonly { readonly name: string }[]>(facets).map(
        ([name, things]) =>
            [
                name,
                fc.oneof({ weight: 9, arbitrary: blurredThings(things) }, { weight: 1, arbitrary: fc.constant(later) }),
            ] as const,
    );
    return fc
        .record({
            pools: blurredThings(pools),
            advertisers: blurredThings(advertisers),
            facets: fc.record(Object.fromEntries(seen)),
        })
        .map(({ facets: others, ...known }) => ({ ...known, ...others }));
}
