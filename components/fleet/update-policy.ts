import { acceleratorFamilyOf, awsInstanceType } from "../catalog/aws/instance-types";
import type { Capacity } from "./capacity/capacity";
import { capacityRules } from "./capacity/capacity-rules";
import type { Intent } from "./intent";
import { intentDefaults } from "./intent-defaults";
import { shareOf, type ShareInput } from "./repair-plan";
import type { UpdatePolicy } from "./repair";

/**
 * How nodes are replaced when version or template change, as a user writes it.
 *
 * @example
 * const update: UpdateInput = { maxUnavailable: "10%", strategy: "minimal" };
 */
export interface UpdateInput {
    /** Nodes that may be away at once: a number, or a share such as `"10%"`. Default: by intent, mostly 1. */
    readonly maxUnavailable?: ShareInput;
    /**
     * `minimal` removes a node before its replacement starts, for capacity of which there is no spare. Default: `minimal` for
     * reserved machines, for P types, for Trainium that EC2 sells in capacity blocks and for training, otherwise `surge`.
     */
    readonly strategy?: "surge" | "minimal";
}

/** A group, as far as its updates depend on it. */
export interface UpdatedGroup {
    readonly intent: Intent;
    readonly capacity: Capacity;
    readonly machineType: string;
}

/**
 * How the nodes of a group are replaced: what the user says, or what fits its intent and its machines.
 *
 * @example
 * planUpdate({}, { intent: "inference", capacity: onDemand(), machineType: "p5.48xlarge" }).strategy; // "minimal"
 * planUpdate({}, { intent: "inference", capacity: onDemand(), machineType: "g6.xlarge" }).strategy; // "surge"
 */
export function planUpdate(asked: UpdateInput, group: UpdatedGroup): UpdatePolicy {
    const { maxUnavailable, strategy } = intentDefaults[group.intent].update;
    const fitting = strategy === "minimal" || !hasSpare(group) ? "minimal" : "surge";
    return {
        maxUnavailable: asked.maxUnavailable === undefined ? maxUnavailable : shareOf(asked.maxUnavailable),
        strategy: asked.strategy ?? fitting,
    };
}

/** Whether more machines than the group has can be expected: not of a reservation, and hardly ever of a scarce type. */
function hasSpare({ capacity, machineType }: UpdatedGroup): boolean {
    return capacityRules[capacity.kind].spare && !isScarce(machineType);
}

/**
 * P types, EC2's large GPU machines, which are seldom there on demand (EKS user guide managed-node-update-behavior), and the
 * Trainium that EC2 sells in capacity blocks as it does those. A type of which nobody says how it is sold is taken to be scarce.
 */
function isScarce(machineType: string): boolean {
    const type = awsInstanceType(machineType);
    if (type === undefined) return false;
    switch (acceleratorFamilyOf(type)) {
        case "nvidia":
            return /^p\d/.test(type.family);
        case "neuron":
            return !type.usageClasses.known || type.usageClasses.list.includes("capacity-block");
        default:
            return false;
    }
}
