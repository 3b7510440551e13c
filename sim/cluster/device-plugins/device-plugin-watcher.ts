import { isDeepStrictEqual } from "node:util";
import type { NodeSpec } from "../../cloud/contract";
import { isStatus, type KubernetesApi } from "../kubernetes/api-client";
import { follow } from "../kubernetes/follow";
import type { List, Node, Pod } from "../kubernetes/objects";
import { DeviceManager, stopGracePeriod, type DeviceCounts } from "./device-manager";
import { writeEvent, type NodeEvent } from "./events";
import { builtInResources, isPluginResource } from "./known-plugins";
import { firstStart, holdsPlugin, readPluginPod, type PluginContainer, type PluginPod } from "./plugin-pods";
import { WorkQueue } from "./work-queue";

export interface WatcherOptions {
    readonly api: KubernetesApi;
    readonly log: (line: string) => void;
    /** How long the devices of a plugin that went stay in the capacity, in milliseconds. */
    readonly gracePeriod?: number;
}

interface WatchedNode {
    spec: NodeSpec;
    readonly devices: DeviceManager;
    /** What the API server says of the node's devices; it is told only what differs. */
    published: Record<string, DeviceCounts>;
}

interface WatchedPod {
    readonly pod: Pod;
    /** Its plugins as they were told to the node's device manager. */
    readonly told: PluginPod | undefined;
}

const nodesAtOnce = 16;
const builtIn = "the node's image";

/**
 * The device managers of all kubelets of one cluster. Follows the running pods: where one of them truly is a device plugin,
 * its node's status begins to name the devices, and when it goes, they go. The work grows with the number of nodes and of
 * plugin pods; every other pod is forgotten as soon as it has been seen.
 */
export class DevicePluginWatcher {
    private readonly nodes = new Map<string, WatchedNode>();
    private readonly pods = new Map<string, WatchedPod>();
    private readonly stopping = new AbortController();
    private readonly queue: WorkQueue;
    private readonly gracePeriod: number;
    private podsAreKnown = false;
    private following: Promise<void> | undefined;

    constructor(private readonly options: WatcherOptions) {
        this.gracePeriod = options.gracePeriod ?? stopGracePeriod;
        this.queue = new WorkQueue(nodesAtOnce, name => this.publish(name), options.log);
    }

    /** Begins to follow the pods. `specs` are the machines that the cluster already has. */
    async start(specs: readonly NodeSpec[]): Promise<void> {
        const { api } = this.options;
        const { items } = await api.get<List<Node>>("/api/v1/nodes");
        const registered = new Map(items.map(node => [node.metadata.name, node]));
        for (const spec of specs) {
            this.addNode(spec, devicesInStatus(registered.get(spec.name)));
        }
        const follower = {
            replace: (pods: readonly Pod[]) => this.replacePods(pods),
            set: (pod: Pod) => this.setPod(pod),
            remove: (pod: Pod) => this.removePod(uidOf(pod)),
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
    }

    /** A machine has joined the cluster, or is described anew. */
    setNode(spec: NodeSpec): void {
        const known = this.nodes.get(spec.name);
        if (known?.spec.providerId !== spec.providerId) {
            this.addNode(spec, {});
        } else {
            known.spec = spec;
        }
        for (const [uid, { pod }] of this.pods) {
            if (pod.spec.nodeName === spec.name) {
                this.tell(uid);
            }
        }
        this.markForPublishing(spec.name);
    }

    /** A machine is about to leave. */
    removeNode(name: string): void {
        this.nodes.delete(name);
    }

    private addNode(spec: NodeSpec, published: Record<string, DeviceCounts>): void {
        const devices = new DeviceManager(Object.keys(published), this.gracePeriod);
        const resources = builtInResources(spec);
        if (Object.keys(resources).length > 0) {
            devices.connect(builtIn, resources);
        }
        const node: WatchedNode = { spec, devices, published };
        this.nodes.set(spec.name, node);
        for (const problem of spec.bootProblems ?? []) {
            this.reportOnNode(node, "Warning", "BootProblem", problem, spec.providerId);
        }
        for (const [uid, { pod }] of this.pods) {
            if (pod.spec.nodeName === spec.name) {
                this.pods.set(uid, { pod, told: undefined });
            }
        }
        this.markForPublishing(spec.name);
    }

    private replacePods(pods: readonly Pod[]): void {
        const present = new Set(pods.map(uidOf));
        [...this.pods.keys()].filter(uid => !present.has(uid)).forEach(uid => this.removePod(uid));
        // Plugins that were already there register in the order in which they started.
        [...pods]
            .filter(holdsPlugin)
            .sort(byStart)
            .forEach(pod => this.setPod(pod));
        if (!this.podsAreKnown) {
            // Before the first list nobody can say that a plugin is gone: the nodes' status is left as it was.
            this.podsAreKnown = true;
            [...this.nodes.keys()].forEach(name => this.queue.add(name));
        }
    }

    private setPod(pod: Pod): void {
        if (holdsPlugin(pod)) {
            const uid = uidOf(pod);
            this.pods.set(uid, { pod, told: this.pods.get(uid)?.told });
            this.tell(uid);
        }
    }

    private removePod(uid: string): void {
        const known = this.pods.get(uid);
        this.pods.delete(uid);
        const node = known === undefined ? undefined : this.nodes.get(known.pod.spec.nodeName ?? "");
        if (known?.told !== undefined && node !== undefined) {
            known.told.containers.forEach(container => this.disconnect(node, container));
        }
    }

    /** Tells the node's device manager what changed in a pod's plugins since it was last told. */
    private tell(uid: string): void {
        const known = this.pods.get(uid);
        const node = known === undefined ? undefined : this.nodes.get(known.pod.spec.nodeName ?? "");
        if (known === undefined || node === undefined) {
            return;
        }
        const before = known.told?.containers ?? [];
        const told = readPluginPod(known.pod, node.spec);
        const gone = before.filter(
            container => !told.containers.some(candidate => sameContainer(candidate, container)),
        );
        const come = told.containers.filter(
            container => !before.some(candidate => sameContainer(candidate, container)),
        );
        this.pods.set(uid, { pod: known.pod, told });
        gone.forEach(container => this.disconnect(node, container));
        come.forEach(container => this.connect(node, told, container));
    }

    private connect(node: WatchedNode, pod: PluginPod, container: PluginContainer): void {
        const occasion = container.id;
        if (container.outcome.kind === "fails") {
            const { reason, message } = container.outcome;
            const subject = { kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid } as const;
            this.report({ subject, node: node.spec.name, type: "Warning", reason, message, occasion });
            return;
        }
        const { resources, warnings = [] } = container.outcome;
        const replaced = node.devices.connect(container.id, resources);
        const registered = Object.entries(resources)
            .map(([resource, count]) => `${count} × ${resource}`)
            .join(", ");
        this.reportOnNode(
            node,
            "Normal",
            "DevicePluginRegistered",
            `${podName(pod)} registered ${registered}`,
            occasion,
        );
        for (const { reason, message } of warnings) {
            this.reportOnNode(node, "Warning", reason, `${podName(pod)}: ${message}`, occasion);
        }
        if (replaced.length > 0) {
            const others = replaced.map(owner => (owner === builtIn ? builtIn : "another plugin")).join(", ");
            const message =
                `${podName(pod)} registered ${registered}, which ${others} already had: the kubelet keeps the last one, and ` +
                "when either goes nothing is allocatable until one of them starts again";
            this.reportOnNode(node, "Warning", "DevicePluginReplaced", message, occasion);
        }
        this.markForPublishing(node.spec.name);
    }

    private disconnect(node: WatchedNode, container: PluginContainer): void {
        const lost = node.devices.disconnect(container.id, Date.now());
        if (lost.length > 0) {
            const message = `the ${container.plugin} went: nothing of ${lost.join(", ")} is allocatable until it registers again`;
            this.reportOnNode(node, "Warning", "DevicePluginStopped", message, container.id);
            this.markForPublishing(node.spec.name);
            this.queue.addLater(node.spec.name, this.gracePeriod);
        }
    }

    private markForPublishing(name: string): void {
        if (this.podsAreKnown) {
            this.queue.add(name);
        }
    }

    /** Brings the node's status in line with its device manager, as a kubelet does when it updates its status. */
    private async publish(name: string): Promise<void> {
        const node = this.nodes.get(name);
        const counts = node?.devices.counts(Date.now()) ?? {};
        if (node === undefined || isDeepStrictEqual(counts, node.published)) {
            return;
        }
        const quantities = (field: keyof DeviceCounts): Record<string, string> =>
            Object.fromEntries(Object.entries(counts).map(([resource, count]) => [resource, String(count[field])]));
        const status = { capacity: quantities("capacity"), allocatable: quantities("allocatable") };
        try {
            await this.options.api.patch(`/api/v1/nodes/${name}/status`, "merge", { status });
        } catch (error) {
            if (!isStatus(error, 404)) {
                throw error;
            }
            // The node left, or has not registered yet; it is looked at again when it joins.
            return;
        }
        node.published = counts;
    }

    private reportOnNode(
        node: WatchedNode,
        type: NodeEvent["type"],
        reason: string,
        message: string,
        occasion: string,
    ): void {
        const { name } = node.spec;
        this.report({ subject: { kind: "Node", name }, node: name, type, reason, message, occasion });
    }

    private report(event: NodeEvent): void {
        writeEvent(this.options.api, event, new Date()).catch((error: unknown) => {
            if (!this.stopping.signal.aborted) {
                this.options.log(
                    `event ${event.reason} of ${event.node}: ${error instanceof Error ? error.message : String(error)}`,
                );
            }
        });
    }
}

/** What a node's status says of the devices that plugins advertise. */
function devicesInStatus(node: Node | undefined): Record<string, DeviceCounts> {
    const { capacity = {}, allocatable = {} } = node?.status ?? {};
    return Object.fromEntries(
        Object.entries(capacity)
            .filter(([resource]) => isPluginResource(resource))
            .map(([resource, count]) => [
                resource,
                { capacity: Number(count), allocatable: Number(allocatable[resource] ?? 0) },
            ]),
    );
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

function podName(pod: PluginPod): string {
    return `pod ${pod.namespace}/${pod.name}`;
}
