// The names that an example may leave open, as if its reader had declared them before. Nothing else is given to an example
// but what the library exports; an example in a guide must import that too, except the library itself as `accel`.
import type { EksCluster, Network } from "../../components/aws";
import { planGpuNodeGroup, planSystemNodeGroup } from "../../components/aws/planning";
import type { Pool, PoolOwner } from "../../components/fleet";
import { aNeuronPool, anFpgaPool } from "../fleet/builders";

export * as accel from "../../components";

const planned = {
    key: "shared",
    version: "1.35",
    network: { region: "us-east-2", zones: ["use2-az1", "use2-az2", "use2-az3"] },
};

const now = "2026-11-22T12:00:00Z";

/** The cluster of the groups below. */
export declare const cluster: EksCluster;
/** The network of that cluster. */
export declare const network: Network;
/** The name of a component that is being made. */
export const name = "train";

/** Two nodes for the cluster's own pods. */
export const system: PoolOwner = planSystemNodeGroup("system", { cluster: planned, nodes: 2 }, now);
/** Two nodes of eight H100. */
export const train: PoolOwner = planGpuNodeGroup(
    "train",
    { cluster: planned, instanceType: "p5.48xlarge", nodes: 2 },
    now,
);
/** Up to eight nodes of one L4. */
export const serve: PoolOwner = planGpuNodeGroup(
    "serve",
    { cluster: planned, instanceType: "g6.xlarge", nodes: { min: 0, max: 8 } },
    now,
);
/** A node of sixteen Trainium chips, each of two cores. */
export const chips: PoolOwner = { pool: aNeuronPool() };
/** A node of eight FPGAs of F2. */
export const fpgas: PoolOwner = { pool: anFpgaPool() };
/** The pools of `system`, `train` and `serve`. */
export const pools: readonly Pool[] = [system.pool, train.pool, serve.pool];
