import type { NodeImageFacts } from "../../catalog/aws/images";
import { awsInstanceType } from "../../catalog/aws/instance-types";
import { shown, type Problem } from "../problem";
import { migProfiles } from "../../catalog/mig";
import { isAlike } from "./mig-kind";
import { migProblems } from "./mig-problems";
import type { MpsChoice, SharingChoice, TimeSlicingChoice } from "./sharing-choice";

/** Most clients of one GPU, from Volta on. Source: NVIDIA MPS documentation, "Limitations" (read 2026-11-24). */
const mostMpsClients = 48;

/**
 * Everything that is wrong with sharing the GPUs of a type in this way. Which mechanism can advertise them shared, `checkFleet`
 * judges.
 *
 * @param os system of the node image
 * @example
 * sharingProblems(timeSlicing({ replicas: 1 }), "g6.xlarge"); // [{ id: "sharing.replicas", … }]
 * sharingProblems({ kind: "mig", profile: "1g.10gb" }, "g6.xlarge"); // [{ id: "sharing.no-mig", … }]
 */
export function sharingProblems(
    choice: SharingChoice,
    machineType: string,
    os: NodeImageFacts["os"] = "AL2023",
): Problem[] {
    switch (choice.kind) {
        case "whole":
            return [];
        case "mig":
            return migProblems(choice, machineType).concat(
                os === "Bottlerocket" ? managerProblems(choice, machineType) : [],
            );
        case "timeSlicing":
            return replicaProblems(choice, Number.POSITIVE_INFINITY);
        case "mps":
            return [...replicaProblems(choice, mostMpsClients), ...partProblems(machineType)];
    }
}

/** Bottlerocket divides GPUs itself, into what its own manager knows. A mix is refused with the mechanism. */
function managerProblems(choice: Extract<SharingChoice, { kind: "mig" }>, machineType: string): Problem[] {
    const profiles = migProfiles(machineType);
    const named: readonly string[] = isAlike(choice)
        ? [choice.profile]
        : Object.keys(choice.instances).filter(profile => choice.instances[profile as keyof typeof choice.instances]);
    const known = profiles.filter(({ bottlerocket }) => bottlerocket).map(({ profile }) => profile);
    return profiles
        .filter(({ profile, bottlerocket }) => named.includes(profile) && !bottlerocket)
        .map(({ profile }) => ({
            id: "sharing.mig-on-bottlerocket",
            path: "sharing",
            got: `${profile} on ${machineType} with Bottlerocket, whose MIG manager leaves the GPU whole`,
            allowed: `${known.join(", ")}: what it knows`,
            fix: 'use another profile, or image: "al2023"',
        }));
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
