/** A rule of a ClusterRole (rbac.authorization.k8s.io/v1, PolicyRule). */
export interface PolicyRule {
    readonly verbs: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
}

/** What is asked (authorization.k8s.io/v1, SubjectAccessReviewSpec). */
export interface AccessAttributes {
    readonly resourceAttributes?: {
        readonly namespace?: string;
        readonly verb?: string;
        readonly group?: string;
        readonly resource?: string;
        readonly subresource?: string;
        readonly name?: string;
    };
    readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

/** Whether a rule allows it, with RBAC's meaning of `*` (k8s.io/kubernetes, pkg/apis/rbac/v1/evaluation_helpers.go). */
export function ruleAllows(rule: PolicyRule, asked: AccessAttributes): boolean {
    const { resourceAttributes: on, nonResourceAttributes: at } = asked;
    if (on !== undefined) {
        return (
            matches(rule.verbs, on.verb) &&
            matches(rule.apiGroups, on.group ?? "") &&
            matchesResource(rule.resources ?? [], on.resource ?? "", on.subresource ?? "") &&
            ((rule.resourceNames ?? []).length === 0 || rule.resourceNames?.includes(on.name ?? "") === true)
        );
    }
    return matches(rule.verbs, at?.verb) && (rule.nonResourceURLs ?? []).some(url => matchesUrl(url, at?.path ?? ""));
}

function matches(allowed: readonly string[] = [], asked = ""): boolean {
    return allowed.includes("*") || allowed.includes(asked);
}

function matchesResource(allowed: readonly string[], resource: string, subresource: string): boolean {
    const asked = subresource === "" ? resource : `${resource}/${subresource}`;
    return allowed.some(each => each === "*" || each === asked || (subresource !== "" && each === `*/${subresource}`));
}

function matchesUrl(allowed: string, path: string): boolean {
    return allowed === "*" || allowed === path || (allowed.endsWith("*") && path.startsWith(allowed.slice(0, -1)));
}
