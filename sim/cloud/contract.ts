/**
 * What the parts of the simulated cloud owe each other: the store keeps resources, a `ResourceType` says how one type of
 * resource behaves behind the API, `Machines` runs what a cluster needs. Nothing here knows Pulumi's protocol or Kubernetes.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Props = Readonly<Record<string, Json>>;

/** The region of what has none: IAM roles and policies live once per account. */
export const GLOBAL = "aws-global";

/** One resource of the account as the API would describe it. `outputs` is what a read answers, drift included. */
export interface StoredResource {
    /** A Pulumi type token, or a word of our own for what programs never declare: `ec2:instance`. */
    readonly type: string;
    readonly region: string;
    readonly id: string;
    readonly inputs: Props;
    readonly outputs: Props;
    /** What the API knows and never shows: counters, instances of a group, addresses in use. */
    readonly hidden: Props;
    readonly createdAt: string;
    /**
     * A program asked for it by name; false for what the cloud makes along with something else, such as a main route table, and
     * for what somebody bought outside any program.
     */
    readonly requested: boolean;
}

/**
 * All resources of the account. Reading is allowed at any time; writing only inside `Account.change` (every handler of a
 * `ResourceType` runs in one, except `settle` and `resume`). What one change writes is on disk before it is answered, whole.
 */
export interface Store {
    get(type: string, region: string, id: string): StoredResource | undefined;
    /** In order of creation. */
    list(type: string, region?: string): readonly StoredResource[];
    all(): readonly StoredResource[];
    put(resource: StoredResource): void;
    remove(type: string, region: string, id: string): void;
    /** What the local cloud itself remembers beside resources. Written inside a change. */
    note(key: string): Json | undefined;
    setNote(key: string, value: Json | undefined): void;
}

/** The simulated account and its clock. */
export interface Account {
    readonly accountId: string;
    readonly partition: string;
    readonly callerArn: string;
    readonly store: Store;
    readonly machines: Machines;
    now(): Date;
    /** Share of the cloud's own durations that this account takes: 0 answers at once, 1 takes as long as the cloud. */
    readonly latency: number;
    /** Waits in simulated time; rejects when the signal aborts. */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
    /** Runs `work` as one transaction: if it throws, nothing of it remains; once the promise resolves, it is on disk. */
    change<T>(work: () => T): Promise<T>;
    /** A new id in the API's own form, for example `vpc-0a1b2c3d4e5f60718`. Never given twice. */
    newId(prefix: string): string;
    /** The limit of a service quota in this account, in the quota's own unit. Defaults: `sim/cloud/quota-defaults.csv`. */
    quota(serviceCode: string, quotaCode: string, region: string): number;
    /** True while a fault says that this zone (by id) has no capacity for the type. */
    capacityIsOut(instanceType: string, zoneId: string): boolean;
}

/** One call as a handler sees it: secrets are plain, nothing is unknown, `inputs` passed the schema. */
export interface Call {
    readonly account: Account;
    /** `GLOBAL` for types that live once per account. */
    readonly region: string;
    /** Resource tags with the provider's default tags merged in. */
    readonly tags: Readonly<Record<string, string>>;
    /**
     * Aborts when the local cloud stops. Only `settle` and `resume` wait, so only they need it. They go on when the engine
     * that asked is interrupted or killed, as work in a cloud does.
     */
    readonly signal: AbortSignal;
}

export interface Created {
    readonly id: string;
    /** What a read answers beside the inputs; those, `region`, `tags` and `tagsAll` are added for every type alike. */
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
    /** What the provider calls it in errors: `EC2 VPC` gives "creating EC2 VPC: operation error EC2: CreateVpc, …". */
    readonly title: string;
    /** The API's names of its operations where they are not `Create`, `Describe`, `Update`, `Delete` and the type's own name. */
    readonly operations?: Readonly<Partial<Record<"create" | "read" | "update" | "delete", string>>>;
    /** What the provider waits for after a creation or update, where it does not name the operation itself. */
    readonly waitsFor?: string;
    /** What stands in brackets after the title in errors; the id for updates and deletions when this is absent. */
    named?(inputs: Props): string;
    /** Physical name given by the provider when the program gives none. */
    readonly autoname?: { readonly property: string; readonly maxLength: number; readonly prefix?: string };
    /** Lives once per account, not per region. */
    readonly global?: boolean;
    /** Inputs whose change needs a new resource; a nested one by its path: `kubernetesNetworkConfig.ipFamily`. */
    readonly replaceOn: readonly string[];
    /** Paths that need a new resource for this particular change, beside `replaceOn`. Unknown values are absent from `next`. */
    replacesFor?(previous: Props, next: Props): readonly string[];
    /** The old one must go before the new one can be made. */
    readonly deleteBeforeReplace?: boolean;
    /** Inputs the provider fills in when the program leaves them out. */
    readonly defaults?: Props;
    /** Inputs the API fills in when they are left out, or a block's own outputs by path: unknown in the preview of a creation. */
    readonly computed?: readonly string[];
    /** Outputs that this update will change by itself: unknown in its preview. Unknown values are absent from `next`. */
    readonly unknownAfterUpdate?: readonly string[] | ((previous: Props, next: Props) => readonly string[]);
    /** Paths of lists whose order means nothing (`*` for "each element"): `ingress.*.cidrBlocks`. */
    readonly unordered?: readonly string[];
    /** Outputs that are secret whatever the inputs were. */
    readonly secretOutputs?: readonly string[];
    /** Offline validation; what is not yet known is absent from `inputs` (null in a list), its path named in `unknown`. */
    check?(inputs: Props, unknown: ReadonlySet<string>): readonly InputProblem[];
    create(call: Call, inputs: Props): Created;
    /**
     * Outputs to answer now, where they depend on other resources; undefined when those say that it is gone. Without it a
     * read answers the stored outputs.
     */
    read?(call: Call, current: StoredResource): Props | undefined;
    /** The outputs, beside the inputs, that change with an update. Called too when only the last operation failed half-way. */
    update?(call: Call, current: StoredResource, inputs: Props): Props;
    /** Refuses what the API refuses and gives back what the resource held. The resource itself leaves the store after it;
     * one with a `settle` stays, with `hidden.deleting`, until that is done, even when the local cloud stops in between. */
    remove(call: Call, current: StoredResource): void;
    /**
     * Refusals of a deletion that the provider outlasts: it tries again for so many seconds of the cloud's time, since what
     * stands in the way may be going too.
     */
    readonly outlasts?: { readonly codes: readonly string[]; readonly seconds: number };
    /**
     * Waits, outside the transaction, until the resource is usable (or gone), writing what changes through `account.change`.
     * Idempotent: it may run again after the local cloud was stopped half-way.
     * Throws `ApiError` when it fails to become so: the resource then stays, and the engine keeps it with that error.
     */
    settle?(call: Call, id: string, after: "create" | "update" | "delete"): Promise<void>;
    /** Makes run again what ran for this resource before the local cloud stopped. Called in order of creation. */
    resume?(call: Call, current: StoredResource): Promise<void>;
    /** What happens to it as time passes, without a call. */
    readonly timed?: TimedChanges;
    /** The stored id that an import id means, when the two differ. */
    locate?(call: Call, importId: string): string | undefined;
}

/** Changes of a resource that time alone brings about. */
export interface TimedChanges {
    /** When something next happens to it; a moment that has passed is due. The same moment again means that it is still due. */
    next(call: Call, current: StoredResource): Date | undefined;
    /** Makes what is due happen, writing through `account.change`. Idempotent, since a stop may cut it short. */
    pass(call: Call, id: string): Promise<void>;
}

/** A lookup, for example `aws:index/getRegion:getRegion`. Runs in a transaction that may not write. */
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
        super(`${service} ${operation}: ${code}: ${text}`);
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
    /** Paths that a plugin may hand to containers: FPGAs in sysfs, and what the scripts of its user data made. */
    readonly hostPaths?: readonly string[];
    /** Of these, the links; what is behind them is not followed. */
    readonly hostLinks?: readonly string[];
    /** What the scripts of its user data wrote, by path. */
    readonly hostFiles?: Readonly<Record<string, string>>;
    /** What went wrong while the machine booted and did not keep it from joining; each becomes an event. */
    readonly bootProblems?: readonly string[];
}

/** One kind of device in a machine. */
export type NodeDevice = NvidiaGpus | EfaInterfaces | NeuronDevices | Fpgas;

export interface NvidiaGpus {
    readonly kind: "nvidia-gpu";
    readonly model: string;
    readonly count: number;
    /** Of one GPU; 0 when not known. */
    readonly memoryGiB: number;
    /** The image holds the vendor's driver: without it a plugin finds nothing. */
    readonly driver: boolean;
    /** The image itself advertises the device. */
    readonly pluginBuiltIn: boolean;
    /** The configuration file that the image gives its own plugin, in that plugin's form. Without it: its defaults. */
    readonly pluginConfig?: Json;
    /** GPUs in MIG mode, by their index; the others are whole. */
    readonly mig?: readonly MigGpu[];
}

/** A GPU in MIG mode and the profiles of its instances: `1g.10gb`. None when nothing could be made. */
export interface MigGpu {
    readonly gpu: number;
    readonly instances: readonly string[];
}

/** Network interfaces of the kinds `efa` and `efa-only`. */
export interface EfaInterfaces {
    readonly kind: "efa";
    readonly count: number;
    readonly driver: boolean;
}

/** Inferentia or Trainium chips. */
export interface NeuronDevices {
    readonly kind: "neuron";
    /** `Inferentia2` */
    readonly chip: string;
    readonly count: number;
    /** Physical NeuronCores of one chip. */
    readonly cores: number;
    readonly memoryGiB: number;
    readonly driver: boolean;
    /** Physical cores that count as one, as `/opt/aws/neuron/logical_nc_config` says; undefined without the file. */
    readonly logicalCores?: 1 | 2;
    /** False where containers of other users than root cannot open the devices. */
    readonly deviceOwnership: boolean;
}

/** Slots with FPGAs. */
export interface Fpgas {
    readonly kind: "fpga";
    /** `f2` */
    readonly family: string;
    readonly count: number;
    readonly slots: readonly {
        readonly slot: number;
        readonly pciAddress: string;
        /** The AGFI that was loaded at boot. */
        readonly image: string | null;
    }[];
    /** Xilinx' runtime with its drivers is installed. */
    readonly xrt: boolean;
}
