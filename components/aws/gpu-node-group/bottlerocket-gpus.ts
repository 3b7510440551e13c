import { awsInstanceType } from "../../catalog/aws/instance-types";
import { migProfiles } from "../../catalog/mig";
import type { Sharing } from "../../fleet/sharing";
import type { TomlTable } from "../node-group/user-data/toml";

/**
 * Settings by which Bottlerocket's own NVIDIA plugin, and its own MIG manager, share the GPUs of a node; none for whole GPUs.
 * Source: bottlerocket.dev, settings.kubelet-device-plugins (1.54: time-slicing, mps, mig); read 2026-11-24.
 *
 * @example bottlerocketGpus({ kind: "mps", replicas: 4, renameByDefault: true }, "g6.xlarge");
 */
export function bottlerocketGpus(sharing: Sharing, machineType: string): TomlTable {
    const nvidia = pluginSettings(sharing, machineType);
    return nvidia === undefined ? {} : { "kubelet-device-plugins": { nvidia } };
}

function pluginSettings(sharing: Sharing, machineType: string): TomlTable | undefined {
    switch (sharing.kind) {
        case "whole":
            return undefined;
        case "mig": {
            const [profile = ""] = Object.keys(sharing.instances);
            return {
                "device-partitioning-strategy": "mig",
                mig: { profile: { [gpuName(machineType)]: profile } },
            };
        }
        case "timeSlicing":
            return {
                "device-sharing-strategy": "time-slicing",
                "time-slicing": {
                    replicas: sharing.replicas,
                    "rename-by-default": sharing.renameByDefault,
                    "fail-requests-greater-than-one": sharing.failRequestsGreaterThanOne,
                },
            };
        case "mps":
            return {
                "device-sharing-strategy": "mps",
                mps: { replicas: sharing.replicas, "rename-by-default": sharing.renameByDefault },
            };
    }
}

/** `h100.80gb`: model, and memory as the largest profile has it. Source: bottlerocket-kernel-kit, nvidia-migmanager. */
function gpuName(machineType: string): string {
    const model = awsInstanceType(machineType)?.accelerator.model ?? "";
    return `${model.toLowerCase().replaceAll(/ server| /g, "")}.${migProfiles(machineType).at(-1)?.memoryGB ?? 0}gb`;
}
