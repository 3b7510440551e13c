import type { NeuronDevices, NodeSpec } from "../../cloud/contract";

/** Chips, and their cores (Neuron documentation, "Neuron Device Plugin"). `neurondevice` is gone since Neuron 2.20. */
export const neuronResource = "aws.amazon.com/neuron";
export const neuronCoreResource = "aws.amazon.com/neuroncore";

export function isNeuronResource(resource: string): boolean {
    return resource === neuronResource || resource === neuronCoreResource;
}

export function neuronDevicesOf(node: NodeSpec): readonly NeuronDevices[] {
    return node.devices.filter(device => device.kind === "neuron");
}

/** Physical cores that count as one where nothing is set: "Trn2 instances use a default … of 2" (Neuron documentation, EKS prerequisites). */
export function defaultLogicalCores(chip: string): 1 | 2 {
    return chip === "Trainium2" ? 2 : 1;
}

/** Cores of one chip as workloads see them. */
export function coresPerChip({ chip, cores }: NeuronDevices, setting: 1 | 2 | undefined): number {
    return cores / (setting ?? defaultLogicalCores(chip));
}
