/**
 * The prefix of the library's own labels, and the domain of the resources that no vendor names. A name, not a domain that
 * someone else could own.
 */
export const ownPrefix = "pulumi-accelerators";
