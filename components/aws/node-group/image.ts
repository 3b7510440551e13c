import { isAcceleratorFamily } from "../../catalog/devices";
import { nodeImage, type NodeImageFacts } from "../../catalog/aws/images";
import { imagesFor, type ImageVerdict } from "../../catalog/aws/images-for";
import { defaultEksVersion, eksVersion } from "../../catalog/kubernetes/eks-versions";

/** The node image of a type, or why there is none. */
export type ImageChoice =
    | { readonly image: NodeImageFacts; readonly fromRelease: string }
    | { readonly image: undefined; readonly why: string };

/**
 * The AL2023 image that serves a type. A version that the catalogue does not know was acknowledged with the cluster: its
 * images are taken to be like those of the default version.
 */
export function al2023ImageFor(type: string, kubernetes: string): ImageChoice {
    const version = eksVersion(kubernetes)?.version ?? defaultEksVersion;
    const candidates = imagesFor(type, version)
        .map(verdict => ({ verdict, image: nodeImage(verdict.image) }))
        .filter(({ image }) => image.os === "AL2023");
    const served = candidates.find(({ verdict }) => verdict.serves);
    if (served !== undefined) return { image: served.image, fromRelease: served.verdict.fromRelease };
    return { image: undefined, why: closest(candidates)?.why ?? "the catalogue knows no image for it" };
}

interface Candidate {
    readonly verdict: ImageVerdict;
    readonly image: NodeImageFacts;
}

/** The refusal that says most: that of the image which holds a driver of accelerators. */
function closest(candidates: readonly Candidate[]): ImageVerdict | undefined {
    return (candidates.find(({ image }) => image.drivers.some(isAcceleratorFamily)) ?? candidates[0])?.verdict;
}
