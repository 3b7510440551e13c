import type { Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "./arguments";

/** What is asked of a self-managed group that only EKS does for its own. */
export function managerProblems({
    manager,
    repair,
    releaseVersion,
}: Pick<NodeGroupArgs, "manager" | "repair" | "releaseVersion">): Problem[] {
    if (manager !== "selfManaged") return [];
    return [
        ...(repair === undefined || repair === false ? [] : [repairByEks]),
        ...(releaseVersion === undefined ? [] : [releaseByEks]),
    ];
}

/** Source: EKS user guide, "Detect node health issues and enable automatic node repair" (read 2026-11-24). */
const repairByEks: Problem = {
    id: "manager.not-by-eks",
    path: "repair",
    got: "repair with manager selfManaged",
    allowed: "repair of managed groups: EKS repairs no node of an Auto Scaling group",
    fix: "leave repair out, or leave manager out for a managed group",
};

const releaseByEks: Problem = {
    id: "manager.not-by-eks",
    path: "releaseVersion",
    got: "a release with manager selfManaged",
    allowed: "releases of managed groups: only EKS finds an image by its release",
    fix: "leave it out for the newest image, or leave manager out for a managed group",
};
