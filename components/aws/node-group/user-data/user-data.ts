import { bottlerocketUserData } from "./bottlerocket";
import { nodeadmUserData } from "./nodeadm";
import type { ClusterToJoin, UserDataPlan } from "./user-data-plan";

/** Base64 user data; `undefined` when the machine needs to be told nothing. */
export function userData(plan: UserDataPlan, cluster: ClusterToJoin | undefined): string | undefined {
    return plan.format === "bottlerocket" ? bottlerocketUserData(plan, cluster) : nodeadmUserData(plan, cluster);
}
