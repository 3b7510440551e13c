import { authenticate } from "../cloud/aws/eks/authenticate";
import type { Account, ClusterSpec } from "../cloud/contract";
import { grantsAllow, type RulesOf } from "./access-review";
import { readToken } from "./eks-token";
import type { AccessAttributes } from "./policy-rules";

/** What the API server sends and expects back (TokenReview, authentication.k8s.io/v1). */
export interface TokenReview {
    readonly apiVersion: "authentication.k8s.io/v1";
    readonly kind: "TokenReview";
    readonly spec?: { readonly token?: string };
    readonly status?: {
        readonly authenticated: boolean;
        readonly error?: string;
        readonly user?: {
            readonly username: string;
            readonly uid: string;
            readonly groups: readonly string[];
            readonly extra: Readonly<Record<string, readonly string[]>>;
        };
    };
}

/** What the API server sends and expects back (SubjectAccessReview, authorization.k8s.io/v1). */
export interface SubjectAccessReview {
    readonly apiVersion: "authorization.k8s.io/v1";
    readonly kind: "SubjectAccessReview";
    readonly spec?: AccessAttributes & {
        readonly user?: string;
        readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
    readonly status?: { readonly allowed: boolean; readonly reason?: string };
}

/** Field of a user's `extra` in which EKS' authenticator tells the API server who the principal is (EKS user guide, auth-configmap). */
const principalField = "arn";

/** Says who the bearer of a token is in this cluster: a principal with an access entry, or nobody. */
export function reviewToken(account: Account, cluster: ClusterSpec, secret: string, review: TokenReview): TokenReview {
    const claims = readToken(review.spec?.token ?? "", secret, new Date());
    const user = claims?.cluster === cluster.name ? authenticate(account, cluster.key, claims.principalArn) : undefined;
    const status =
        claims === undefined || user === undefined
            ? { authenticated: false, error: "the token is not of this cluster, or its owner has no access entry" }
            : {
                  authenticated: true,
                  user: {
                      username: user.username,
                      uid: user.uid,
                      groups: user.groups,
                      extra: { [principalField]: [claims.principalArn] },
                  },
              };
    return { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", status };
}

/** Says whether the access policies of a principal allow what it asks. Users without a principal are RBAC's business alone. */
export async function reviewAccess(
    account: Account,
    cluster: ClusterSpec,
    rulesOf: RulesOf,
    review: SubjectAccessReview,
): Promise<SubjectAccessReview> {
    const principal = review.spec?.extra?.[principalField]?.[0];
    const user = principal === undefined ? undefined : authenticate(account, cluster.key, principal);
    const allowed = await grantsAllow(user?.grants ?? [], review.spec ?? {}, rulesOf);
    const reason = allowed ? "EKS access policy" : "";
    return { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", status: { allowed, reason } };
}
