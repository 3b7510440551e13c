import { z } from "zod";
import { groupArguments, groupSettings } from "../node-group/schema";

const gpu = {
    instanceType: z.string().describe("An NVIDIA instance type on x86-64, for example p5.48xlarge."),
    capacity: z
        .discriminatedUnion("kind", [
            z.strictObject({ kind: z.literal("onDemand") }),
            z.strictObject({ kind: z.literal("spot") }),
        ])
        .describe("How the machines are bought. Default: on demand.")
        .optional(),
};

/** A GPU node group of a configuration file. */
export const gpuGroupSettings = z.strictObject({ ...gpu, ...groupSettings });

/** The arguments of the component. */
export const gpuGroupArguments = z.strictObject({ ...gpu, ...groupArguments });
