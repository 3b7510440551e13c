import { createHmac, timingSafeEqual } from "node:crypto";

/** Whom a token names and the cluster it is for. */
export interface TokenClaims {
    readonly cluster: string;
    readonly principalArn: string;
}

const prefix = "k8s-aws-v1.";
/** `aws eks get-token` gives 14 minutes (aws-cli, awscli/customizations/eks/get_token.py, TOKEN_EXPIRATION_MINS). */
const lifetime = 14 * 60 * 1000;

/**
 * A token in the form of EKS: `k8s-aws-v1.` and an encoded, signed question "who am I?". A real one is a presigned call to
 * STS; this one is signed with a secret of the local cloud and means nothing elsewhere.
 */
export function issueToken(claims: TokenClaims, secret: string, now: Date): { token: string; expiresAt: Date } {
    const expiresAt = new Date(now.getTime() + lifetime);
    const question = new URLSearchParams({
        Action: "GetCallerIdentity",
        "x-k8s-aws-id": claims.cluster,
        principal: claims.principalArn,
        expires: expiresAt.toISOString(),
    }).toString();
    const signed = `${question}&signature=${signatureOf(question, secret)}`;
    return { token: prefix + Buffer.from(signed).toString("base64url"), expiresAt };
}

/** What a token says, if it was issued with this secret and still holds. */
export function readToken(token: string, secret: string, now: Date): TokenClaims | undefined {
    const [question, signature] = Buffer.from(token.slice(prefix.length), "base64url").toString().split("&signature=");
    if (!token.startsWith(prefix) || question === undefined || signature === undefined) {
        return undefined;
    }
    const expected = Buffer.from(signatureOf(question, secret));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
        return undefined;
    }
    const fields = new URLSearchParams(question);
    const expires = new Date(fields.get("expires") ?? 0);
    return expires > now
        ? { cluster: fields.get("x-k8s-aws-id") ?? "", principalArn: fields.get("principal") ?? "" }
        : undefined;
}

function signatureOf(question: string, secret: string): string {
    return createHmac("sha256", secret).update(question).digest("hex");
}
