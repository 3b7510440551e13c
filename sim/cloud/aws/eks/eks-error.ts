import { ApiError } from "../../contract";

/** HTTP statuses of EKS's errors. Source: Amazon EKS API reference, error lists of each operation. */
const statusOf = {
    AccessDeniedException: 403,
    InvalidParameterException: 400,
    InvalidRequestException: 400,
    ResourceInUseException: 409,
    ResourceLimitExceededException: 400,
    ResourceNotFoundException: 404,
    UnsupportedAvailabilityZoneException: 400,
    /** Ours: what the real service can do and this account cannot. */
    NotSimulated: 501,
} as const;

export type EksErrorCode = keyof typeof statusOf;

/** What EKS answers when it refuses. */
export function eksError(operation: string, code: EksErrorCode, text: string): ApiError {
    return new ApiError("EKS", operation, statusOf[code], code, text);
}

/** What EKS would do here and the local cloud does not. */
export function notSimulated(operation: string, what: string): ApiError {
    return eksError(operation, "NotSimulated", `the local cloud does not simulate ${what}`);
}
