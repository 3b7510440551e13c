import { awsInstanceType, awsInstanceTypes } from "../../catalog/aws/instance-types";
import { migProfiles, migSlices } from "../../catalog/mig";
import { didYouMean, shown, type Problem } from "../problem";
import { migLayout } from "./mig-layout";
import { isAlike } from "./mig-kind";
import type { MigAlike, MigMix } from "./sharing-choice";
import type { MigProfile } from "../../catalog/mig";

/**
 * What is wrong with dividing the GPUs of a type: they cannot be divided, not into such profiles, or not into so many. Not
 * checked: profiles with media or graphics engines, which a GPU can have once.
 *
 * @example migProblems(mig({ "4g.40gb": 2 }), "p5.48xlarge"); // [{ id: "sharing.mig-too-large", … }]
 */
export function migProblems(choice: MigAlike<MigProfile> | MigMix<MigProfile>, machineType: string): Problem[] {
    if (migProfiles(machineType).length === 0) return [withoutMig(choice, machineType)];
    if (isAlike(choice)) return profileProblems(choice.profile, "sharing.profile", machineType);
    const instances = Object.entries(choice.instances as Readonly<Record<string, number>>);
    const wrong = instances.flatMap(([profile, count]) => {
        const path = `sharing.instances["${profile}"]`;
        return [...profileProblems(profile, path, machineType), ...countProblems(count, path)];
    });
    if (wrong.length > 0) return wrong;
    if (instances.every(([, count]) => count === 0)) return [noInstances(choice, machineType)];
    return migLayout(machineType, Object.fromEntries(instances)) === undefined ? [tooLarge(choice, machineType)] : [];
}

function profileProblems(profile: string, path: string, machineType: string): Problem[] {
    const profiles = migProfiles(machineType).map(facts => facts.profile);
    if (profiles.some(name => name === profile)) return [];
    return [
        {
            id: "sharing.mig-profile",
            path,
            got: `${shown(profile)} on ${machineType}`,
            allowed: `${profiles.join(", ")}: the profiles of ${awsInstanceType(machineType)?.accelerator.model ?? "its GPU"}`,
            fix: didYouMean(profile, profiles, `use for example ${profiles[0] ?? "another type"}`),
        },
    ];
}

function countProblems(count: number, path: string): Problem[] {
    if (Number.isInteger(count) && count >= 0) return [];
    return [
        {
            id: "sharing.mig-count",
            path,
            got: shown(count),
            allowed: "a whole number, 0 or more: instances on every GPU",
            fix: "write 1",
        },
    ];
}

function withoutMig(choice: object, machineType: string): Problem {
    const accelerator = awsInstanceType(machineType)?.accelerator;
    const part = (accelerator?.share ?? 1) < 1;
    const able = [...new Set(awsInstanceTypes().filter(({ name }) => migProfiles(name).length > 0))];
    const families = [...new Set(able.map(({ family }) => family))].join(", ");
    return {
        id: "sharing.no-mig",
        path: "sharing",
        got: `${shown(choice)} on ${machineType}, ${part ? "which has a part of a GPU" : `with ${accelerator?.model ?? "no GPU"}`}`,
        allowed: `MIG on ${families}`,
        fix: part ? "leave sharing out" : "use timeSlicing() or mps(), or choose another instance type",
    };
}

function noInstances(choice: object, machineType: string): Problem {
    return {
        id: "sharing.mig-count",
        path: "sharing.instances",
        got: shown(choice),
        allowed: "at least one instance",
        fix: `name one, for example { "${migProfiles(machineType)[0]?.profile ?? ""}": 1 }`,
    };
}

function tooLarge({ instances }: MigMix<MigProfile>, machineType: string): Problem {
    const profiles = migProfiles(machineType);
    const gpu = migSlices(machineType);
    const sum = (of: "computeSlices" | "memorySlices") =>
        profiles.reduce((total, facts) => total + facts[of] * (instances[facts.profile] ?? 0), 0);
    const slices = `${sum("computeSlices")} compute and ${sum("memorySlices")} memory slices`;
    return {
        id: "sharing.mig-too-large",
        path: "sharing.instances",
        got: `${shown(instances)}: ${slices}`,
        allowed: `at most ${gpu?.compute ?? 0} compute and ${gpu?.memory ?? 0} memory slices, in the places where instances may begin`,
        fix: "take fewer or smaller instances",
    };
}
