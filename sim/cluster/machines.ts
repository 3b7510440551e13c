import { join } from "node:path";
import type { ClusterEndpoint, ClusterSpec, Machines, NodeSpec } from "../cloud/contract";
import { checkout } from "../cloud/checkout";
import { Cluster, newClusterRecord, type ClusterStatus } from "./cluster";
import * as disk from "./cluster-files";
import type { ClusterTools, ControlPlaneTools, Webhooks } from "./control-plane";
import { Etcd } from "./etcd";
import { binaryVersion } from "./kubernetes-version";
import { choosePort } from "./ports";
import { endStrays } from "./processes/strays";
import type { ProcessStatus } from "./processes/supervised-process";

export interface MachinesOptions {
    /** The directory of the local cloud; `clusters`, `etcd` and `logs` in it are ours. */
    readonly directory: string;
    readonly tools: ClusterTools;
    /** Where the API server of a cluster asks about users; `clusterId` is fit for a path. */
    readonly webhooks: (clusterId: string) => Webhooks;
    readonly log: (line: string) => void;
    /** How long the devices of a device plugin that went stay in a node's capacity, in milliseconds. A kubelet's five minutes by default. */
    readonly gracePeriod?: number;
}

export interface MachinesStatus {
    readonly etcd: ProcessStatus;
    readonly clusters: readonly ClusterStatus[];
}

/** Found from the checkout, because the local cloud runs as one bundled file. */
const stagesFile = (): string => join(checkout(), "sim", "cluster", "stages.yaml");

/** What others may ask of a cluster that runs. */
export interface RunningCluster {
    readonly id: string;
    readonly spec: ClusterSpec;
    /** Reads an object of its API, for example `/apis/rbac.authorization.k8s.io/v1/clusterroles/view`. */
    read<T>(path: string): Promise<T>;
}

interface OpenCluster {
    readonly spec: ClusterSpec;
    /** Present as soon as it is described on disk. */
    cluster: Cluster | undefined;
    readonly started: Promise<ClusterEndpoint>;
    /** Groups that somebody asked for since the local cloud started. */
    readonly groups: Set<string>;
}

/** Runs the clusters of one local cloud: a control plane of its own for each, one etcd for all. */
export class LocalMachines implements Machines {
    private readonly etcd: Etcd;
    private readonly tools: ControlPlaneTools;
    private readonly clusters = new Map<string, OpenCluster>();
    private readonly clustersDirectory: string;
    private readonly logsDirectory: string;
    private readonly givenPorts = new Set<number>();
    private lastPort = Promise.resolve(0);
    private stopping = false;

    constructor(private readonly options: MachinesOptions) {
        const { directory, tools, log } = options;
        this.clustersDirectory = join(directory, "clusters");
        this.logsDirectory = join(directory, "logs");
        this.tools = { ...tools, kubernetesVersion: binaryVersion(tools["kube-apiserver"]) };
        this.etcd = new Etcd({
            command: tools.etcd,
            directory: join(directory, "etcd"),
            logFile: join(this.logsDirectory, "etcd.log"),
            log,
        });
    }

    async ensureCluster(spec: ClusterSpec): Promise<ClusterEndpoint> {
        const open = this.openAs(spec);
        try {
            return await open.started;
        } catch (error) {
            // The next call tries again.
            if (this.clusters.get(spec.key) === open) {
                this.clusters.delete(spec.key);
            }
            throw error;
        }
    }

    async removeCluster(key: string): Promise<void> {
        const open = this.clusters.get(key);
        this.clusters.delete(key);
        await open?.started.catch(() => undefined);
        const left = this.described().filter(({ record }) => record.spec.key === key);
        await this.etcd.start();
        for (const { files, record } of left) {
            await (open?.cluster ?? this.describe(files, record)).remove();
        }
    }

    async ensureNodes(clusterKey: string, group: string, nodes: readonly NodeSpec[]): Promise<void> {
        const open = this.clusters.get(clusterKey);
        await open?.started;
        if (open?.cluster === undefined) {
            throw new Error(`there is no cluster ${clusterKey}`);
        }
        open.groups.add(group);
        await open.cluster.ensureNodes(group, nodes);
    }

    /**
     * Removes the clusters and groups that nobody asked for since the start: the account forgot them, and was killed before
     * it could say so. To be called when everything that the account knows has been asked for.
     */
    async removeForgotten(): Promise<void> {
        const forgotten = this.described().filter(
            ({ record }) => record.removing || !this.clusters.has(record.spec.key),
        );
        for (const { record } of forgotten) {
            this.options.log(`removing cluster ${record.spec.name}, which the account does not know`);
            await this.removeCluster(record.spec.key);
        }
        for (const { cluster, groups } of this.clusters.values()) {
            for (const group of (cluster?.groups() ?? []).filter(candidate => !groups.has(candidate))) {
                this.options.log(`removing the nodes of ${group}, which the account does not know`);
                await cluster?.ensureNodes(group, []);
            }
        }
    }

    /** Ends for good every process that was started for this directory, also by an earlier local cloud. Objects and ports stay. */
    async stop(): Promise<void> {
        this.stopping = true;
        const open = [...this.clusters.values()];
        this.clusters.clear();
        await Promise.all(
            open.map(async ({ cluster, started }) => {
                await cluster?.stop();
                await started.catch(() => undefined);
                await cluster?.stop();
            }),
        );
        await this.etcd.stop();
        await endStrays(this.options.directory);
    }

    private requireWanted(): void {
        if (this.stopping) {
            throw new Error("the local cloud is being stopped");
        }
    }

    /** The running cluster behind an id of `webhooks`. */
    clusterWithId(clusterId: string): RunningCluster | undefined {
        const clusters = [...this.clusters.values()].map(({ cluster }) => cluster);
        return clusters.find(cluster => cluster?.id === clusterId);
    }

    status(): MachinesStatus {
        const clusters = [...this.clusters.values()].map(({ cluster }) => cluster?.status());
        return { etcd: this.etcd.status(), clusters: clusters.filter(status => status !== undefined) };
    }

    /** A control plane that is to be another version is started anew; its address and its objects stay. */
    private openAs(spec: ClusterSpec): OpenCluster {
        const open = this.clusters.get(spec.key);
        if (open === undefined || open.spec.version === spec.version) {
            return open ?? this.open(spec);
        }
        return this.open(spec, open);
    }

    private open(spec: ClusterSpec, before?: OpenCluster): OpenCluster {
        const begin = async (): Promise<ClusterEndpoint> => {
            this.requireWanted();
            await before?.started.catch(() => undefined);
            await before?.cluster?.stop();
            const files = disk.clusterFiles(this.clustersDirectory, this.logsDirectory, spec);
            const known = disk.readClusterRecord(files);
            if (known?.removing === true) {
                await this.etcd.start();
                await this.describe(files, known).remove();
            }
            const record =
                known === undefined || known.removing
                    ? newClusterRecord(spec, await this.newPort())
                    : { ...known, spec };
            disk.writeClusterRecord(files, record);
            await this.etcd.start();
            this.requireWanted();
            open.cluster = this.describe(files, record);
            return open.cluster.start();
        };
        // The promise runs up to its first pause before `open` exists, so it begins one turn later.
        const open: OpenCluster = {
            spec,
            cluster: undefined,
            groups: new Set(before?.groups),
            started: Promise.resolve().then(begin),
        };
        this.clusters.set(spec.key, open);
        return open;
    }

    private describe(files: disk.ClusterFiles, record: disk.ClusterRecord): Cluster {
        return new Cluster(
            {
                files,
                tools: this.tools,
                etcd: this.etcd,
                webhooks: this.options.webhooks(files.id),
                stagesFile: stagesFile(),
                log: this.options.log,
                gracePeriod: this.options.gracePeriod,
            },
            record,
        );
    }

    private described(): { readonly files: disk.ClusterFiles; readonly record: disk.ClusterRecord }[] {
        return disk.listClusterFiles(this.clustersDirectory, this.logsDirectory).flatMap(files => {
            const record = disk.readClusterRecord(files);
            return record === undefined ? [] : [{ files, record }];
        });
    }

    /** Clusters that are made at the same time get different ports. */
    private newPort(): Promise<number> {
        this.lastPort = this.lastPort.then(async () => {
            const taken = new Set([...this.described().map(({ record }) => record.port), ...this.givenPorts]);
            const port = await choosePort(taken);
            this.givenPorts.add(port);
            return port;
        });
        return this.lastPort;
    }
}
