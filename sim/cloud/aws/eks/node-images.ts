/**
 * Node images by EKS's `amiType`: what is in them and what their SSM parameters answer. Sources: EKS API reference
 * (`Nodegroup.amiType`), eksctl `pkg/ami/ssm_resolver.go` (parameter paths), EKS user guide ml-eks-optimized-ami (drivers,
 * built-in plugins), awslabs/amazon-eks-ami releases of 2026 (release versions, kernels, containerd). Ids are simulated.
 */
import { createHash } from "node:crypto";
import { tableRows } from "../ec2/table";
import { minorOf } from "./kubernetes-versions";

export interface NodeImage {
    readonly amiType: string;
    readonly family: "AL2023" | "Bottlerocket";
    readonly architecture: "amd64" | "arm64";
    /** The kind of device whose driver the image holds. */
    readonly driver: "nvidia" | "neuron" | undefined;
    /** A device plugin is part of the image. */
    readonly pluginBuiltIn: boolean;
    /** The path of its SSM parameters below the Kubernetes version: see `imageOfParameter`. */
    readonly variant: string;
}

const images: readonly NodeImage[] = [
    al2023("AL2023_x86_64_STANDARD", "amd64", undefined, "standard"),
    al2023("AL2023_ARM_64_STANDARD", "arm64", undefined, "standard"),
    al2023("AL2023_x86_64_NVIDIA", "amd64", "nvidia", "nvidia"),
    al2023("AL2023_ARM_64_NVIDIA", "arm64", "nvidia", "nvidia"),
    al2023("AL2023_x86_64_NEURON", "amd64", "neuron", "neuron"),
    bottlerocket("BOTTLEROCKET_x86_64", "amd64", undefined, ""),
    bottlerocket("BOTTLEROCKET_ARM_64", "arm64", undefined, ""),
    bottlerocket("BOTTLEROCKET_x86_64_FIPS", "amd64", undefined, "-fips"),
    bottlerocket("BOTTLEROCKET_ARM_64_FIPS", "arm64", undefined, "-fips"),
    bottlerocket("BOTTLEROCKET_x86_64_NVIDIA", "amd64", "nvidia", "-nvidia"),
    bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA", "arm64", "nvidia", "-nvidia"),
    bottlerocket("BOTTLEROCKET_x86_64_NVIDIA_FIPS", "amd64", "nvidia", "-nvidia-fips"),
    bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "arm64", "nvidia", "-nvidia-fips"),
];

function al2023(
    amiType: string,
    architecture: NodeImage["architecture"],
    driver: NodeImage["driver"],
    variant: string,
): NodeImage {
    return { amiType, family: "AL2023", architecture, driver, pluginBuiltIn: false, variant };
}

/** "Bottlerocket … NVIDIA: the Kubernetes device plugin is built in" (EKS user guide, ml-eks-optimized-ami). */
function bottlerocket(
    amiType: string,
    architecture: NodeImage["architecture"],
    driver: NodeImage["driver"],
    variant: string,
): NodeImage {
    return { amiType, family: "Bottlerocket", architecture, driver, pluginBuiltIn: driver !== undefined, variant };
}

/** Every value of `amiType` that the API knows; the provider refuses others before it calls. */
export const amiTypes: readonly string[] = [
    ...images.map(image => image.amiType),
    "AL2_x86_64",
    "AL2_x86_64_GPU",
    "AL2_ARM_64",
    "CUSTOM",
    "WINDOWS_CORE_2019_x86_64",
    "WINDOWS_FULL_2019_x86_64",
    "WINDOWS_CORE_2022_x86_64",
    "WINDOWS_FULL_2022_x86_64",
    "WINDOWS_CORE_2025_x86_64",
    "WINDOWS_FULL_2025_x86_64",
];

/** The image of an `amiType`, if the local cloud simulates its nodes. */
export function nodeImage(amiType: string): NodeImage | undefined {
    return images.find(image => image.amiType === amiType);
}

/** Newest AMI release per Kubernetes minor version, as public node groups of 2026-08 and 2026-09 name them. */
const al2023Release = "20260923";
const kubeletPatch: Readonly<Record<string, string>> = {
    "1.31": "1.31.14",
    "1.32": "1.32.13",
    "1.33": "1.33.13",
    "1.34": "1.34.9",
    "1.35": "1.35.6",
    "1.36": "1.36.2",
};

/** Bottlerocket's newest release; 1.63.0 is the first that lets its device plugin be turned off. */
const bottlerocketRelease = "1.63.0";

/** `1.35.6-20260923` for AL2023, `1.63.0-5e1ec7ed` for Bottlerocket; undefined for a Kubernetes version without images. */
export function latestRelease(image: NodeImage, kubernetes: string): string | undefined {
    const patch = kubeletPatch[kubernetes];
    if (patch === undefined) return undefined;
    return image.family === "AL2023" ? `${patch}-${al2023Release}` : `${bottlerocketRelease}-5e1ec7ed`;
}

/** True for the newest release and for earlier ones of the same Kubernetes minor version. */
export function releaseExists(image: NodeImage, kubernetes: string, release: string): boolean {
    const latest = latestRelease(image, kubernetes);
    if (latest === undefined) return false;
    if (image.family === "Bottlerocket") return /^1\.\d+\.\d+-[0-9a-f]{8}$/.test(release);
    const [patch, date] = release.split("-");
    const [latestPatch, latestDate] = latest.split("-");
    if (!/^\d+\.\d+\.\d+$/.test(patch ?? "") || !/^20\d{6}$/.test(date ?? "")) return false;
    const samePatchOrOlder = patch?.startsWith(`${kubernetes}.`) && patchOf(patch) <= patchOf(latestPatch ?? "");
    return Boolean(samePatchOrOlder) && (date ?? "") <= (latestDate ?? "");
}

function patchOf(version: string): number {
    return Number(version.split(".")[2]);
}

/**
 * The id of an image in a region: the same for the same release. EC2 gives out no ids that begin with ten zeros, so one that
 * turns up elsewhere is known to come from the local cloud.
 */
export function imageId(image: NodeImage, kubernetes: string, release: string, region: string): string {
    const digest = createHash("sha256").update([image.amiType, kubernetes, release, region].join(" ")).digest("hex");
    return `ami-0000000000${digest.slice(0, 7)}`;
}

/**
 * The image and release behind an id of `imageId`, or behind one that somebody made of his own, for launch templates that name
 * one. The images of the account itself: own-images.csv, the same in every region.
 */
export function imageById(
    id: string,
    region: string,
): { image: NodeImage; kubernetes: string; release: string } | undefined {
    for (const image of images)
        for (const kubernetes of Object.keys(kubeletPatch)) {
            const release = latestRelease(image, kubernetes);
            if (release && imageId(image, kubernetes, release, region) === id) return { image, kubernetes, release };
        }
    const made = ownImages().find(each => each.imageId === id);
    const image = made && nodeImage(made.amiType);
    const release = image && latestRelease(image, made.kubernetes);
    return made && image && release !== undefined ? { image, kubernetes: made.kubernetes, release } : undefined;
}

export interface OwnImage {
    readonly imageId: string;
    readonly amiType: string;
    readonly kubernetes: string;
    /** What was installed on top: `fpga-tools`, `xrt`, or nothing. */
    readonly holds: string;
    readonly about: string;
}

let own: readonly OwnImage[] | undefined;

/** Images that the account has of its own. */
export function ownImages(): readonly OwnImage[] {
    own ??= tableRows<keyof OwnImage>("sim/cloud/aws/eks/own-images.csv");
    return own;
}

/** What an SSM parameter of a node image is about: `/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/image_id`. */
export function imageOfParameter(
    name: string,
): { image: NodeImage; kubernetes: string; fact: "image_id" | "release_version" } | undefined {
    const al =
        /^\/aws\/service\/eks\/optimized-ami\/(\d+\.\d+)\/amazon-linux-2023\/(x86_64|arm64)\/(standard|nvidia|neuron)\/recommended\/(image_id|release_version)$/.exec(
            name,
        );
    const rocket =
        /^\/aws\/service\/bottlerocket\/aws-k8s-(\d+\.\d+)((?:-nvidia)?(?:-fips)?)\/(x86_64|arm64)\/latest\/(image_id|image_version)$/.exec(
            name,
        );
    const [, kubernetes = "", a = "", b = "", fact = ""] = al ?? rocket ?? [];
    const [machine, variant, family] = al ? [a, b, "AL2023"] : [b, a, "Bottlerocket"];
    const architecture = machine === "x86_64" ? "amd64" : "arm64";
    const image = images.find(
        each => each.family === family && each.architecture === architecture && each.variant === variant,
    );
    if (!image || !(al ?? rocket) || latestRelease(image, kubernetes) === undefined) return undefined;
    return { image, kubernetes, fact: fact === "image_id" ? "image_id" : "release_version" };
}

/** What the kubelet of an image says of its machine. */
export function nodeInfoOf(image: NodeImage, kubernetes: string, release: string) {
    const machine = image.architecture === "amd64" ? "x86_64" : "aarch64";
    const kubelet =
        image.family === "AL2023" ? (release.split("-")[0] ?? "") : (kubeletPatch[kubernetes] ?? kubernetes);
    const shared = { architecture: image.architecture, kubeletVersion: `v${kubelet}-eks-simulated` };
    if (image.family === "Bottlerocket")
        return {
            ...shared,
            osImage: `Bottlerocket OS ${release.split("-")[0] ?? ""} (aws-k8s-${kubernetes}${image.variant})`,
            kernelVersion: "6.12.94",
            containerRuntimeVersion: "containerd://2.1.5+bottlerocket",
        };
    return {
        ...shared,
        osImage: `Amazon Linux 2023.12.${release.split("-")[1] ?? ""}`,
        kernelVersion: `${kernelOf(kubernetes)}.amzn2023.${machine}`,
        containerRuntimeVersion: "containerd://2.2.5",
    };
}

/** "Kernel 6.12 for 1.33 and later, 6.18 for 1.36" (awslabs/amazon-eks-ami CHANGELOG; packages of v20260818, v20260728, v20250519). */
function kernelOf(kubernetes: string): string {
    const minor = minorOf(kubernetes);
    if (minor >= 36) return "6.18.41-94.142";
    return minor >= 33 ? "6.12.94-123.192" : "6.1.134-152.225";
}
