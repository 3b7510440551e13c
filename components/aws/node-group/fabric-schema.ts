import { z } from "zod";

/** How the nodes of a group are wired to each other. */
export function fabricSchema() {
    return {
        efa: z
            .union([z.enum(["auto", "required", "off"]), z.strictObject({ interfaces: z.int().min(0) })])
            .describe(
                "Whether the nodes get EFA, or with how many interfaces. Default: auto, for training in one zone.",
            )
            .optional(),
        placement: z
            .union([z.enum(["auto", "own", "none"]), z.strictObject({ name: z.string().min(1) })])
            .describe("Where the machines stand. Default: auto, in a placement group of their own when they have EFA.")
            .optional(),
    };
}
