import type { NodeImageName } from "../generated/types.generated";

/** Whether an image serves a type on a Kubernetes version, and if not, why. `why` is empty for an image that serves. */
export interface ImageVerdict {
    readonly image: NodeImageName;
    readonly serves: boolean;
    readonly why: string;
}

/** One verdict for every image of the catalogue, the ones that serve first, the usual choice first among them. */
export declare function imagesFor(type: string, kubernetesVersion: string): readonly ImageVerdict[];
