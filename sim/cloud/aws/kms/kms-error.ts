import { ApiError } from "../../contract";

/** What KMS answers when it refuses. Codes and texts: AWS KMS API reference. */
export function kmsError(operation: string, code: string, text: string): ApiError {
    return new ApiError("KMS", operation, 400, code, text);
}

export const KEY = "aws:kms/key:Key";
export const ALIAS = "aws:kms/alias:Alias";
