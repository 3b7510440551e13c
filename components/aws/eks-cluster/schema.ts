import { z } from "zod";
import { adoptedNetworkSettings, networkSettings } from "../network/schema";
import { acknowledgeSettings, laterString, laterTags, tagSettings } from "../schema-parts";
import { clusterAddons } from "./add-ons";

/** Days for which CloudWatch keeps logs. Source: CloudWatch Logs API reference, PutRetentionPolicy, read 2026-11-22. */
const retentionDays = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const version = z.string().describe("Kubernetes version. Default: 1.35.");
const profile = z.string().min(1).describe("AWS profile that asks for tokens.").optional();

/** Everything of a new cluster that is decided before anything exists, its network aside. */
const newCluster = {
    version: version.optional(),
    endpoint: z
        .strictObject({
            public: z
                .strictObject({ cidrs: z.array(z.string()).min(1) })
                .describe("Address ranges of the internet that may reach the Kubernetes API.")
                .optional(),
        })
        .optional(),
    support: z.enum(["standard", "extended"]).describe("Kind of support to pay for. Default: standard.").optional(),
    serviceCidr: z.string().describe("Range of service addresses. Default: EKS chooses.").optional(),
    logRetentionDays: z.literal(retentionDays).describe("Days to keep control plane logs. Default: 90.").optional(),
    addons: z
        .partialRecord(z.enum(clusterAddons), z.string())
        .describe("Versions of add-ons instead of the pinned ones.")
        .optional(),
    creatorIsAdmin: z.boolean().describe("Whether who creates the cluster administers it. Default: true.").optional(),
    deletionProtection: z.boolean().describe("Whether EKS refuses to delete the cluster. Default: false.").optional(),
};

/** The cluster of a configuration file. */
export const clusterSettings = z.strictObject({
    ...newCluster,
    network: networkSettings.optional(),
    encryptionKeyArn: z.string().describe("Key that encrypts secrets. Default: a new one.").optional(),
    admins: z.record(z.string(), z.string()).describe("ARNs of administrators, by a name of your choice.").optional(),
    kubeconfig: z.strictObject({ profile, roleArn: z.string().optional() }).optional(),
    clusterName: z.string().describe("Physical name. Default: a unique one.").optional(),
    adopt: z
        .strictObject({ clusterName: z.string(), version, network: adoptedNetworkSettings })
        .describe("An existing cluster.")
        .optional(),
    tags: tagSettings.optional(),
    acknowledge: acknowledgeSettings.optional(),
});

const kubeconfigArguments = z.strictObject({ profile, roleArn: laterString.optional() }).optional();

/** The arguments of a new cluster: the same, with what may be known only later. The network is checked by itself. */
export const newClusterArguments = z.strictObject({
    ...newCluster,
    network: z.object({}),
    encryptionKeyArn: laterString.optional(),
    admins: z.record(z.string(), laterString).optional(),
    kubeconfig: kubeconfigArguments,
    clusterName: laterString.optional(),
    adopt: z.undefined().optional(),
    tags: laterTags.optional(),
    acknowledge: acknowledgeSettings.optional(),
});

/** The arguments of an adopted cluster. */
export const adoptedClusterArguments = z.strictObject({
    adopt: z.strictObject({ clusterName: laterString, version, network: z.object({}) }),
    kubeconfig: kubeconfigArguments,
    tags: laterTags.optional(),
    acknowledge: acknowledgeSettings.optional(),
});
