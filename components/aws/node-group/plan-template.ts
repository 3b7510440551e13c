import type { NodeGroupArgs } from "./arguments";
import type { Machine } from "./kind";
import { raid0UserData } from "./nodeadm";
import type { PlannedGroup } from "./planned-cluster";

/** The part of a launch template that is known now. */
export interface TemplatePlan {
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
    /** Base64; absent when the image needs to be told nothing. */
    readonly userData?: string;
}

/** What every machine of the group will be started with. */
export function planTemplate(
    args: PlannedGroup<NodeGroupArgs>,
    { type, image }: Machine,
    volumeSize: number,
): TemplatePlan {
    const hasDisks = type.localDisks.known && type.localDisks.count > 0 && type.localDisks.nvme;
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
        ...(hasDisks && args.localDisks !== "unused" ? { userData: raid0UserData() } : {}),
    };
}
