import type { DeviceFamily } from "../devices";
import type { NodeImageFacts } from "./images";

/** Something that a node's user data must say, or the devices of a family cannot be used. */
export interface ImageSetting {
    /** Dotted, as the operating system calls it. */
    readonly setting: string;
    readonly value: boolean;
    readonly why: string;
    readonly asOf: string;
    readonly source: string;
}

interface ImageSettingRow extends ImageSetting {
    readonly os: NodeImageFacts["os"];
    readonly family: DeviceFamily;
}

const rows: readonly ImageSettingRow[] = [
    {
        os: "Bottlerocket",
        family: "neuron",
        setting: "settings.kubernetes.device-ownership-from-security-context",
        value: true,
        why: "otherwise containers that do not run as root may not open the devices",
        asOf: "2026-11-24",
        source: "EKS user guide ml-eks-optimized-ami (Bottlerocket Neuron AMIs); bottlerocket QUICKSTART-EKS.md",
    },
];

/**
 * What the user data of an image must say for the devices of a family; empty where nothing has to be said.
 *
 * @example
 * imageSettings(nodeImage("BOTTLEROCKET_x86_64"), "neuron")[0]?.setting;
 * // "settings.kubernetes.device-ownership-from-security-context"
 */
export function imageSettings(image: Pick<NodeImageFacts, "os">, family: DeviceFamily): readonly ImageSetting[] {
    return rows
        .filter(row => row.os === image.os && row.family === family)
        .map(({ os: _os, family: _of, ...row }) => row);
}
