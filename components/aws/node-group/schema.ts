import { z } from "zod";
import { acknowledgeSettings, laterString, laterTags, tagSettings } from "../schema-parts";

/** What stands before the values that fleet checks by itself: any value passes here. */
const checkedByFleet = z.any();

const share = z.string().regex(/^([1-9]\d?|100)%$/, "a share such as 10%");
const count = z.int().min(0);

/** Settings of every kind of group that are written alike in a program and in a configuration file. */
const common = {
    zones: z.array(z.string()).min(1).describe("Zone ids. Default: those that offer the type.").optional(),
    rootVolumeGiB: z.number().describe("Size of the encrypted root volume, in GiB.").optional(),
    localDisks: z.enum(["raid0", "unused"]).describe("What becomes of local NVMe disks. Default: raid0.").optional(),
    metadataHops: z
        .literal([1, 2])
        .describe("Hops to the instance metadata. 2 lets every pod have the node's credentials. Default: 1.")
        .optional(),
    update: z
        .strictObject({
            maxUnavailable: z
                .union([z.int().min(1).max(100), share])
                .describe("Default: 1.")
                .optional(),
            strategy: z.enum(["surge", "minimal"]).describe("Default: surge.").optional(),
        })
        .optional(),
    repair: z.boolean().describe("Whether EKS replaces nodes that stay unhealthy. Default: true.").optional(),
};

/** Settings of every kind of group in a configuration file. */
export const groupSettings = {
    ...common,
    nodes: z
        .union([count, z.strictObject({ min: count, desired: count.optional(), max: count })])
        .describe("A fixed number of nodes, or limits between which an autoscaler moves."),
    labels: z.record(z.string(), z.string()).describe("Labels of the nodes.").optional(),
    taints: z
        .array(
            z.strictObject({
                key: z.string(),
                value: z.string().optional(),
                effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
            }),
        )
        .describe("Taints of the nodes.")
        .optional(),
    releaseVersion: z.string().describe("AMI release. Default: the newest when the group is created.").optional(),
    nodeRoleArn: z.string().describe("Role of the nodes. Default: a new one.").optional(),
    tags: tagSettings.optional(),
    acknowledge: acknowledgeSettings.optional(),
};

/** Arguments of every kind of group. */
export const groupArguments = {
    ...common,
    cluster: z.object({
        key: z.string(),
        version: z.string(),
        network: z.object({ region: z.string(), zones: z.array(z.string()) }),
    }),
    nodes: checkedByFleet.optional(),
    labels: checkedByFleet.optional(),
    taints: checkedByFleet.optional(),
    releaseVersion: laterString.optional(),
    nodeRoleArn: laterString.optional(),
    tags: laterTags.optional(),
    acknowledge: acknowledgeSettings.optional(),
};
