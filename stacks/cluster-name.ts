/** Name of the cluster component, and so the key that its pools carry. */
export const clusterName = "shared";
