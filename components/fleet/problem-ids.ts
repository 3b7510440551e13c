import { argumentsProblemIds } from "./problem-ids/arguments";
import { capacityProblemIds } from "./problem-ids/capacity";
import { clusterProblemIds } from "./problem-ids/cluster";
import { fleetProblemIds } from "./problem-ids/fleet";
import { fpgaProblemIds } from "./problem-ids/fpga";
import { networkProblemIds } from "./problem-ids/network";
import { neuronProblemIds } from "./problem-ids/neuron";
import { nodesProblemIds } from "./problem-ids/nodes";
import { fabricProblemIds } from "./problem-ids/fabric";
import { limitsProblemIds } from "./problem-ids/limits";
import { reservationsProblemIds } from "./problem-ids/reservations";
import { sharingProblemIds } from "./problem-ids/sharing";
import { workloadsProblemIds } from "./problem-ids/workloads";
import { objectsProblemIds } from "./problem-ids/objects";
import { queuesProblemIds } from "./problem-ids/queues";
import { nodeRolesProblemIds } from "./problem-ids/node-roles";
import type { ProblemIdFacts } from "./problem-ids/problem-id-facts";

export type { ProblemIdFacts };

/** Every problem the library can refuse for, by its subject. Ids are stable: they are never renamed and never reused. */
export const problemIds = {
    ...argumentsProblemIds,
    ...capacityProblemIds,
    ...clusterProblemIds,
    ...fleetProblemIds,
    ...fpgaProblemIds,
    ...networkProblemIds,
    ...neuronProblemIds,
    ...nodesProblemIds,
    ...nodeRolesProblemIds,
    ...queuesProblemIds,
    ...objectsProblemIds,
    ...fabricProblemIds,
    ...limitsProblemIds,
    ...reservationsProblemIds,
    ...sharingProblemIds,
    ...workloadsProblemIds,
} as const satisfies Record<string, ProblemIdFacts>;

/** The id of a problem: `nodes.range` and the like. docs/problems.md explains each. */
export type ProblemId = keyof typeof problemIds;

/** Ids of problems that a user may acknowledge, because the fact behind them is dated data. */
export type OverridableId = {
    [Id in ProblemId]: (typeof problemIds)[Id]["overridable"] extends true ? Id : never;
}[ProblemId];
