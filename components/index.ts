/** Components for accelerator clusters: what is not exported here is private. */
export * as aws from "./aws/index";
export * as fleet from "./fleet/index";
export * as kubernetes from "./kubernetes/index";

export { sampleManifests, samplePod } from "./kubernetes/sample-pod";
export type { HugePageRequest, SamplePodOptions } from "./kubernetes/sample-pod";

export {
    calendar,
    capacityBlock,
    flexStart,
    futureReservation,
    onDemand,
    queued,
    reservation,
    spot,
} from "./fleet/capacity/capacity";
export type {
    AwsCapacity,
    Calendar,
    Capacity,
    CapacityBlock,
    FlexStart,
    FutureReservation,
    GoogleCapacity,
    OnDemand,
    Queued,
    Reservation,
    ReservationChoice,
    ReservedMachines,
    Spot,
} from "./fleet/capacity/capacity";
export type { WindowTimes } from "./fleet/capacity/window";
export type { Instant } from "./fleet/instant";
export type { Intent } from "./fleet/intent";
export { mig, mps, timeSlicing } from "./fleet/sharing";
export type { EfaChoice, Fabric, PlacementChoice } from "./fleet/fabric";
export type {
    MigAlike,
    MigChoice,
    MigInstances,
    MigMix,
    MpsChoice,
    Sharing,
    SharingChoice,
    SharingOf,
    TimeSlicingChoice,
} from "./fleet/sharing";
export type { NodeCount, NodeRange } from "./fleet/node-range";
export { poolOf } from "./fleet/pool";
export type { NodeImage, Pool, PoolAccelerator, PoolOwner, PoolResource, Taint, TaintEffect } from "./fleet/pool";
export { RefusedError } from "./fleet/problem";
export type { Problem } from "./fleet/problem";
export type { OverridableId, ProblemId } from "./fleet/problem-ids";
export type { RepairOverride } from "./fleet/repair";
export type { RepairInput, ShareInput } from "./fleet/repair-plan";
export { summary } from "./fleet/summary";
export type { FleetSummary, PoolSummary } from "./fleet/summary";
export type { UpdateInput } from "./fleet/update-policy";
