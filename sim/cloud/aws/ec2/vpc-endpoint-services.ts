import { createHash } from "node:crypto";

/**
 * Services with endpoints, as far as clusters use them. Source: VPC user guide, "AWS services that integrate with AWS
 * PrivateLink" and "Gateway endpoints" (read 2026-11-23).
 */
const gatewayServices = new Set(["s3", "dynamodb"]);
const interfaceServices = new Map<string, (region: string) => string>([
    ["autoscaling", region => `autoscaling.${region}.amazonaws.com`],
    ["ec2", region => `ec2.${region}.amazonaws.com`],
    ["ec2messages", region => `ec2messages.${region}.amazonaws.com`],
    ["ecr.api", region => `api.ecr.${region}.amazonaws.com`],
    ["ecr.dkr", region => `*.dkr.ecr.${region}.amazonaws.com`],
    ["eks", region => `eks.${region}.amazonaws.com`],
    ["eks-auth", region => `eks-auth.${region}.api.aws`],
    ["elasticfilesystem", region => `elasticfilesystem.${region}.amazonaws.com`],
    ["elasticloadbalancing", region => `elasticloadbalancing.${region}.amazonaws.com`],
    ["fsx", region => `fsx.${region}.amazonaws.com`],
    ["guardduty-data", region => `guardduty-data.${region}.amazonaws.com`],
    ["kms", region => `kms.${region}.amazonaws.com`],
    ["logs", region => `logs.${region}.amazonaws.com`],
    ["monitoring", region => `monitoring.${region}.amazonaws.com`],
    ["s3", region => `*.s3.${region}.amazonaws.com`],
    ["secretsmanager", region => `secretsmanager.${region}.amazonaws.com`],
    ["sqs", region => `sqs.${region}.amazonaws.com`],
    ["ssm", region => `ssm.${region}.amazonaws.com`],
    ["ssmmessages", region => `ssmmessages.${region}.amazonaws.com`],
    ["sts", region => `sts.${region}.amazonaws.com`],
    ["xray", region => `xray.${region}.amazonaws.com`],
]);

export type EndpointKind = "Gateway" | "Interface";

/** The service's short name when the region has an endpoint of that kind under this name; undefined otherwise. */
export function endpointService(serviceName: string, region: string, kind: EndpointKind): string | undefined {
    const prefix = `com.amazonaws.${region}.`;
    if (!serviceName.startsWith(prefix)) return undefined;
    const service = serviceName.slice(prefix.length);
    const known = kind === "Gateway" ? gatewayServices.has(service) : interfaceServices.has(service);
    return known ? service : undefined;
}

/** The name under which the service is reached inside the VPC when private DNS is on. */
export function privateName(service: string, region: string): string {
    return interfaceServices.get(service)?.(region) ?? `${service}.${region}.amazonaws.com`;
}

/** The prefix list of a gateway service: each region has its own. */
export function prefixListOf(service: string, region: string): string {
    return `pl-${createHash("sha256").update(`${service} ${region}`).digest("hex").slice(0, 8)}`;
}
