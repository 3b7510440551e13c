import { shown, type Problem } from "../../fleet/problem";
import type { Machine } from "./kind";

const notation = /^(1\.\d+)\.\d+-(\d{8})$/;

/** What is wrong with an AMI release that is known now. One that becomes known later is left to EKS. */
export function releaseProblems(release: unknown, kubernetes: string, { type, fromRelease }: Machine): Problem[] {
    if (typeof release !== "string") return [];
    const [, minor, day = ""] = notation.exec(release) ?? [];
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
