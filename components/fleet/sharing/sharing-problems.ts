import { awsInstanceType } from "../../catalog/aws/instance-types";
import { shown, type Problem } from "../problem";
import { migProblems } from "./mig-problems";
import type { MpsChoice, SharingChoice, TimeSlicingChoice } from "./sharing-choice";

/** Most clients of one GPU, from Volta on. Source: NVIDIA MPS documentation, "Limitations" (read 2026-11-24). */
const mostMpsClients = 48;

/**
 * Everything that is wrong with sharing the GPUs of a type in this way. Which mechanism can advertise them shared, `checkFleet`
 * judges.
 *
 * @example
 * sharingProblems(timeSlicing({ replicas: 1 }), "g6.xlarge"); // [{ id: "sharing.replicas", … }]
 * sharingProblems({ kind: "mig", profile: "1g.10gb" }, "g6.xlarge"); // [{ id: "sharing.no-mig", … }]
 */
export function sharingProblems(choice: SharingChoice, machineType: string): Problem[] {
    switch (choice.kind) {
        case "whole":
            return [];
        case "mig":
            return migProblems(choice, machineType);
        case "timeSlicing":
            return replicaProblems(choice, Number.POSITIVE_INFINITY);
        case "mps":
            return [...replicaProblems(choice, mostMpsClients), ...partProblems(machineType)];
    }
}

function replicaProblems({ replicas }: TimeSlicingChoice | MpsChoice, most: number): Problem[] {
    if (Number.isInteger(replicas) && replicas >= 2 && replicas <= most) return [];
    const atMost = most === Number.POSITIVE_INFINITY ? "2 or more" : `2 to ${most}`;
    return [
        {
            id: "sharing.replicas",
            path: "sharing.replicas",
            got: shown(replicas),
            allowed: `a whole number, ${atMost}: pods on one GPU`,
            fix: replicas === 1 ? "leave sharing out: one pod has the whole GPU then" : "write 2",
        },
    ];
}

/** A part of a GPU is a virtual GPU to its driver; no source says that MPS runs on it. */
function partProblems(machineType: string): Problem[] {
    const share = awsInstanceType(machineType)?.accelerator.share ?? 1;
    if (share === 1) return [];
    return [
        {
            id: "sharing.mps-on-part",
            path: "sharing",
            got: `mps on ${machineType}, which has ${shown(share)} of a GPU`,
            allowed: "MPS on whole GPUs: no source says that it runs on a part of one",
            fix: "use timeSlicing(), or acknowledge sharing.mps-on-part when you have seen it run",
        },
    ];
}
