import type { Grant } from "../cloud/aws/eks/authenticate";
import { ruleAllows, type AccessAttributes, type PolicyRule } from "./policy-rules";

/** Reads the rules of one of Kubernetes' own ClusterRoles. */
export type RulesOf = (clusterRole: string) => Promise<readonly PolicyRule[]>;

/**
 * Whether the access policies that a principal holds allow what is asked. A policy over single namespaces allows nothing
 * outside of them (EKS user guide, access-policies).
 */
export async function grantsAllow(
    grants: readonly Grant[],
    asked: AccessAttributes,
    rulesOf: RulesOf,
): Promise<boolean> {
    for (const { policy, namespaces } of grants) {
        if (namespaces !== undefined && !isInside(namespaces, asked.resourceAttributes?.namespace)) {
            continue;
        }
        if (policy.readsEverything && isReading(asked)) {
            return true;
        }
        const rules = policy.clusterRole === undefined ? [] : await rulesOf(policy.clusterRole);
        if (rules.some(rule => ruleAllows(rule, asked))) {
            return true;
        }
    }
    return false;
}

function isInside(namespaces: readonly string[], asked: string | undefined): boolean {
    return namespaces.some(each =>
        each.endsWith("*") ? asked?.startsWith(each.slice(0, -1)) === true : asked !== undefined && asked === each,
    );
}

function isReading({ resourceAttributes }: AccessAttributes): boolean {
    return ["get", "list", "watch"].includes(resourceAttributes?.verb ?? "");
}
