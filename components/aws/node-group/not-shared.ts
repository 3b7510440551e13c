import { z } from "zod";
import { unshared } from "../../catalog/kubernetes/mechanism-table";

/** What a group of devices that are never shared says of the argument by which GPUs are. */
export function notShared(family: keyof typeof unshared) {
    const why = unshared[family];
    return {
        sharing: z
            .never({ error: `nothing: ${why}` })
            .describe(`Of GPUs alone: ${why}.`)
            .optional(),
    };
}
