import { z } from "zod";
import {
    clusterSettings,
    fpgaGroupSettings,
    gpuGroupSettings,
    networkSettings,
    neuronGroupSettings,
    systemGroupSettings,
} from "../components/aws/planning";
import { limitsSettings } from "./limits";

const pool = z
    .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("system"), ...systemGroupSettings().shape }),
        z.strictObject({ kind: z.literal("gpu"), ...gpuGroupSettings().shape }),
        z.strictObject({ kind: z.literal("fpga"), ...fpgaGroupSettings().shape }),
        z.strictObject({ kind: z.literal("neuron"), ...neuronGroupSettings().shape }),
    ])
    .describe("A group of equal nodes.");

/** What a stack of this project is told: one key each under `pulumi-accelerators:` in `stacks/Pulumi.<stack>.yaml`. */
export const stackSettings = z.strictObject({
    network: networkSettings().describe("The VPC. Default: a new one.").optional(),
    cluster: clusterSettings().omit({ network: true }).describe("The EKS cluster. Default: a new one.").optional(),
    limits: limitsSettings.describe("What the stack must stay within, or is refused. Default: no limits.").optional(),
    pools: z.record(z.string(), pool).describe("Groups of nodes by name."),
});

export type StackSettings = z.infer<typeof stackSettings>;
export type PoolSettings = StackSettings["pools"][string];
