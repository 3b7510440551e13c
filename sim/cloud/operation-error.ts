import { apiErrorText } from "./api-error-text";
import { ApiError, type ResourceType } from "./contract";

/** The call failed and left nothing, or its answer was lost. The message is what the provider tells its user. */
export class OperationError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "OperationError";
    }
}

/** "creating EC2 VPC", "deleting EC2 VPC (vpc-…)": how the provider begins the report of a failed operation. */
export function withName(verb: string, type: ResourceType, name: string | undefined): string {
    return name === undefined ? `${verb} ${type.title}` : `${verb} ${type.title} (${name})`;
}

/** What went wrong, as the provider words it after the operation. */
export function reasonOf(error: unknown): string {
    if (error instanceof ApiError) return apiErrorText(error);
    return error instanceof Error ? error.message : String(error);
}
