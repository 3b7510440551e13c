import { distance } from "fastest-levenshtein";

/** More edits than this, or than a third of the word, is another word rather than a typo. */
const mostEdits = 4;

/**
 * The names closest to a mistyped one, best first: what a refusal suggests.
 *
 * @example nearest("p5.48xlrge", ["p5.48xlarge", "g6.xlarge"]); // ["p5.48xlarge"]
 */
export function nearest(name: string, names: readonly string[], most = 3): readonly string[] {
    const wanted = name.trim().toLowerCase();
    const allowed = Math.min(mostEdits, Math.max(1, Math.floor(wanted.length / 3)));
    return names
        .map(candidate => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
        .filter(({ edits }) => edits <= allowed)
        .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
        .slice(0, most)
        .map(({ candidate }) => candidate);
}
