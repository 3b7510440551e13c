/** What an id of a problem means. The reference of problems in the documentation is generated from this. */
export interface ProblemIdFacts {
    /** One sentence: what is wrong and why it matters. */
    readonly meaning: string;
    /** The fact behind it is dated data that a user may know better: it can be acknowledged. */
    readonly overridable: boolean;
    readonly example: { readonly path: string; readonly got: string; readonly allowed: string; readonly fix: string };
}
