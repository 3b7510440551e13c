import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { ClusterEndpoint, ClusterSpec, NodeSpec } from "../cloud/contract";
import { atMost } from "./at-most";
import * as disk from "./cluster-files";
import * as plane from "./control-plane";
import { DevicePluginWatcher } from "./device-plugins/device-plugin-watcher";
import { eventReporter } from "./device-plugins/events";
import type { Etcd } from "./etcd";
import { KubernetesApi } from "./kubernetes/api-client";
import { runnableVersion } from "./kubernetes-version";
import { freeLeases, joinNode, leaveNode } from "./nodes";
import { isPortFree } from "./ports";
import {
    commandLineOf,
    isRunningAlready,
    lastLines,
    SupervisedProcess,
    type ProcessSpec,
    type ProcessStatus,
} from "./processes/supervised-process";
import { endStrays } from "./processes/strays";
import { SecondSchedulers } from "./schedulers/second-schedulers";

export interface ClusterOptions {
    readonly files: disk.ClusterFiles;
    readonly tools: plane.ControlPlaneTools;
    readonly etcd: Etcd;
    readonly webhooks: plane.Webhooks;
    readonly stagesFile: string;
    readonly log: (line: string) => void;
    /** See `DevicePluginWatcher`. */
    readonly gracePeriod?: number;
}

export interface ClusterStatus {
    readonly key: string;
    readonly name: string;
    readonly url: string;
    /** The version that was asked for, and the one that the control plane behaves as. */
    readonly version: { readonly declared: string; readonly runsAs: string };
    /** Number of nodes by group. */
    readonly nodes: Readonly<Record<string, number>>;
    readonly processes: readonly ProcessStatus[];
}

interface Running {
    readonly api: KubernetesApi;
    readonly watcher: DevicePluginWatcher;
    readonly schedulers: SecondSchedulers;
}

const nodesAtOnce = 16;
const patience = 120_000;
const crashesAtStart = 3;

/** One simulated EKS cluster: a real control plane, kubelets played by kwok, and their device managers. */
export class Cluster {
    readonly id: string;
    readonly spec: ClusterSpec;
    private readonly apiServer: SupervisedProcess;
    private readonly kubelets: SupervisedProcess;
    private readonly others: readonly SupervisedProcess[];
    private readonly specs: readonly ProcessSpec[];
    private readonly webhookFiles: plane.Webhooks;
    private running: Running | undefined;
    private nodes: disk.NodeRecord;
    private stopping = false;
    /** Changes of the nodes are made one after the other. */
    private lastChange: Promise<unknown> = Promise.resolve();

    constructor(
        private readonly options: ClusterOptions,
        private readonly record: disk.ClusterRecord,
    ) {
        this.id = options.files.id;
        this.spec = record.spec;
        const { files, tools, etcd } = options;
        const log = (line: string): void => options.log(`${files.id}: ${line}`);
        this.webhookFiles = {
            authentication: webhookFile(files.directory, "authentication", options.webhooks.authentication),
            authorization: webhookFile(files.directory, "authorization", options.webhooks.authorization),
        };
        const apiServer = plane.apiServer(tools, files, record, etcd.url, this.webhookFiles);
        const kubelets = plane.kubelets(tools, files, options.stagesFile);
        const controllers = [plane.controllerManager(tools, files, record), plane.scheduler(tools, files, record)];
        this.specs = [apiServer, kubelets, ...controllers];
        this.apiServer = new SupervisedProcess(apiServer, log);
        this.kubelets = new SupervisedProcess(kubelets, log);
        this.others = [this.kubelets, ...controllers.map(spec => new SupervisedProcess(spec, log))];
        this.nodes = disk.readNodeRecord(files);
    }

    /** Starts what does not run and takes over what does; resolves when the API server is ready. */
    async start(): Promise<ClusterEndpoint> {
        const { files } = this.options;
        await endStrays(files.directory, new Set(this.specs.map(commandLineOf)));
        this.writeFiles();
        await this.requirePort();
        this.requireWanted();
        this.apiServer.start();
        const certificateAuthority = await this.untilReady();
        await this.startOthers(certificateAuthority);
        return {
            url: plane.clusterUrl(this.record),
            certificateAuthority: Buffer.from(certificateAuthority).toString("base64"),
        };
    }

    /** Makes the nodes of a group be exactly these. */
    ensureNodes(group: string, wanted: readonly NodeSpec[]): Promise<void> {
        const change = this.lastChange.then(() => this.changeNodes(group, wanted));
        this.lastChange = change.catch(() => undefined);
        return change;
    }

    /** Reads an object as the administrator. */
    async read<T>(path: string): Promise<T> {
        return this.live().api.get<T>(path);
    }

    groups(): string[] {
        return Object.keys(this.nodes);
    }

    /** Ends every process, also while it starts, for good: another start needs another `Cluster`. The objects stay in etcd. */
    async stop(): Promise<void> {
        this.stopping = true;
        await this.running?.watcher.stop();
        await this.running?.schedulers.stop();
        this.running?.api.close();
        this.running = undefined;
        await Promise.all(this.others.map(other => other.stop()));
        await this.apiServer.stop();
        await endStrays(this.options.files.directory);
    }

    /** Ends every process and removes every trace. A removal that is cut short goes on at the next start. */
    async remove(): Promise<void> {
        const { files, etcd } = this.options;
        disk.writeClusterRecord(files, { ...this.record, removing: true });
        await this.stop();
        await etcd.removePrefix(plane.etcdPrefix(files));
        rmSync(dirname(files.log("any")), { recursive: true, force: true });
        rmSync(files.directory, { recursive: true, force: true });
    }

    status(): ClusterStatus {
        const { key, name, version } = this.spec;
        return {
            key,
            name,
            url: plane.clusterUrl(this.record),
            version: { declared: version, runsAs: runnableVersion(version, this.options.tools.kubernetesVersion) },
            nodes: Object.fromEntries(
                Object.entries(this.nodes).map(([group, nodes]) => [group, Object.keys(nodes).length]),
            ),
            processes: [
                ...[this.apiServer, ...this.others].map(one => one.status()),
                ...(this.running?.schedulers.status() ?? []),
            ],
        };
    }

    private requireWanted(): void {
        if (this.stopping) {
            throw new Error(`cluster ${this.spec.name} is being stopped`);
        }
    }

    private writeFiles(): void {
        const { files } = this.options;
        disk.ensureServiceAccountKey(files);
        disk.writePrivateFile(files.tokens, plane.tokenFile(this.record));
        for (const kind of ["authentication", "authorization"] as const) {
            disk.writePrivateFile(this.webhookFiles[kind], plane.webhookConfig(this.options.webhooks[kind]));
        }
    }

    /** A kubeconfig that is out in the world holds the port, so no other one will do. */
    private async requirePort(): Promise<void> {
        const { files } = this.options;
        if (isRunningAlready(this.apiServer.spec)) {
            return;
        }
        if (!(await isPortFree(this.record.port))) {
            throw new Error(
                `port ${this.record.port} of cluster ${this.spec.name} is taken by another program, and kubeconfigs ` +
                    "name it: end that program and start the local cloud again, or reset the local cloud",
            );
        }
        disk.removeUnusableCertificate(files);
    }

    private async untilReady(): Promise<string> {
        const { files } = this.options;
        const deadline = Date.now() + patience;
        for (;;) {
            const authority = disk.readCertificateAuthority(files);
            if (authority !== undefined && (await this.isReady(authority))) {
                return authority;
            }
            this.requireWanted();
            const { restarts } = this.apiServer.status();
            if (restarts >= crashesAtStart || Date.now() > deadline) {
                await this.apiServer.stop();
                throw new Error(
                    `the API server of cluster ${this.spec.name} does not start; its log ends with\n` +
                        lastLines(files.log("kube-apiserver"), 5),
                );
            }
            await new Promise(resolve => setTimeout(resolve, 100));
        }
    }

    private async isReady(certificateAuthority: string): Promise<boolean> {
        const { port } = this.record;
        if (await isPortFree(port)) {
            return false;
        }
        const api = this.openApi(certificateAuthority);
        try {
            return await api.isReady();
        } finally {
            api.close();
        }
    }

    private async startOthers(certificateAuthority: string): Promise<void> {
        const { files, log, gracePeriod } = this.options;
        const authorityFile = plane.authorityFile(files);
        if (!existsSync(authorityFile) || readFileSync(authorityFile, "utf8") !== certificateAuthority) {
            // Those that still run trust an authority that is no more.
            await endStrays(files.directory, new Set([commandLineOf(this.apiServer.spec)]));
            disk.writePrivateFile(authorityFile, certificateAuthority);
        }
        for (const user of ["scheduler", "controllerManager", "kubelets", "administrator"] as const) {
            disk.writePrivateFile(files.kubeconfig(user), plane.kubeconfig(this.record, user, certificateAuthority));
        }
        const api = this.running?.api ?? this.openApi(certificateAuthority);
        if (!isRunningAlready(this.kubelets.spec)) {
            await freeLeases(api);
        }
        this.requireWanted();
        this.others.forEach(other => other.start());
        if (this.running === undefined) {
            const schedulers = this.secondSchedulers(api, certificateAuthority);
            const watcher = new DevicePluginWatcher({ api, log, gracePeriod, alsoSeenBy: schedulers });
            await watcher.start(Object.values(this.nodes).flatMap(nodes => Object.values(nodes)));
            this.running = { api, watcher, schedulers };
        }
        await this.untilPodsMayBeMade(api);
    }

    /** A pod is refused while its namespace has no service account, which the controller manager makes a moment later. */
    private async untilPodsMayBeMade(api: KubernetesApi): Promise<void> {
        const deadline = Date.now() + patience;
        for (;;) {
            this.requireWanted();
            try {
                await api.get("/api/v1/namespaces/default/serviceaccounts/default");
                return;
            } catch (error) {
                if (Date.now() > deadline) {
                    throw error;
                }
            }
            await new Promise(resolve => setTimeout(resolve, 100));
        }
    }

    private secondSchedulers(api: KubernetesApi, certificateAuthority: string): SecondSchedulers {
        const { files, tools, log } = this.options;
        return new SecondSchedulers({
            api,
            files,
            log,
            report: eventReporter(api, log, new AbortController().signal),
            kubeconfig: token => plane.kubeconfigOf(this.record, token, certificateAuthority),
            scheduler: (name, args) => plane.secondScheduler(tools, files, this.record, name, args),
            version: runnableVersion(this.spec.version, tools.kubernetesVersion),
        });
    }

    private live(): Running {
        if (this.running === undefined) {
            throw new Error(`cluster ${this.spec.name} does not run`);
        }
        return this.running;
    }

    private openApi(certificateAuthority: string): KubernetesApi {
        const token = this.record.tokens.administrator ?? "";
        return new KubernetesApi({ url: plane.clusterUrl(this.record), certificateAuthority, token });
    }

    /**
     * What is wanted is written down before anything is done, together with what is there: whatever a kill leaves half-done
     * is known, and the next call finishes it.
     */
    private async changeNodes(group: string, wanted: readonly NodeSpec[]): Promise<void> {
        const { api, watcher } = this.live();
        const before = this.nodes[group] ?? {};
        const after = Object.fromEntries(wanted.map(node => [node.name, node]));
        this.saveNodes(group, { ...after, ...before });
        await atMost(nodesAtOnce, wanted, async node => {
            await joinNode(api, before[node.name], node);
            watcher.setNode(node);
        });
        const leaving = Object.keys(before).filter(name => !(name in after));
        await atMost(nodesAtOnce, leaving, async name => {
            watcher.removeNode(name);
            await leaveNode(api, name);
        });
        this.saveNodes(group, after);
    }

    private saveNodes(group: string, nodes: Readonly<Record<string, NodeSpec>>): void {
        const others = Object.entries(this.nodes).filter(([name]) => name !== group);
        const own = Object.keys(nodes).length === 0 ? [] : [[group, nodes] as const];
        this.nodes = Object.fromEntries([...others, ...own]);
        disk.writeNodeRecord(this.options.files, this.nodes);
    }
}

/** The API server reads it only when it starts: another address has to be another command line. */
function webhookFile(directory: string, kind: string, url: string): string {
    return `${directory}/${kind}-${createHash("sha256").update(url).digest("hex").slice(0, 8)}.json`;
}

/** What a new cluster is known by; the port never changes afterwards. */
export function newClusterRecord(spec: ClusterSpec, port: number): disk.ClusterRecord {
    return { spec, port, tokens: plane.newTokens(), removing: false };
}
