import { imageSettings } from "../../catalog/aws/image-settings";
import type { Pool } from "../../fleet/pool";
import type { NodeGroupArgs } from "./arguments";
import type { Machine, NodeGroupKind } from "./kind";
import type { PlannedGroup } from "./planned-cluster";
import type { TemplatePurchase } from "./purchase";
import { nested, type TomlTable } from "./user-data/toml";
import type { UserDataPlan } from "./user-data/user-data-plan";

/** The part of a launch template that is known now. */
export interface TemplatePlan extends TemplatePurchase {
    readonly blockDeviceMappings: readonly VolumePlan[];
    readonly metadataOptions: {
        readonly httpEndpoint: "enabled";
        readonly httpTokens: "required";
        readonly httpPutResponseHopLimit: 1 | 2;
    };
}

/** A volume of every machine. */
export interface VolumePlan {
    readonly deviceName: string;
    readonly ebs: {
        readonly encrypted: "true";
        readonly volumeType: "gp3";
        /** GiB; without it, as large as the image. */
        readonly volumeSize?: number;
        readonly deleteOnTermination: "true";
    };
}

/** What every machine of the group will be started with. */
export function planTemplate(
    args: PlannedGroup<NodeGroupArgs>,
    { image }: Machine,
    volumeSize: number,
): Omit<TemplatePlan, keyof TemplatePurchase> {
    return {
        blockDeviceMappings: [
            volume(image.dataDevice, volumeSize),
            // Bottlerocket's own system is on a volume of its own, which is encrypted too.
            ...(image.rootDevice === image.dataDevice ? [] : [volume(image.rootDevice)]),
        ],
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: args.metadataHops ?? 1,
        },
    };
}

function volume(deviceName: string, volumeSize?: number): VolumePlan {
    const sized = volumeSize === undefined ? {} : { volumeSize };
    return { deviceName, ebs: { encrypted: "true", volumeType: "gp3", ...sized, deleteOnTermination: "true" } };
}

/** What every machine of the group will be told when it starts. */
export function planUserData(
    { localDisks = "raid0" }: PlannedGroup<NodeGroupArgs>,
    { families, boot }: NodeGroupKind,
    { type, image }: Machine,
    pool: Pool,
): UserDataPlan {
    const { groupKind, labels, taints } = pool;
    const hasDisks = type.localDisks.known && type.localDisks.count > 0 && type.localDisks.nvme;
    const node = {
        localDisks: hasDisks ? localDisks : "unused",
        // With an AMI that is not its own, EKS adds nothing to the user data.
        joins: groupKind === "selfManaged" || image.name === "CUSTOM" ? "itself" : "byEks",
        labels,
        taints,
    } as const;
    return image.os === "Bottlerocket"
        ? { format: "bottlerocket", ...node, settings: { ...boot.settings(pool), ...ownSettings(image, families) } }
        : { format: "nodeadm", ...node, scripts: boot.scripts(pool) };
}

/** What an image must be told for the devices of these families, whoever chose it. */
function ownSettings(image: Machine["image"], families: NodeGroupKind["families"]): TomlTable {
    return families
        .flatMap(family => imageSettings(image, family))
        .reduce<TomlTable>(
            (table, { setting, value }) => ({ ...table, ...nested(setting.replace(/^settings\./, ""), value) }),
            {},
        );
}
