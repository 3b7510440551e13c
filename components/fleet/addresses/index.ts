/** Addresses of the VPC that nodes take. */
export * from "./max-pods";
export * from "./node-addresses";
export * from "./pod-addresses";
