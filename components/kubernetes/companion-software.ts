import type { Known } from "../catalog/known";
import { neuronCompanion, type NeuronCompanionRole } from "../catalog/kubernetes/neuron-companions";

/** A program to run, and its version for labels. */
export interface Software {
    readonly image: string;
    readonly version: string;
}

/** The image of the catalogue for what runs beside a device plugin, or the one that a user gave. */
export function companionSoftware(
    role: NeuronCompanionRole,
    kubernetes: string,
    given: string | undefined,
): Known<Software> {
    return given === undefined
        ? neuronCompanion(role, kubernetes)
        : { known: true, image: given, version: tagOf(given) };
}

/** What a label can say of the version of an image of the user's. */
function tagOf(image: string): string {
    const [, tag] = /:([\w][\w.-]{0,62})$/.exec(image) ?? [];
    return tag ?? "given";
}
