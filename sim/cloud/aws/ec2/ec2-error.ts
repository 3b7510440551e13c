import { ApiError, type Call } from "../../contract";

/** What EC2 answers when it refuses. Codes and texts: Amazon EC2 API reference, "Error codes for the Amazon EC2 API". */
export function ec2Error(operation: string, code: string, text: string): ApiError {
    return new ApiError("EC2", operation, statusOf(code), code, text);
}

/** Capacity errors are the server's (500), everything else the client's. Same source. */
function statusOf(code: string): number {
    return code.startsWith("Insufficient") && code.endsWith("Capacity") ? 500 : 400;
}

export function arnOf({ account, region }: Pick<Call, "account" | "region">, kind: string, id: string): string {
    return `arn:${account.partition}:ec2:${region}:${account.accountId}:${kind}/${id}`;
}

export function refuseOverLimit(
    call: Call,
    quota: readonly [service: string, code: string],
    used: number,
    error: (limit: number) => ApiError,
): void {
    const limit = call.account.quota(...quota, call.region);
    if (used >= limit) throw error(limit);
}
