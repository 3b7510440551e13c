import { ApiError } from "../../contract";

/** What EC2 Auto Scaling answers when it refuses. Source: EC2 Auto Scaling API reference, common errors. */
export function autoScalingError(operation: string, code: string, text: string): ApiError {
    return new ApiError("Auto Scaling", operation, code === "NotSimulated" ? 501 : 400, code, text);
}

export function invalid(operation: string, text: string): ApiError {
    return autoScalingError(operation, "ValidationError", text);
}
