import type { Pool } from "../../fleet/pool";
import type { NodeGroupArgs } from "./arguments";
import type { Machine } from "./kind";
import type { PlannedGroup } from "./planned-cluster";
import type { TemplatePurchase } from "./purchase";
import type { UserDataPlan } from "./user-data/user-data-plan";

/** The part of a launch template that is known now. */
export interface TemplatePlan extends TemplatePurchase {
    readonly blockDeviceMappings: readonly [
        {
            readonly deviceName: string;
            readonly ebs: {
                readonly encrypted: "true";
                readonly volumeType: "gp3";
                readonly volumeSize: number;
                readonly deleteOnTermination: "true";
            };
        },
    ];
    readonly metadataOptions: {
        readonly httpEndpoint: "enabled";
        readonly httpTokens: "required";
        readonly httpPutResponseHopLimit: 1 | 2;
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
            {
                deviceName: image.dataDevice,
                ebs: { encrypted: "true", volumeType: "gp3", volumeSize, deleteOnTermination: "true" },
            },
        ],
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: args.metadataHops ?? 1,
        },
    };
}

/** What every machine of the group will be told when it starts. */
export function planUserData(
    { localDisks = "raid0" }: PlannedGroup<NodeGroupArgs>,
    { type }: Machine,
    { groupKind, labels, taints }: Pool,
): UserDataPlan {
    const hasDisks = type.localDisks.known && type.localDisks.count > 0 && type.localDisks.nvme;
    return {
        format: "nodeadm",
        localDisks: hasDisks ? localDisks : "unused",
        joins: groupKind === "selfManaged" ? "itself" : "byEks",
        labels,
        taints,
        scripts: [],
    };
}
