import { z } from "zod";
import { once } from "../../catalog/once";
import { existingNetworkSchema, networkSettings } from "../network/schema";
import { commonSchema, laterText, plainText, type LaterText } from "../schema-parts";
import { clusterAddons } from "./add-ons";

/** Days for which CloudWatch keeps logs. Source: CloudWatch Logs API reference, PutRetentionPolicy, read 2026-11-22. */
const retentionDays = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The cluster of a configuration file. */
export const clusterSettings = once(() =>
    z.strictObject({
        ...newClusterSchema(plainText()),
        network: networkSettings().optional(),
        adopt: z
            .strictObject({
                clusterName: z.string(),
                version: version(),
                network: existingNetworkSchema(plainText()),
                podAddresses: podAddressesSchema(),
            })
            .describe("An existing cluster.")
            .optional(),
    }),
);

/** The arguments of a new cluster. Its network is checked by itself. */
export const newClusterArguments = once(() =>
    z.strictObject({ ...newClusterSchema(laterText()), network: z.object({}), adopt: z.undefined().optional() }),
);

/** The arguments of an adopted cluster. */
export const adoptedClusterArguments = once(() =>
    z.strictObject({
        adopt: z.strictObject({
            clusterName: laterText(),
            version: version(),
            network: z.object({}),
            podAddresses: podAddressesSchema(),
        }),
        kubeconfig: kubeconfigSchema(laterText()),
        ...commonSchema(laterText()),
    }),
);

function newClusterSchema(text: LaterText) {
    return {
        version: version().optional(),
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
        encryptionKeyArn: text.describe("Key that encrypts secrets. Default: a new one.").optional(),
        logRetentionDays: z.literal(retentionDays).describe("Days to keep control plane logs. Default: 90.").optional(),
        podAddresses: podAddressesSchema(),
        addons: z
            .partialRecord(z.enum(clusterAddons), z.string())
            .describe("Versions of add-ons instead of the pinned ones.")
            .optional(),
        creatorIsAdmin: z
            .boolean()
            .describe("Whether who creates the cluster administers it. Default: true.")
            .optional(),
        admins: z.record(z.string(), text).describe("ARNs of administrators, by a name of your choice.").optional(),
        kubeconfig: kubeconfigSchema(text),
        clusterName: text.describe("Physical name. Default: a unique one.").optional(),
        deletionProtection: z
            .boolean()
            .describe("Whether EKS refuses to delete the cluster. Default: false.")
            .optional(),
        ...commonSchema(text),
    };
}

function kubeconfigSchema(text: LaterText) {
    const profile = z.string().min(1).describe("AWS profile that asks for tokens.").optional();
    return z.strictObject({ profile, roleArn: text.optional() }).optional();
}

function podAddressesSchema() {
    return z
        .enum(["secondary", "prefixes"])
        .describe("How pods get addresses: one by one, or in blocks of 16. Default: prefixes.")
        .optional();
}

function version() {
    return z.string().describe("Kubernetes version. Default: 1.35.");
}
