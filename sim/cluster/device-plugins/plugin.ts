import type { NodeSpec } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";
import type { ConfigMaps } from "./mounted-files";

/** Resources that a plugin reports to its kubelet, for example 8 × `nvidia.com/gpu`. */
export type Advertised = Readonly<Record<string, number>>;

/** What becomes of a container that is started on a node, seen from the kubelet's plugin directory. */
export type Outcome =
    | {
          readonly kind: "registers";
          readonly resources: Advertised;
          /** Of these the plugin gives a container no more than one. */
          readonly oneEach?: readonly string[];
          readonly warnings?: readonly Notice[];
          /** What its service account has to be allowed before it registers. */
          readonly rights?: readonly AccessQuestion[];
      }
    /** A DRA driver: the scheduler itself hands the devices out, to claims. */
    | { readonly kind: "publishes"; readonly driver: string; readonly devices: readonly DraDevice[] }
    /** It advertises nothing, and writes what it finds into the node's status. */
    | {
          readonly kind: "observes";
          readonly conditions: readonly ReportedCondition[];
          readonly notices?: readonly Notice[];
      }
    /** The program runs and registers nothing; `reason` is the word of the event that says so. */
    | { readonly kind: "fails"; readonly reason: string; readonly message: string };

/** A condition of a node, as whoever found it writes it. */
export interface ReportedCondition {
    readonly type: string;
    readonly status: "True" | "False" | "Unknown";
    readonly reason: string;
    readonly message: string;
}

/** A right in the core group, cluster-wide (authorization.k8s.io/v1, ResourceAttributes). */
export interface AccessQuestion {
    readonly verb: string;
    readonly resource: string;
    readonly subresource?: string;
}

export type DraAttribute = { readonly string: string } | { readonly version: string } | { readonly int: number };

/** A device in a ResourceSlice (resource.k8s.io/v1). */
export interface DraDevice {
    readonly name: string;
    readonly attributes: Readonly<Record<string, DraAttribute>>;
    readonly capacity?: Readonly<Record<string, { readonly value: string }>>;
}

/** What a person who looks at the node should know; `reason` is the word of the event. */
export interface Notice {
    readonly reason: string;
    readonly message: string;
}

export function fails(reason: string, message: string): Outcome {
    return { kind: "fails", reason, message };
}

/** Minor version of a node's kubelet. */
export function minorOf({ nodeInfo }: NodeSpec): number {
    return Number(/^v?1\.(\d+)/.exec(nodeInfo.kubeletVersion)?.[1] ?? 0);
}

/** A pod on the same node whose images are those of plugins. */
export interface Neighbour {
    readonly pod: Pod;
    readonly configMaps: ConfigMaps;
}

/** Where a plugin's container runs. */
export interface Place extends Neighbour {
    readonly container: Container;
    readonly node: NodeSpec;
    /** Running and ready pods of plugins on the node. */
    readonly neighbours: readonly Neighbour[];
}

/** A device plugin that the simulated machines know, from its vendor's documentation. */
export interface DevicePlugin {
    readonly name: string;
    /** Whether this image holds the plugin. */
    isImageOf(image: string): boolean;
    /** Whether a container of the image runs the plugin, and not another program that is in it. */
    isRunBy(container: Container, pod: Pod): boolean;
    /** What the plugin does in this place. */
    start(place: Place): Outcome;
    /** Whether a resource in a node's status is one of this plugin's. */
    owns(resource: string): boolean;
    /** For a DRA driver: whether a resource is made of the very devices that it publishes. */
    sharesDevicesWith?(resource: string): boolean;
    /** What the image of a node does by itself; nothing where it has no such plugin built in. */
    builtIn(node: NodeSpec): Outcome | undefined;
}
