import { isDeepStrictEqual } from "node:util";
import type { NodeSpec } from "../../cloud/contract";
import type { KubernetesApi } from "../kubernetes/api-client";
import { follow } from "../kubernetes/follow";
import type { List, Node, Pod } from "../kubernetes/objects";
import { readConfigMaps } from "./config-maps";
import { stopGracePeriod, type DeviceCounts } from "./device-manager";
import { eventReporter } from "./events";
import { isPluginResource } from "./known-plugins";
import { devicesInStatus, Kubelet, type KubeletOptions } from "./kubelet";
import type { ConfigMaps } from "./mounted-files";
import { firstStart, holdsPlugin, readPluginPod, type PluginContainer, type PluginPod } from "./plugin-pods";
import { driversWithSlices } from "./resource-slices";
import { WorkQueue } from "./work-queue";

export interface WatcherOptions {
    readonly api: KubernetesApi;
    readonly log: (line: string) => void;
    /** How long the devices of a plugin that went stay in the capacity, in milliseconds. */
    readonly gracePeriod?: number;
    /** Who else wants to see the running pods, so that they are followed once. */
    readonly alsoSeenBy?: PodObserver;
}

export interface PodObserver {
    replacePods(pods: readonly Pod[]): void;
    setPod(pod: Pod): void;
    removePod(uid: string): void;
}

interface WatchedPod {
    readonly pod: Pod;
    readonly configMaps: ConfigMaps;
    /** Its plugins as they were told to the node's device manager. */
    readonly told: PluginPod | undefined;
}

const nodesAtOnce = 16;
/** A kubelet tries again to mount what was not there. */
const mountRetry = 2_000;

/**
 * The device managers of all kubelets of one cluster. Follows the running pods: where one of them truly is a device plugin,
 * its node's status begins to name the devices, and when it goes, they go. The work grows with the number of nodes and of
 * plugin pods; every other pod is forgotten as soon as it has been seen.
 */
export class DevicePluginWatcher {
    private readonly kubelets = new Map<string, Kubelet>();
    private readonly pods = new Map<string, WatchedPod>();
    private readonly uidsByNode = new Map<string, Set<string>>();
    private readonly stopping = new AbortController();
    private readonly queue: WorkQueue;
    private readonly kubeletOptions: KubeletOptions;
    private podsAreKnown = false;
    private following: Promise<void> | undefined;
    /** What is seen is dealt with one after the other, since some of it has to be read first. */
    private lastStep: Promise<void> = Promise.resolve();

    constructor(private readonly options: WatcherOptions) {
        const { api, log, gracePeriod = stopGracePeriod } = options;
        this.queue = new WorkQueue(nodesAtOnce, async name => this.kubelets.get(name)?.publish(), log);
        const report = eventReporter(api, log, this.stopping.signal);
        this.kubeletOptions = {
            api,
            report,
            gracePeriod,
            changed: (node, later) => this.markForPublishing(node, later),
        };
    }

    /** Begins to follow the pods. `specs` are the machines that the cluster already has. */
    async start(specs: readonly NodeSpec[]): Promise<void> {
        const { api, alsoSeenBy } = this.options;
        const { items } = await api.get<List<Node>>("/api/v1/nodes");
        const registered = new Map(items.map(node => [node.metadata.name, node]));
        const drivers = await driversWithSlices(api);
        for (const spec of specs) {
            this.addNode(spec, devicesInStatus(registered.get(spec.name)), drivers.get(spec.name));
        }
        const follower = {
            replace: (pods: readonly Pod[]) => {
                this.replacePods(pods);
                alsoSeenBy?.replacePods(pods);
            },
            set: (pod: Pod) => {
                this.setPod(pod);
                alsoSeenBy?.setPod(pod);
            },
            remove: (pod: Pod) => {
                this.inTurn(() => this.removePod(uidOf(pod)));
                alsoSeenBy?.removePod(uidOf(pod));
            },
        };
        this.following = follow<Pod>(
            api,
            "/api/v1/pods",
            { fieldSelector: "status.phase=Running" },
            follower,
            this.stopping.signal,
        );
    }

    async stop(): Promise<void> {
        this.stopping.abort();
        this.queue.stop();
        await this.following;
        await this.lastStep;
    }

    /** A machine has joined the cluster, or is described anew. */
    setNode(spec: NodeSpec): void {
        const known = this.kubelets.get(spec.name);
        if (known?.spec.providerId !== spec.providerId) {
            this.addNode(spec, {});
        } else {
            known.spec = spec;
        }
        this.inTurn(() => this.tellNode(spec.name));
        this.markForPublishing(spec.name);
    }

    /** A machine is about to leave. */
    removeNode(name: string): void {
        this.kubelets.delete(name);
    }

    private inTurn(step: () => void | Promise<void>): void {
        this.lastStep = this.lastStep
            .then(() => (this.stopping.signal.aborted ? undefined : step()))
            .catch((error: unknown) => {
                if (!this.stopping.signal.aborted) {
                    this.options.log(error instanceof Error ? error.message : String(error));
                }
            });
    }

    private addNode(spec: NodeSpec, published: Record<string, DeviceCounts>, drivers?: readonly string[]): void {
        this.kubelets.set(spec.name, new Kubelet(spec, published, this.kubeletOptions, drivers));
        for (const uid of this.uidsByNode.get(spec.name) ?? []) {
            const known = this.pods.get(uid);
            if (known) this.pods.set(uid, { ...known, told: undefined });
        }
        this.markForPublishing(spec.name);
    }

    private replacePods(pods: readonly Pod[]): void {
        const present = new Set(pods.map(uidOf));
        this.inTurn(() => [...this.pods.keys()].filter(uid => !present.has(uid)).forEach(uid => this.removePod(uid)));
        // Plugins that were already there register in the order in which they started.
        [...pods].sort(byStart).forEach(pod => this.setPod(pod));
        this.inTurn(() => {
            if (!this.podsAreKnown) {
                // Before the first list nobody can say that a plugin is gone: the nodes' status is left as it was.
                this.podsAreKnown = true;
                [...this.kubelets.keys()].forEach(name => this.queue.add(name));
            }
        });
    }

    private setPod(pod: Pod): void {
        if (holdsPlugin(pod)) {
            this.inTurn(() => this.setPluginPod(pod));
        } else if (asksForDevices(pod)) {
            this.inTurn(() => this.kubelets.get(pod.spec.nodeName ?? "")?.admit(pod));
        }
    }

    /** A plugin reads its configuration when it starts: what a ConfigMap says later changes nothing before it starts again. */
    private async setPluginPod(pod: Pod): Promise<void> {
        const uid = uidOf(pod);
        const known = this.pods.get(uid);
        const read = known !== undefined && firstStart(known.pod) === firstStart(pod) && isWhole(known.configMaps);
        const configMaps = read ? known.configMaps : await readConfigMaps(this.options.api, pod);
        this.pods.set(uid, { pod, configMaps, told: known?.told });
        const name = pod.spec.nodeName ?? "";
        const uids = this.uidsByNode.get(name) ?? new Set();
        this.uidsByNode.set(name, uids.add(uid));
        this.tellNode(name);
        if (!isWhole(configMaps)) {
            const retry = (): void =>
                this.inTurn(() => (this.pods.get(uid)?.pod === pod ? this.setPluginPod(pod) : undefined));
            setTimeout(retry, mountRetry).unref();
        }
    }

    private removePod(uid: string): void {
        const known = this.pods.get(uid);
        const name = known?.pod.spec.nodeName ?? "";
        this.pods.delete(uid);
        this.uidsByNode.get(name)?.delete(uid);
        known?.told?.containers.forEach(container => this.kubelets.get(name)?.disconnect(container));
        this.tellNode(name);
    }

    /** A plugin may wait for another pod of its node, so that all of them are looked at when one changes. */
    private tellNode(name: string): void {
        const kubelet = this.kubelets.get(name);
        const uids = [...(this.uidsByNode.get(name) ?? [])];
        const neighbours = uids.map(uid => this.pods.get(uid)).filter(pod => pod !== undefined);
        neighbours
            .sort((one, other) => byStart(one.pod, other.pod))
            .forEach(known => kubelet && this.tell(kubelet, known, neighbours));
    }

    /** Tells the node's device manager what changed in a pod's plugins since it was last told. */
    private tell(kubelet: Kubelet, { pod, configMaps, told: previous }: WatchedPod, neighbours: WatchedPod[]): void {
        const before = previous?.containers ?? [];
        const told = readPluginPod(pod, kubelet.spec, configMaps, neighbours);
        const gone = before.filter(
            container => !told.containers.some(candidate => sameContainer(candidate, container)),
        );
        const come = told.containers.filter(
            container => !before.some(candidate => sameContainer(candidate, container)),
        );
        this.pods.set(uidOf(pod), { pod, configMaps, told });
        gone.forEach(container => kubelet.disconnect(container));
        come.forEach(container => kubelet.connect(told, container));
    }

    private markForPublishing(name: string, later = 0): void {
        if (later > 0) {
            this.queue.addLater(name, later);
        } else if (this.podsAreKnown) {
            this.queue.add(name);
        }
    }
}

function asksForDevices(pod: Pod): boolean {
    return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].some(({ resources }) =>
        Object.keys(resources?.limits ?? {}).some(isPluginResource),
    );
}

function isWhole(configMaps: ConfigMaps): boolean {
    return Object.values(configMaps).every(data => data !== undefined);
}

function sameContainer(one: PluginContainer, other: PluginContainer): boolean {
    return isDeepStrictEqual(one, other);
}

function byStart(one: Pod, other: Pod): number {
    return firstStart(one).localeCompare(firstStart(other));
}

function uidOf(pod: Pod): string {
    return pod.metadata.uid ?? "";
}
