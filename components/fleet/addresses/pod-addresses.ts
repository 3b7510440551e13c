/**
 * How pods get addresses. `secondary`: one by one, from network interfaces that are taken whole. `prefixes`: in blocks of 16,
 * so that one interface serves many pods.
 */
export type PodAddresses = "secondary" | "prefixes";

/** What the library gives its clusters. */
export const defaultPodAddresses: PodAddresses = "prefixes";
