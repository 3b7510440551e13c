import { fpgaAdvertiser } from "../../catalog/aws/fpga-slots";
import { neuronType } from "../../catalog/aws/neuron-types";
import type { DeviceFamily } from "../../catalog/devices";
import type { Pool } from "../pool";
import { wholeDevices, type Mig, type Mps, type Sharing, type TimeSlicing, type Whole } from "../sharing";

/** What a plugin must be told of FPGAs that AMD's runtime finds: nothing, but it is another plugin. */
export interface FoundByXrt {
    readonly kind: "xrt";
}

/** What the EFA plugin is told on nodes with Neuron chips: nothing, but it looks at the chips, which takes more. */
export interface BesideNeuron {
    readonly kind: "besideNeuron";
}

/** What a plugin must be told of the sharing: for MIG the strategy alone, because it finds the instances by itself. */
export type PluginConfiguration =
    BesideNeuron | FoundByXrt | Whole | Pick<Mig, "kind" | "strategy"> | TimeSlicing | Mps;

/** What the plugin for one family of devices must be told on such nodes. */
export function configurationFor(
    { sharing, machineType }: Pick<Pool, "sharing" | "machineType">,
    family: DeviceFamily,
): PluginConfiguration {
    if (family === "efa") return neuronType(machineType) === undefined ? wholeDevices : { kind: "besideNeuron" };
    if (family === "fpga" && fpgaAdvertiser(machineType).by === "xrt") return { kind: "xrt" };
    return pluginConfiguration(sharing);
}

/** The part of a pool's sharing that its plugin must be told, in one order of fields whatever the user's. */
export function pluginConfiguration(sharing: Sharing): PluginConfiguration {
    switch (sharing.kind) {
        case "whole":
            return { kind: "whole" };
        case "mig":
            return { kind: "mig", strategy: sharing.strategy };
        case "timeSlicing": {
            const { kind, replicas, renameByDefault, failRequestsGreaterThanOne } = sharing;
            return { kind, replicas, renameByDefault, failRequestsGreaterThanOne };
        }
        case "mps": {
            const { kind, replicas, renameByDefault } = sharing;
            return { kind, replicas, renameByDefault };
        }
    }
}

/**
 * A name for a configuration, no two of which share one: part of labels and of names in the cluster.
 *
 * @example
 * configurationKey({ kind: "mps", replicas: 4, renameByDefault: true }); // "mps-4-renamed"
 * configurationKey(wholeDevices); // "whole"
 */
export function configurationKey(configuration: PluginConfiguration): string {
    switch (configuration.kind) {
        case "besideNeuron":
            return "beside-neuron";
        case "whole":
        case "xrt":
            return configuration.kind;
        case "mig":
            return `mig-${configuration.strategy}`;
        case "timeSlicing": {
            const { replicas, renameByDefault, failRequestsGreaterThanOne } = configuration;
            return [
                "time-slicing",
                replicas,
                ...flag(renameByDefault, "renamed"),
                ...flag(failRequestsGreaterThanOne, "one-each"),
            ].join("-");
        }
        case "mps":
            return ["mps", configuration.replicas, ...flag(configuration.renameByDefault, "renamed")].join("-");
    }
}

function flag(set: boolean, word: string): string[] {
    return set ? [word] : [];
}
