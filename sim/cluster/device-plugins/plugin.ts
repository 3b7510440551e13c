import type { NodeSpec } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";

/** Resources that a plugin reports to its kubelet, for example 8 × `nvidia.com/gpu`. */
export type Advertised = Readonly<Record<string, number>>;

/** What becomes of a container that is started on a node, seen from the kubelet's plugin directory. */
export type Outcome =
    | { readonly kind: "registers"; readonly resources: Advertised; readonly warnings?: readonly Notice[] }
    /** The program runs and registers nothing; `reason` is the word of the event that says so. */
    | { readonly kind: "fails"; readonly reason: string; readonly message: string };

/** What a person who looks at the node should know; `reason` is the word of the event. */
export interface Notice {
    readonly reason: string;
    readonly message: string;
}

export function fails(reason: string, message: string): Outcome {
    return { kind: "fails", reason, message };
}

/** A device plugin that the simulated machines know, from its vendor's documentation. */
export interface DevicePlugin {
    readonly name: string;
    /** Whether this image holds the plugin. */
    isImageOf(image: string): boolean;
    /** What the plugin does in this container on this machine. */
    start(pod: Pod, container: Container, node: NodeSpec): Outcome;
    /** Whether a resource in a node's status is one of this plugin's. */
    owns(resource: string): boolean;
    /** What the image of a node advertises by itself, where it has the plugin built in. */
    builtIn(node: NodeSpec): Advertised;
}
