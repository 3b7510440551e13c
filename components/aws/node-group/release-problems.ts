import { shown, type Problem } from "../../fleet/problem";
import type { Machine } from "./kind";

const al2023 = /^(1\.\d+)\.\d+-(\d{8})$/;
// The commit of a release never looks like a day of AL2023.
const bottlerocket = /^\d+\.\d+\.\d+-(?!20\d{6}$)[0-9a-f]{8}$/;

/** What follows the newest release instead of keeping one. */
export const recommended = "recommended";

/** What is wrong with an AMI release that is known now. One that becomes known later is left to EKS. */
export function releaseProblems(release: unknown, kubernetes: string, machine: Machine): Problem[] {
    if (release === undefined) return [];
    const { type, image, fromRelease } = machine;
    if (image.name === "CUSTOM") return [ofOwnImage(release)];
    if (typeof release !== "string" || release === recommended) return [];
    if (image.os === "Bottlerocket") return bottlerocket.test(release) ? [] : [notBottlerocket(release)];
    const [, minor, day = ""] = al2023.exec(release) ?? [];
    const first = fromRelease === "" ? "" : ` from ${fromRelease} on, the first that serves ${type.name}`;
    if (minor === kubernetes && day >= fromRelease) return [];
    return [
        {
            id: "image.release",
            path: "releaseVersion",
            got: shown(release),
            allowed: `a release such as ${kubernetes}.2-20260917, for Kubernetes ${kubernetes}${first}`,
            fix: "leave it out for the newest one",
        },
    ];
}

function ofOwnImage(release: unknown): Problem {
    return {
        id: "image.release",
        path: "releaseVersion",
        got: shown(release),
        allowed: "nothing beside image.ami: the AMI is its own release",
        fix: "remove it",
    };
}

function notBottlerocket(release: string): Problem {
    return {
        id: "image.release",
        path: "releaseVersion",
        got: shown(release),
        allowed: "a release of Bottlerocket such as 1.63.0-5e1ec7ed",
        fix: "leave it out for the newest one",
    };
}
