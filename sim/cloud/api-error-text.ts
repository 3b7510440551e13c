import { randomUUID } from "node:crypto";

import type { ApiError } from "./contract";

/**
 * How the provider words an error of the API: errors that a service's model names stand alone, all others behind
 * "api error". EC2's model names none. Source: AWS SDK for Go v2, smithy `GenericAPIError` and the services' error types.
 */
export function apiErrorText(error: ApiError): string {
    const code = unmodelled(error) ? `api error ${error.code}` : error.code;
    return (
        `operation error ${error.service}: ${error.operation}, https response error ` +
        `StatusCode: ${error.statusCode}, RequestID: ${randomUUID()}, ${code}: ${error.text}`
    );
}

const commonErrors = new Set([
    "AccessDenied",
    "AccessDeniedException",
    "RequestLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "UnauthorizedOperation",
    "ValidationError",
    "ValidationException",
]);

function unmodelled(error: ApiError): boolean {
    return error.service === "EC2" || commonErrors.has(error.code);
}

/** The service of a type token, as the AWS SDK calls it: `aws:ec2/vpc:Vpc` → `EC2`. */
export function serviceOf(token: string): string {
    const module = /^aws:([^/:]+)/.exec(token)?.[1] ?? "";
    return services[module] ?? module;
}

const services: Readonly<Record<string, string>> = {
    cloudwatch: "CloudWatch Logs",
    ec2: "EC2",
    eks: "EKS",
    iam: "IAM",
    index: "EC2",
    kms: "KMS",
    servicequotas: "Service Quotas",
    ssm: "SSM",
    vpc: "EC2",
};
