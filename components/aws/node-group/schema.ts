import { z } from "zod";
import { deviceFamilies } from "../../catalog/devices";
import { mechanismTable } from "../../catalog/kubernetes/mechanism-table";
import { imageNames } from "./image";
import { commonSchema, laterText, plainText, type LaterText } from "../schema-parts";

/** Settings of every kind of group in a configuration file. */
export function groupSettings() {
    const count = z.int().min(0);
    return {
        ...groupSchema(plainText()),
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
    };
}

/** Arguments of every kind of group. Numbers of nodes, labels and taints pass: what is wrong with them, the fleet's rules say. */
export function groupArguments() {
    const checkedLater = z.any().optional();
    return {
        ...groupSchema(laterText()),
        cluster: z.object({
            key: z.string(),
            version: z.string(),
            network: z.object({ region: z.string(), zones: z.array(z.string()) }),
        }),
        nodes: checkedLater,
        labels: checkedLater,
        taints: checkedLater,
    };
}

function groupSchema(text: LaterText) {
    const share = shareText();
    return {
        zones: z.array(z.string()).min(1).describe("Zone ids. Default: those that offer the type.").optional(),
        manager: z
            .enum(["managed", "selfManaged"])
            .describe("Who keeps the machines: EKS, or an Auto Scaling group of the account. Default: managed.")
            .optional(),
        groupPerZone: z
            .boolean()
            .describe("Whether every zone gets a group of its own. Default: one group over all zones.")
            .optional(),
        rootVolumeGiB: z.number().describe("Size of the encrypted root volume, in GiB.").optional(),
        volumeKeyArn: text.describe("Key of the root volume. Default: the account's own.").optional(),
        localDisks: z
            .enum(["raid0", "unused"])
            .describe("What becomes of local NVMe disks. Default: raid0.")
            .optional(),
        metadataHops: z
            .literal([1, 2])
            .describe("Hops to the instance metadata. 2 lets every pod have the node's credentials. Default: 1.")
            .optional(),
        image: z
            .union([z.enum(imageNames), z.strictObject({ ami: amiSchema(text) })])
            .describe("The node image: one of EKS, or an AMI of your own. Default: al2023.")
            .optional(),
        releaseVersion: text
            .describe(
                "AMI release. Default: the newest when the group is first made, kept until the Kubernetes version changes. " +
                    "recommended follows the newest one.",
            )
            .optional(),
        advertiser: z
            .enum([...new Set(mechanismTable.map(({ mechanism }) => mechanism))])
            .describe("Who shall advertise the accelerators. Default: the first mechanism that suits.")
            .optional(),
        update: z
            .strictObject({
                maxUnavailable: z
                    .union([z.int().min(1).max(100), share])
                    .describe("Default: 1.")
                    .optional(),
                strategy: z
                    .enum(["surge", "minimal"])
                    .describe("Default: minimal where there are no machines to spare, else surge.")
                    .optional(),
            })
            .optional(),
        intent: z
            .enum(["training", "inference", "development"])
            .describe("What the nodes are for: sets defaults of updates and repair. Default: inference.")
            .optional(),
        repair: z
            .union([z.boolean(), repairSchema()])
            .describe("Whether and how EKS replaces nodes that stay unhealthy. Default: true.")
            .optional(),
        securityGroupIds: z
            .array(text)
            .min(1)
            .describe("Security groups of the nodes besides the cluster's own.")
            .optional(),
        nodeRoleArn: text.describe("Role of the nodes. Default: a new one.").optional(),
        ...commonSchema(text),
    };
}

function amiSchema(text: LaterText) {
    const families = z.array(z.enum(deviceFamilies()));
    return z.strictObject({
        id: text.describe("ami-…"),
        architecture: z.enum(["amd64", "arm64"]),
        os: z.enum(["al2023", "bottlerocket"]).describe("How its nodes are told what to do."),
        drivers: families.describe("Families whose driver the image holds."),
        advertises: families.describe("Families whose devices the image advertises itself.").optional(),
    });
}

function shareText() {
    return z.string().regex(/^([1-9]\d?|100)%$/, "a share such as 10%");
}

function repairSchema() {
    const share = shareText();
    const count = z.int().min(1);
    return z.strictObject({
        stopsAbove: z
            .union([count, share])

            .describe("Unhealthy nodes above which repair stops: a number, or a share such as 20%.")
            .optional(),
        parallel: z.union([count, share]).describe("Nodes repaired at once.").optional(),
        overrides: z
            .array(
                z.strictObject({
                    condition: z.string(),
                    reason: z.string(),
                    afterMinutes: z.int().min(1),
                    action: z.enum(["Replace", "Reboot", "NoAction"]),
                }),
            )
            .describe("What is done about single reasons.")
            .optional(),
    });
}
