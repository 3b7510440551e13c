/** The launch template of an Auto Scaling group: which version, and whether instances could start from it at all. */
import { ApiError, type Call, type Props } from "../../contract";
import { optionalText, record } from "../../props";
import { imageById } from "../eks/node-images";
import { instanceType, isRetired } from "../ec2/instance-types";
import { launchTemplateVersion, type LaunchTemplateVersion } from "../ec2/launch-templates";
import { dryRunProblem } from "../ec2/template-launch";
import { instanceProfileOf } from "../iam/instance-profiles";
import { invalid } from "./errors";

/** @throws `ValidationError` in EC2's words for a template or version that is not there. */
export function templateOf(call: Call, inputs: Props, operation: string): LaunchTemplateVersion {
    const named = record(inputs, "launchTemplate");
    if (!named)
        throw invalid(
            operation,
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.",
        );
    const [id, name, version] = [
        optionalText(named, "id"),
        optionalText(named, "name"),
        optionalText(named, "version"),
    ];
    try {
        const wanted = id === undefined ? { name, version } : { id, version };
        return launchTemplateVersion(call.account, call.region, wanted);
    } catch (error) {
        throw error instanceof ApiError ? notFullyFormed(operation, error.text) : error;
    }
}

/** `You must use a valid fully-formed launch template. …`: the words around EC2's own, in many public reports. */
export function refuseUnfit(call: Call, { data }: LaunchTemplateVersion, operation: string): void {
    const reason = unfit(call, data) ?? dryRunProblem(call, data)?.text;
    if (reason !== undefined) throw notFullyFormed(operation, reason);
}

function unfit({ account, region }: Call, data: Props): string | undefined {
    const [imageId, typeName] = [optionalText(data, "imageId"), optionalText(data, "instanceType")];
    if (imageId === undefined) return "The request must contain the parameter ImageId";
    if (typeName === undefined) return "The request must contain the parameter InstanceType";
    const type = instanceType(typeName);
    if (!type || isRetired(type, account.now())) return `Invalid value '${typeName}' for InstanceType.`;
    const image = imageById(imageId, region)?.image;
    if (!image) return `The image id '[${imageId}]' does not exist`;
    const architecture = image.architecture === "arm64" ? "arm64" : "x86_64";
    if (architecture !== type.architecture)
        return (
            `The architecture '${type.architecture}' of the specified instance type does not match the architecture ` +
            `'${architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and ` +
            "try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the " +
            "instance type or AMI."
        );
    const profile = record(data, "iamInstanceProfile") ?? {};
    const [name, arn] = [optionalText(profile, "name"), optionalText(profile, "arn")];
    if ((name ?? arn) !== undefined && !instanceProfileOf(account, profile)) {
        return name === undefined
            ? `Value (${arn ?? ""}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`
            : `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`;
    }
    return undefined;
}

function notFullyFormed(operation: string, reason: string): ApiError {
    return invalid(operation, `You must use a valid fully-formed launch template. ${reason}`);
}
