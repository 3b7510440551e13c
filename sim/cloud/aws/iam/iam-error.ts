import { ApiError } from "../../contract";

/** HTTP statuses of IAM's errors. Source: IAM API reference, "Common errors" and the error lists of each operation. */
const statusOf = {
    DeleteConflict: 409,
    EntityAlreadyExists: 409,
    InvalidInput: 400,
    LimitExceeded: 409,
    MalformedPolicyDocument: 400,
    NoSuchEntity: 404,
    ValidationError: 400,
} as const;

export type IamErrorCode = keyof typeof statusOf;

/** What IAM answers when it refuses. */
export function iamError(operation: string, code: IamErrorCode, text: string): ApiError {
    return new ApiError("IAM", operation, statusOf[code], code, text);
}
