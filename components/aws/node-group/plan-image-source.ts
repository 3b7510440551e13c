import { nodeImageParameters } from "../../catalog/aws/images";
import type { GroupKind } from "../../fleet/pool";
import type { MachineImage } from "./kind";

/** Where a group learns which image its machines start with. */
export interface ImageSource {
    /** SSM parameter of the image's id, for machines that EKS does not choose an image for. */
    readonly imageParameter: string | undefined;
    /** SSM parameter of the newest release, for groups whose image EKS chooses by release. */
    readonly releaseParameter: string | undefined;
    /** Inputs of the template that stay what they were first, because what they follow moves by itself. */
    readonly pinned: readonly string[];
}

/** An AMI of the user's own follows nothing. */
export function planImageSource({ name }: MachineImage, kubernetes: string, groupKind: GroupKind): ImageSource {
    if (name === "CUSTOM") return { imageParameter: undefined, releaseParameter: undefined, pinned: [] };
    const { imageId, releaseVersion } = nodeImageParameters(name, kubernetes);
    return groupKind === "selfManaged"
        ? { imageParameter: imageId, releaseParameter: undefined, pinned: ["imageId"] }
        : { imageParameter: undefined, releaseParameter: releaseVersion, pinned: [] };
}
