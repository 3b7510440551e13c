import type { DeviceFamily } from "../devices";
import type { EksKubernetesVersion, NodeImageName } from "../generated/types.generated";
import { once } from "../once";

export type { NodeImageName };

/** A node image that EKS managed node groups know by name (`amiType`). */
export interface NodeImageFacts {
    readonly name: NodeImageName;
    readonly os: "AL2023" | "Bottlerocket";
    readonly architecture: "amd64" | "arm64";
    /** Whether it is an image for nodes without accelerators too. */
    readonly generalPurpose: boolean;
    /** Families whose driver the image holds. */
    readonly drivers: readonly DeviceFamily[];
    /** Families whose devices the image itself advertises: no other plugin may run there. */
    readonly advertises: readonly DeviceFamily[];
    /** Device of the root volume in a launch template's block device mappings. */
    readonly rootDevice: string;
    /** Device of the volume that holds container images and pods: the root on AL2023, a second one on Bottlerocket. */
    readonly dataDevice: string;
    /** Kubernetes versions of the catalogue that the image exists for. */
    readonly kubernetes: readonly EksKubernetesVersion[];
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

/** SSM parameters that name the newest image and release for a Kubernetes version. */
export interface NodeImageParameters {
    readonly imageId: string;
    readonly releaseVersion: string;
}

/** A row of data/aws-node-images.csv; `{kubernetes}` in the parameters stands for the version. */
export interface NodeImageRow extends NodeImageFacts {
    readonly imageIdParameter: string;
    readonly releaseVersionParameter: string;
}

const images = once(() => {
    const rows = require("../generated/aws-node-images.json") as readonly NodeImageRow[];
    return new Map<string, NodeImageRow>(rows.map(row => [row.name, row]));
});

/**
 * Facts of a node image; undefined for an unknown name.
 *
 * @example nodeImage("AL2023_x86_64_NVIDIA"); // { os: "AL2023", architecture: "amd64", drivers: ["nvidia", "efa"], advertises: [], … }
 */
export function nodeImage(name: NodeImageName): NodeImageFacts;
export function nodeImage(name: string): NodeImageFacts | undefined;
export function nodeImage(name: string): NodeImageFacts | undefined {
    return images().get(name);
}

/**
 * Every node image of the catalogue.
 *
 * @example nodeImages().length; // 13
 */
export function nodeImages(): readonly NodeImageFacts[] {
    return [...images().values()];
}

/**
 * The public SSM parameters of an image.
 *
 * @example
 * nodeImageParameters("AL2023_x86_64_NVIDIA", "1.35").releaseVersion;
 * // "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/release_version"
 *
 * @throws RangeError for an image that the catalogue does not know.
 */
export function nodeImageParameters(name: NodeImageName, kubernetesVersion: string): NodeImageParameters {
    const row = images().get(name);
    if (!row) throw new RangeError(`no node image is named ${name}`);
    const forVersion = (path: string) => path.replaceAll("{kubernetes}", kubernetesVersion);
    return { imageId: forVersion(row.imageIdParameter), releaseVersion: forVersion(row.releaseVersionParameter) };
}
