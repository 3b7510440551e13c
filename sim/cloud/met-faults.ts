import { apiErrorText, serviceOf } from "./api-error-text";
import { orAborted } from "./clock";
import { ApiError, type ResourceType } from "./contract";
import type { Effect, Operation } from "./faults";
import { OperationError } from "./operation-error";
import type { SimAccount } from "./sim-account";

/** A call of the API and the faults that it meets. */
export interface FaultyCall {
    readonly type: Pick<ResourceType, "token" | "operations">;
    readonly region: string;
    readonly effect: Effect;
    readonly title: string;
    readonly operation: Exclude<Operation, "invoke">;
    readonly maxAttempts?: number;
    readonly signal: AbortSignal;
}

/** How often the provider tries a call that the API throttles. Source: argument `max_retries` of the AWS provider, default 25. */
export const defaultMaxAttempts = 25;

/** Lets the call meet what keeps it from reaching the API: throttling, as long as the provider tries again, and errors. */
export async function refuseByFault(account: SimAccount, call: FaultyCall): Promise<void> {
    call.signal.throwIfAborted();
    const service = serviceOf(call.type.token);
    const name = operationName(call.type, call.operation);
    const attempts = call.maxAttempts ?? defaultMaxAttempts;
    for (let refused = 1; refused <= call.effect.throttledAttempts; refused += 1) {
        if (refused >= attempts) {
            const text = apiErrorText(throttled(service, name)).replace(
                ", https response error",
                `, exceeded maximum number of attempts, ${attempts}, https response error`,
            );
            throw new OperationError(`${call.title}: ${text}`);
        }
        if (account.latency > 0) await account.sleep(Math.min(20, 2 ** refused) * 1000 * account.latency, call.signal);
    }
    const error = call.effect.error;
    if (error) {
        throw new OperationError(
            `${call.title}: ${apiErrorText(new ApiError(service, name, error.statusCode, error.code, error.message))}`,
        );
    }
}

/** EC2: "RequestLimitExceeded", 503; the JSON services: "ThrottlingException", 400 (error code lists of both APIs). */
function throttled(service: string, operation: string): ApiError {
    return service === "EC2"
        ? new ApiError(service, operation, 503, "RequestLimitExceeded", "Request limit exceeded.")
        : new ApiError(service, operation, 400, "ThrottlingException", "Rate exceeded");
}

/** Keeps the answer of a call that reached the API from its caller. */
export async function loseAnswer(account: SimAccount, effect: Effect, call: Omit<FaultyCall, "effect">): Promise<void> {
    if (effect.lostAnswer === undefined) return;
    if (effect.lostAnswer === "hang") await orAborted(new Promise<never>(() => undefined), call.signal);
    const service = serviceOf(call.type.token);
    const host = `${service.toLowerCase().replaceAll(" ", "")}.${call.region}.amazonaws.com`;
    throw new OperationError(
        `${call.title}: operation error ${service}: ${operationName(call.type, call.operation)}, https response error ` +
            `StatusCode: 0, RequestID: , request send failed, Post "https://${host}/": read: connection reset by peer`,
    );
}

const verbs = { create: "Create", read: "Describe", update: "Update", delete: "Delete" } as const;

function operationName(type: FaultyCall["type"], operation: keyof typeof verbs): string {
    return type.operations?.[operation] ?? verbs[operation] + (type.token.split(":")[2] ?? "");
}
