import type { CustomAmi, NodeGroupArgs } from "./arguments";

/** The AMI of the user's own, when the group has one. */
export function customAmi({ image }: Pick<NodeGroupArgs, "image">): CustomAmi | undefined {
    return typeof image === "object" ? image.ami : undefined;
}
