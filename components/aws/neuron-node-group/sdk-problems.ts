import { neuronType } from "../../catalog/aws/neuron-types";
import { isAtLeast } from "../../catalog/version-order";
import type { Problem } from "../../fleet/problem";

/** Why programs of this release of the Neuron SDK do not run on the chips of a type; nothing for a type that is wrong itself. */
export function sdkProblems(type: string, sdk: string | undefined): Problem[] {
    const last = neuronType(type)?.software.lastSdk ?? "";
    if (sdk === undefined || last === "" || isAtLeast(last, sdk)) return [];
    return [
        {
            id: "neuron.sdk",
            path: "neuronSdk",
            got: `${sdk} on ${type}`,
            allowed: `${last} or older: the last release whose driver knows these chips`,
            fix: `build the programs with ${last}, or choose a newer type, for example inf2.xlarge`,
        },
    ];
}
