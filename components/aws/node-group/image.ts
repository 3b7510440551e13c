import { nodeImage, type NodeImageFacts } from "../../catalog/aws/images";
import { imagesFor, type ImageVerdict } from "../../catalog/aws/images-for";
import { defaultEksVersion, eksVersion } from "../../catalog/kubernetes/eks-versions";

/** Node images of EKS by what a user calls them; architecture and driver follow from the instance type. */
export const imageNames = ["al2023", "bottlerocket", "bottlerocket-fips"] as const;
/** One of `imageNames`. */
export type ImageName = (typeof imageNames)[number];

/** What a name means among the images of the catalogue. */
const families: Readonly<Record<ImageName, (image: NodeImageFacts) => boolean>> = {
    al2023: ({ os }) => os === "AL2023",
    bottlerocket: ({ os, name }) => os === "Bottlerocket" && !name.endsWith("_FIPS"),
    "bottlerocket-fips": ({ os, name }) => os === "Bottlerocket" && name.endsWith("_FIPS"),
};

/** The node image of a type, or why there is none. */
export type ImageChoice =
    | { readonly image: NodeImageFacts; readonly fromRelease: string }
    | { readonly image: undefined; readonly why: string };

/**
 * The image of this name that serves a type. A version that the catalogue does not know was acknowledged with the cluster: its
 * images are taken to be like those of the default version.
 */
export function imageFor(type: string, kubernetes: string, wanted: ImageName): ImageChoice {
    const version = eksVersion(kubernetes)?.version ?? defaultEksVersion;
    const candidates = imagesFor(type, version)
        .map(verdict => ({ verdict, image: nodeImage(verdict.image) }))
        .filter(({ image }) => families[wanted](image));
    const served = candidates.find(({ verdict }) => verdict.serves);
    if (served !== undefined) return { image: served.image, fromRelease: served.verdict.fromRelease };
    return { image: undefined, why: closest(candidates)?.why ?? "the catalogue knows no image for it" };
}

/** Names of the images that serve a type. */
export function imagesServing(type: string, kubernetes: string): readonly ImageName[] {
    return imageNames.filter(name => imageFor(type, kubernetes, name).image !== undefined);
}

interface Candidate {
    readonly verdict: ImageVerdict;
    readonly image: NodeImageFacts;
}

/** Reasons that only say that another image is meant. */
const besideThePoint = / is (amd64|arm64), the image is |^the image holds no driver for |^no source says /;

/** The refusal that says most: one with a reason of its own, and otherwise that of an image for accelerators. */
function closest(candidates: readonly Candidate[]): ImageVerdict | undefined {
    const specific = candidates.find(({ verdict }) => !besideThePoint.test(verdict.why));
    const forAccelerators = candidates.find(({ image }) => !image.generalPurpose);
    return (specific ?? forAccelerators ?? candidates[0])?.verdict;
}
