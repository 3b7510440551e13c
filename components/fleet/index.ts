/** What a fleet must satisfy: pools, placement, who advertises what, money and quota. Pure; no engine, no cloud. */
export * from "./admission";
export * from "./advertisers";
export * from "./capacity";
export * from "./check-fleet";
export type * from "./finding";
export * from "./mark-problems";
export * from "./market";
export * from "./node-labels";
export * from "./node-marks";
export * from "./node-range";
export * from "./pool";
export * from "./pool-names";
export * from "./problem";
export * from "./problem-ids";
export * from "./schema-problems";
export * from "./seen";
export * from "./summary";
export * from "./workload";
