import { nodeImage } from "../../catalog/aws/images";
import { hugePagesOf } from "../../catalog/aws/huge-pages";
import type { Pool } from "../pool";
import type { Unknown } from "../../catalog/known";

/**
 * Huge pages of 2 MiB that the image sets aside on each node, or that its group asks for; they are missing from the rest of its
 * memory.
 *
 * @example hugePages(train.pool); // 21121 on a p5.48xlarge with EFA, 0 without
 */
export function hugePages({
    image,
    fabric,
    vcpus,
    hugePages: told,
}: Pick<Pool, "image" | "fabric" | "vcpus" | "hugePages">): number | Unknown {
    if (told?.size === "2Mi") return told.count;
    const facts = nodeImage(image.name);
    if (facts === undefined) return { known: false, why: `what the image ${image.name} sets aside is its own affair` };
    if (fabric.efaInterfaces === 0) return 0;
    const { perVcpu, more } = hugePagesOf(facts);
    return perVcpu * vcpus + more;
}
