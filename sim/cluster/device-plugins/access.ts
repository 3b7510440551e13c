import type { KubernetesApi } from "../kubernetes/api-client";
import type { AccessQuestion } from "./plugin";

interface SubjectAccessReview {
    readonly status: { readonly allowed: boolean };
}

export function serviceAccountUser(namespace: string, name: string): string {
    return `system:serviceaccount:${namespace}:${name}`;
}

/** The first of these rights that the cluster does not grant a service account, in the API server's words. */
export async function missingRight(
    api: KubernetesApi,
    { namespace, serviceAccount }: { readonly namespace: string; readonly serviceAccount: string },
    rights: readonly AccessQuestion[],
): Promise<string | undefined> {
    const user = serviceAccountUser(namespace, serviceAccount);
    const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"];
    const answers = await Promise.all(
        rights.map(async right => {
            const { status } = await api.create<SubjectAccessReview>(
                "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                {
                    apiVersion: "authorization.k8s.io/v1",
                    kind: "SubjectAccessReview",
                    spec: { user, groups, resourceAttributes: { ...right } },
                },
            );
            return status.allowed ? undefined : right;
        }),
    );
    const missing = answers.find(right => right !== undefined);
    const resource = [missing?.resource, missing?.subresource].filter(Boolean).join("/");
    return (
        missing &&
        `${resource} is forbidden: User "${user}" cannot ${missing.verb} resource "${resource}" in API group "" at the cluster scope`
    );
}
