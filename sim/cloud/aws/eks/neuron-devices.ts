/**
 * Neuron devices of a machine and what its image and its boot make of them. Sources: EKS user guide ml-eks-optimized-ami (AL2023
 * Neuron and standard Bottlerocket hold the driver; "the following must be configured in the Bottlerocket user-data"), Neuron
 * documentation `deploy/eks/prerequisites` (logical_nc_config on Trn2, 2 by default), awslabs/amazon-eks-ami pull request 2579
 * and bottlerocket-kernel-kit `kernel-6.12.spec` (both images keep driver 2.21 for inf1, the last that serves it).
 */
import type { NodeDevice } from "../../contract";
import type { NodeConfig } from "./node-config";
import type { NodeImage } from "./node-images";

export interface NeuronHardware {
    /** `Trainium2` */
    readonly chip: string;
    readonly count: number;
    /** Physical NeuronCores of one chip. */
    readonly cores: number;
    readonly memoryGiB: number;
}

const settings = "/opt/aws/neuron/logical_nc_config";
/** Chips whose cores can be taken together: "every Trainium2 device contains eight physical NeuronCore-v3" (LNC documentation). */
const grouping: ReadonlySet<string> = new Set(["Trainium2"]);

export function neuronDevices(
    neuron: NeuronHardware | undefined,
    image: NodeImage,
    config: NodeConfig,
    files: ReadonlyMap<string, string>,
): { readonly devices: readonly NodeDevice[]; readonly problems: readonly string[] } {
    if (!neuron) return { devices: [], problems: [] };
    const driver = image.driver === "neuron" || (image.family === "Bottlerocket" && image.driver === undefined);
    const { logicalCores, problems } = logicalCoresOf(neuron.chip, files.get(settings));
    const device: NodeDevice = {
        kind: "neuron",
        chip: neuron.chip,
        count: neuron.count,
        cores: neuron.cores,
        memoryGiB: neuron.memoryGiB,
        driver: driver && image.architecture === "amd64",
        deviceOwnership: image.family === "AL2023" || config.deviceOwnership,
        ...(logicalCores !== undefined && { logicalCores }),
    };
    return { devices: [device], problems };
}

function logicalCoresOf(
    chip: string,
    file: string | undefined,
): { readonly logicalCores?: 1 | 2; readonly problems: readonly string[] } {
    const written = file?.split("\n").map(line => /^NEURON_LOGICAL_NC_CONFIG=(.*)$/.exec(line.trim())?.[1]);
    const value = written?.filter(each => each !== undefined).at(-1);
    if (file === undefined || value === undefined) return { problems: [] };
    if (value !== "1" && value !== "2")
        return { problems: [`${settings}: ${JSON.stringify(value)} is neither 1 nor 2`] };
    if (!grouping.has(chip)) return { problems: [`${settings}: the cores of ${chip} cannot be taken together`] };
    return { logicalCores: value === "1" ? 1 : 2, problems: [] };
}
