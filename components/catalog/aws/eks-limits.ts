/**
 * Managed node groups that a cluster may have: what a new account is allowed. Adjustable.
 *
 * @example eksNodeGroupsPerCluster.value; // 30
 */
export const eksNodeGroupsPerCluster = {
    quota: "L-6D54EA21",
    name: "Managed node groups per cluster",
    value: 30,
    asOf: "2026-11-22",
    source: "EKS user guide, service quotas (stored copy of 2026)",
} as const;
