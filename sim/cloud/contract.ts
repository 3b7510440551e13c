/**
 * What the parts of the simulated cloud owe each other: the store keeps resources, a `ResourceType` says how one type of
 * resource behaves behind the API, `Machines` runs what a cluster needs. Nothing here knows Pulumi's protocol or Kubernetes.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Props = Readonly<Record<string, Json>>;

/** One resource of the account as the API would describe it. `outputs` is what a read answers, drift included. */
export interface StoredResource {
    readonly type: string;
    readonly region: string;
    readonly id: string;
    readonly inputs: Props;
    readonly outputs: Props;
    /** What the API knows and never shows: counters, instances of a group, addresses in use. */
    readonly hidden: Props;
    readonly createdAt: string;
}

/** All resources of the account. Changes made in one call are written together, before the call is answered. */
export interface Store {
    get(type: string, id: string): StoredResource | undefined;
    list(type: string, region?: string): readonly StoredResource[];
    all(): readonly StoredResource[];
    put(resource: StoredResource): void;
    remove(type: string, id: string): void;
}

/** The simulated account and its clock. */
export interface Account {
    readonly accountId: string;
    readonly partition: string;
    readonly callerArn: string;
    readonly store: Store;
    readonly machines: Machines;
    now(): Date;
    /** A new id in the API's own form, for example `vpc-0a1b2c3d4e5f60718`. */
    newId(prefix: string): string;
    /** The limit of a service quota in this account, in the quota's own unit. */
    quota(serviceCode: string, quotaCode: string, region: string): number;
}

/** One call as a handler sees it: secrets are plain, nothing is unknown, `inputs` passed the schema. */
export interface Call {
    readonly account: Account;
    readonly region: string;
    /** Resource tags with the provider's default tags merged in. */
    readonly tags: Readonly<Record<string, string>>;
}

export interface Created {
    readonly id: string;
    readonly outputs: Props;
    readonly hidden?: Props;
}

/** A problem of the inputs that the provider finds before any API call, at `check`. */
export interface InputProblem {
    readonly property: string;
    readonly reason: string;
}

/** How one type of resource behaves. Handlers are synchronous and atomic: they change the store or throw `ApiError`. */
export interface ResourceType {
    /** The Pulumi type token, for example `aws:ec2/vpc:Vpc`. */
    readonly token: string;
    /** Physical name given by the provider when the program gives none. */
    readonly autoname?: { readonly property: string; readonly maxLength: number };
    /** Top-level inputs whose change needs a new resource. */
    readonly replaceOn: readonly string[];
    /** Inputs the provider fills in when the program leaves them out. */
    readonly defaults?: Props;
    /** Outputs that are secret whatever the inputs were. */
    readonly secretOutputs?: readonly string[];
    /** Offline validation; properties that are not yet known are absent from `inputs` and named in `unknown`. */
    check?(inputs: Props, unknown: ReadonlySet<string>): readonly InputProblem[];
    create(call: Call, inputs: Props): Created;
    /** Outputs to answer after an update. */
    update?(call: Call, current: StoredResource, inputs: Props): Props;
    remove(call: Call, current: StoredResource): void;
    /** Waits, outside the transaction, until the resource is usable (or gone). Throws `ApiError` when it fails to become so. */
    settle?(call: Call, id: string, after: "create" | "update" | "delete"): Promise<void>;
}

/** A lookup, for example `aws:index/getRegion:getRegion`. */
export interface LookupFunction {
    readonly token: string;
    invoke(call: Call, args: Props): Props;
}

/** An error in the API's own words. */
export class ApiError extends Error {
    constructor(
        readonly service: string,
        readonly operation: string,
        readonly statusCode: number,
        readonly code: string,
        readonly text: string,
    ) {
        super(`operation error ${service}: ${operation}, https response error StatusCode: ${statusCode}, ${code}: ${text}`);
        this.name = "ApiError";
    }
}

/** What an account makes run: real control planes, and the nodes that join them. Implemented by `sim/cluster`. */
export interface Machines {
    /** Starts the control plane, or finds it running. Idempotent: called again after a restart of the local cloud. */
    ensureCluster(spec: ClusterSpec): Promise<ClusterEndpoint>;
    removeCluster(key: string): Promise<void>;
    /** Makes the nodes of one group be exactly these: missing ones join, others leave. */
    ensureNodes(clusterKey: string, group: string, nodes: readonly NodeSpec[]): Promise<void>;
}

export interface ClusterSpec {
    /** The cluster's ARN. */
    readonly key: string;
    readonly name: string;
    /** `1.35` */
    readonly version: string;
    readonly serviceCidr: string;
}

export interface ClusterEndpoint {
    /** `https://127.0.0.1:PORT` */
    readonly url: string;
    /** Base64 of the PEM, as EKS gives it. */
    readonly certificateAuthority: string;
}

/** A machine that joins a cluster as its kubelet would register it. */
export interface NodeSpec {
    readonly name: string;
    readonly providerId: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
    /** cpu, memory, ephemeral-storage, pods, hugepages: never a device plugin's resource. */
    readonly capacity: Readonly<Record<string, string>>;
    readonly allocatable: Readonly<Record<string, string>>;
    readonly internalIp: string;
    readonly nodeInfo: {
        readonly architecture: "amd64" | "arm64";
        readonly osImage: string;
        readonly kernelVersion: string;
        readonly kubeletVersion: string;
        readonly containerRuntimeVersion: string;
    };
    /** What is physically in the machine and what its image can do with it: a plugin may advertise this and no more. */
    readonly devices: readonly NodeDevice[];
}

export interface NodeDevice {
    readonly kind: "nvidia-gpu";
    readonly model: string;
    readonly count: number;
    /** The image holds the vendor's driver: without it a plugin finds nothing. */
    readonly driver: boolean;
    /** The image itself advertises the device. */
    readonly pluginBuiltIn: boolean;
}
