import { z } from "zod";
import { once } from "../../catalog/once";
import { groupArguments, groupSettings } from "../node-group/schema";

/** A GPU node group of a configuration file. */
export const gpuGroupSettings = once(() => z.strictObject({ ...gpuSchema(), ...groupSettings() }));

/** The arguments of the component. */
export const gpuGroupArguments = once(() => z.strictObject({ ...gpuSchema(), ...groupArguments() }));

function gpuSchema() {
    const capacities = [
        z.strictObject({ kind: z.literal("onDemand") }),
        z.strictObject({ kind: z.literal("spot") }),
    ] as const;
    return {
        instanceType: z.string().describe("An NVIDIA instance type on x86-64, for example p5.48xlarge."),
        capacity: z
            .discriminatedUnion("kind", capacities)
            .describe("How the machines are bought. Default: on demand.")
            .optional(),
    };
}
