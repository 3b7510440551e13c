/**
 * What a group launches: image, instance types, root volume and user data, from the call and its launch template together.
 * Rules: EKS user guide launch-templates and launch-template-custom-ami. Texts from eksctl, cdk and terraform threads.
 */
import { ApiError, type Account, type Props, type StoredResource } from "../../contract";
import { optionalNumber, optionalText, record, records, texts } from "../../props";
import { launchTemplateVersion, type LaunchTemplateVersion } from "../ec2/launch-templates";
import { readBottlerocketSettings } from "./bottlerocket-settings";
import { capacityProblem } from "./group-capacity";
import { instanceHardware, type InstanceHardware } from "./instance-hardware";
import { minorOf } from "./kubernetes-versions";
import { emptyNodeConfig, readUserData, type NodeConfig } from "./node-config";
import { refuseDryRun } from "./dry-run";
import { invalid, type GroupOperation } from "./node-group-rules";
import { imageById, imageId, latestRelease, nodeImage, type NodeImage } from "./node-images";
import { notSimulated } from "./eks-error";

export interface GroupPlan {
    readonly amiType: string;
    readonly capacityType: string;
    /** As the API answers them: empty when the launch template names the type. */
    readonly instanceTypes: readonly string[];
    readonly launches: readonly InstanceHardware[];
    readonly image: NodeImage;
    readonly imageId: string;
    /** `1.35.6-20260923`; the image's id for an image of one's own. */
    readonly releaseVersion: string;
    readonly kubeletRelease: string;
    readonly version: string;
    readonly template: LaunchTemplateVersion | undefined;
    readonly diskSize: number;
    readonly rootVolumeGiB: number;
    readonly config: NodeConfig;
}

/** Disk of a group that says nothing: EKS API reference, CreateNodegroup ("The default disk size is 20 GiB for Linux"). */
const defaultDiskGiB = 20;

/** Throws what EKS answers when call and launch template do not go together. */
export function planGroup(
    account: Account,
    operation: GroupOperation,
    cluster: StoredResource,
    inputs: Props,
    wanted: { readonly version: string; readonly releaseVersion: string | undefined },
): GroupPlan {
    const { region } = cluster;
    const template = templateOf(account, region, operation, inputs);
    const data = template?.data ?? {};
    refuseForbiddenSettings(operation, template);
    const capacityType = optionalText(inputs, "capacityType") ?? "ON_DEMAND";
    const capacity = capacityProblem(capacityType, template);
    if (capacity !== undefined) throw invalid(operation, capacity);
    refuseDryRun(account, operation, cluster, inputs, template);

    const { instanceTypes, launches } = typesOf(account, region, operation, inputs, data);
    const image = imageOf(operation, region, inputs, data, launches, wanted);
    for (const type of launches)
        if (type.architecture !== image.image.architecture)
            throw invalid(
                operation,
                `[${type.instanceType}] is not a valid instance type for requested amiType ${image.amiType}`,
            );
    return {
        ...image,
        capacityType,
        instanceTypes,
        launches,
        template,
        version: wanted.version,
        diskSize: template ? 0 : (optionalNumber(inputs, "diskSize") ?? defaultDiskGiB),
        rootVolumeGiB: rootVolume(inputs, data, image.image),
        config: userData(operation, data, image),
    };
}

function templateOf(
    account: Account,
    region: string,
    operation: GroupOperation,
    inputs: Props,
): LaunchTemplateVersion | undefined {
    const named = record(inputs, "launchTemplate");
    if (!named) return undefined;
    const [id, name, version] = [
        optionalText(named, "id"),
        optionalText(named, "name"),
        optionalText(named, "version"),
    ];
    try {
        return launchTemplateVersion(account, region, id === undefined ? { name, version } : { id, version });
    } catch (error) {
        // EKS looks the template up for its caller and passes on what EC2 says.
        throw error instanceof ApiError ? invalid(operation, error.text) : error;
    }
}

/** Settings that EKS sets itself and refuses in a launch template. */
function refuseForbiddenSettings(operation: GroupOperation, template: LaunchTemplateVersion | undefined): void {
    if (!template) return;
    const { data, name } = template;
    if (records(data, "networkInterfaces").some(each => optionalText(each, "subnetId") !== undefined))
        throw invalid(
            operation,
            "You must not specify a subnet in your launch template. All subnets must be specified in the API.",
        );
    const profile = record(data, "iamInstanceProfile") ?? {};
    if (optionalText(profile, "arn") ?? optionalText(profile, "name"))
        throw invalid(
            operation,
            `Launch template ${name} should not specify an instance profile. The noderole in your request will be used to construct an instance profile.`,
        );
    // Our words; both settings are "prohibited" in the table of EKS user guide launch-templates.
    if (record(data, "hibernationOptions")?.configured === true)
        throw invalid(operation, `Launch template ${name} should not enable hibernation.`);
    if (optionalText(data, "instanceInitiatedShutdownBehavior") !== undefined)
        throw invalid(operation, `Launch template ${name} should not specify a shutdown behavior.`);
}

function typesOf(
    account: Account,
    region: string,
    operation: GroupOperation,
    inputs: Props,
    data: Props,
): { instanceTypes: readonly string[]; launches: readonly InstanceHardware[] } {
    const inTemplate = optionalText(data, "instanceType");
    const asked = texts(inputs, "instanceTypes");
    if (inTemplate !== undefined && asked.length > 0)
        throw invalid(operation, "Cannot specify instance types in launch template and API request");
    // "You can specify up to 20 instance types" (EKS user guide managed-node-groups); our words.
    if (asked.length > 20) throw invalid(operation, "Number of instance types can't be greater than 20");
    const named = inTemplate !== undefined ? [inTemplate] : asked.length > 0 ? asked : ["t3.medium"];
    const known = named.map(name => instanceHardware(name, region, account.now()));
    const missing = named.filter((_, index) => known[index] === undefined);
    if (missing.length > 0)
        throw invalid(operation, `The following supplied instance types do not exist: [${missing.join(", ")}]`);
    return {
        instanceTypes: inTemplate === undefined ? named : [],
        launches: known.filter(each => each !== undefined),
    };
}

type PlannedImage = Pick<GroupPlan, "amiType" | "image" | "imageId" | "releaseVersion" | "kubeletRelease">;

function imageOf(
    operation: GroupOperation,
    region: string,
    inputs: Props,
    data: Props,
    launches: readonly InstanceHardware[],
    wanted: { readonly version: string; readonly releaseVersion: string | undefined },
): PlannedImage {
    const asked = optionalText(inputs, "amiType");
    const own = optionalText(data, "imageId");
    if (own !== undefined) return ownImage(operation, region, inputs, own, asked);
    if (asked === "CUSTOM")
        throw invalid(
            operation,
            record(inputs, "launchTemplate")
                ? "Image ID must be specified in the launch template for Custom ami type node group"
                : "Launch template details can't be null for Custom ami type node group",
        );
    const amiType =
        asked ?? (launches[0]?.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD");
    if (amiType.startsWith("AL2_") && minorOf(wanted.version) >= 33)
        throw invalid(operation, `AMI Type ${amiType} is only supported for kubernetes versions 1.32 or earlier`);
    const image = nodeImage(amiType);
    if (!image) throw notSimulated(operation, `nodes of amiType ${amiType}`);
    const releaseVersion = wanted.releaseVersion ?? latestRelease(image, wanted.version);
    if (releaseVersion === undefined) throw notSimulated(operation, `node images of Kubernetes ${wanted.version}`);
    return {
        amiType,
        image,
        releaseVersion,
        kubeletRelease: releaseVersion,
        imageId: imageId(image, wanted.version, releaseVersion, region),
    };
}

/** An image named in the launch template: EKS then takes no amiType, version or release, and answers the image's id as release. */
function ownImage(
    operation: GroupOperation,
    region: string,
    inputs: Props,
    id: string,
    asked: string | undefined,
): PlannedImage {
    if (asked !== undefined && asked !== "CUSTOM")
        throw invalid(
            operation,
            "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.",
        );
    for (const [field, name] of [
        ["releaseVersion", "releaseVersion"],
        ["version", "kubernetesVersion"],
    ] as const)
        if (optionalText(inputs, field) !== undefined)
            throw invalid(operation, `You cannot specify the field ${name} when using custom AMIs.`);
    const known = imageById(id, region);
    if (!known) throw invalid(operation, `The image id '[${id}]' does not exist`);
    return { amiType: "CUSTOM", image: known.image, imageId: id, releaseVersion: id, kubeletRelease: known.release };
}

/** Bottlerocket keeps pods and images on its second disk. */
function rootVolume(inputs: Props, data: Props, image: NodeImage): number {
    const device = image.family === "Bottlerocket" ? "/dev/xvdb" : "/dev/xvda";
    const mapping = records(data, "blockDeviceMappings").find(each => each.deviceName === device);
    const size = mapping && optionalNumber(record(mapping, "ebs") ?? {}, "volumeSize");
    return size ?? optionalNumber(inputs, "diskSize") ?? defaultDiskGiB;
}

function userData(
    operation: GroupOperation,
    data: Props,
    { image, kubeletRelease }: Pick<PlannedImage, "image" | "kubeletRelease">,
): NodeConfig {
    const source = optionalText(data, "userData");
    if (source === undefined) return emptyNodeConfig;
    if (image.family === "Bottlerocket") {
        const settings = readBottlerocketSettings(source, image, kubeletRelease);
        if ("config" in settings) return settings.config;
        if (settings.problem === "refused") return { ...emptyNodeConfig, neverBoots: settings.why };
        // Our words: EKS merges its settings into the user data and must read it for that.
        throw invalid(operation, `User data was not in the TOML format that EKS merges: ${settings.why}`);
    }
    const read = readUserData(source);
    if ("config" in read) return read.config;
    if (read.problem === "not MIME") throw invalid(operation, "User data was not in the MIME multipart format.");
    // Our words: nodeadm would stop the boot, and EKS checks as much of the document as it merges.
    throw invalid(
        operation,
        "User data holds an application/node.eks.aws part that is not a NodeConfig of node.eks.aws/v1alpha1.",
    );
}
