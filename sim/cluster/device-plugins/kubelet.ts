import { isDeepStrictEqual } from "node:util";
import type { NodeSpec } from "../../cloud/contract";
import { isStatus, StatusError, type KubernetesApi } from "../kubernetes/api-client";
import type { Node, Pod } from "../kubernetes/objects";
import { missingRight, serviceAccountUser } from "./access";
import { DeviceManager, type DeviceCounts } from "./device-manager";
import type { EventReporter, NodeEvent } from "./events";
import { builtInPlugins, isPluginResource, sharesDevices } from "./known-plugins";
import { refusedRequest } from "./kubelet-admission";
import { unconnectedRequest } from "./neuron-requests";
import { reportConditions } from "./node-conditions";
import type { PluginContainer, PluginPod } from "./plugin-pods";
import { publishSlice, removeSlice, wipingDelay, type Publication } from "./resource-slices";

export interface KubeletOptions {
    readonly api: KubernetesApi;
    readonly report: EventReporter;
    /** How long the devices of a plugin that went stay in the capacity, in milliseconds. */
    readonly gracePeriod: number;
    /** The status of this node has to be published: now, or so many milliseconds later. */
    readonly changed: (node: string, later?: number) => void;
}

const builtIn = "the node's image";
const retryAfter = 10_000;

type Registration = Extract<PluginContainer["outcome"], { readonly kind: "registers" }>;
type Observation = Extract<PluginContainer["outcome"], { readonly kind: "observes" }>;

interface DraDriver extends Publication {
    readonly pod: PluginPod;
    readonly container: PluginContainer;
}

/** What the kubelet of one node does about devices. */
export class Kubelet {
    private readonly devices: DeviceManager;
    /** Resources of which a container gets no more than one, by the plugin that says so and since when. */
    private readonly oneEach = new Map<string, { readonly since: string; readonly resources: readonly string[] }>();
    /** DRA drivers that run, by their containers. */
    private readonly draDrivers = new Map<string, DraDriver>();
    /** Plugins that register once their service account may do what they need. */
    private readonly waiting = new Map<string, { readonly pod: PluginPod; readonly container: PluginContainer }>();
    /** What speaks of the node and has yet to say what it found. */
    private readonly observers = new Map<string, { readonly pod: PluginPod; readonly outcome: Observation }>();
    /** When the slices of a driver have to go, by its name; `Infinity` while it runs. */
    private readonly slices = new Map<string, number>();

    constructor(
        public spec: NodeSpec,
        /** What the API server says of the node's devices; it is told only what differs. */
        private published: Record<string, DeviceCounts>,
        private readonly options: KubeletOptions,
        /** DRA drivers that have slices of the node; they go unless they come back. */
        drivers: readonly string[] = [],
    ) {
        drivers.forEach(driver => this.slices.set(driver, Date.now() + this.wipingDelay()));
        this.devices = new DeviceManager(Object.keys(published), options.gracePeriod);
        for (const problem of spec.bootProblems ?? []) {
            this.report("Warning", "BootProblem", problem, spec.providerId);
        }
        for (const outcome of builtInPlugins(spec)) {
            if (outcome.kind === "fails") {
                this.report("Warning", outcome.reason, outcome.message, spec.providerId);
            } else if (outcome.kind === "registers") {
                this.devices.connect(builtIn, outcome.resources);
                this.oneEach.set(builtIn, { since: "", resources: outcome.oneEach ?? [] });
            }
        }
    }

    /** A plugin has started in a container, and registers or fails. */
    connect(pod: PluginPod, container: PluginContainer): void {
        const occasion = container.id;
        if (container.outcome.kind === "fails") {
            const { reason, message } = container.outcome;
            this.reportOfPod(pod, reason, message, occasion);
            return;
        }
        if (container.outcome.kind === "publishes") {
            const { driver, devices } = container.outcome;
            const user = serviceAccountUser(pod.namespace, pod.serviceAccount);
            this.draDrivers.set(occasion, { driver, devices, user, pod, container });
            this.slices.set(driver, Infinity);
            this.warnOfTwoOwners(occasion);
            this.options.changed(this.spec.name);
            return;
        }
        if (container.outcome.kind === "observes") {
            this.observers.set(occasion, { pod, outcome: container.outcome });
            this.options.changed(this.spec.name);
            return;
        }
        if (container.outcome.rights !== undefined) {
            this.waiting.set(occasion, { pod, container });
            this.options.changed(this.spec.name);
            return;
        }
        this.register(pod, container, container.outcome);
    }

    private register(pod: PluginPod, container: PluginContainer, outcome: Registration): void {
        const occasion = container.id;
        const named = `pod ${pod.namespace}/${pod.name}`;
        const { resources, oneEach = [], warnings = [] } = outcome;
        const replaced = this.devices.connect(container.id, resources);
        this.oneEach.set(container.id, { since: container.startedAt, resources: oneEach });
        const registered = Object.entries(resources)
            .map(([resource, count]) => `${count} × ${resource}`)
            .join(", ");
        this.report("Normal", "DevicePluginRegistered", `${named} registered ${registered}`, occasion);
        for (const { reason, message } of warnings) {
            this.report("Warning", reason, `${named}: ${message}`, occasion);
        }
        if (replaced.length > 0) {
            const others = replaced.map(owner => (owner === builtIn ? builtIn : "another plugin")).join(", ");
            const message =
                `${named} registered ${registered}, which ${others} already had: the kubelet keeps the last one, and ` +
                "when either goes nothing is allocatable until one of them starts again";
            this.report("Warning", "DevicePluginReplaced", message, occasion);
        }
        this.warnOfTwoOwners(occasion);
        this.options.changed(this.spec.name);
    }

    /** A device that both a resource and a claim hand out is given to two pods; Kubernetes does not see it. */
    private warnOfTwoOwners(occasion: string): void {
        const counts = this.devices.counts(Date.now());
        const counted = Object.keys(counts).filter(name => (counts[name]?.allocatable ?? 0) > 0);
        for (const { pod, container } of this.draDrivers.values()) {
            const twice = counted.filter(resource => sharesDevices(container.plugin, resource));
            if (twice.length > 0) {
                const message =
                    `pod ${pod.namespace}/${pod.name} publishes the devices that a device plugin advertises as ` +
                    `${twice.join(", ")}: a pod that asks for the resource and one with a claim can get the same device`;
                this.report("Warning", "DevicesAdvertisedTwice", message, occasion);
            }
        }
    }

    private wipingDelay(): number {
        return Math.min(wipingDelay, this.options.gracePeriod);
    }

    private async registerWaiting(): Promise<void> {
        for (const [id, { pod, container }] of this.waiting) {
            const { outcome } = container;
            if (outcome.kind !== "registers") continue;
            const missing = await missingRight(this.options.api, pod, outcome.rights ?? []);
            if (!this.waiting.has(id)) continue;
            if (missing === undefined) {
                this.waiting.delete(id);
                this.register(pod, container, outcome);
            } else {
                this.reportOfPod(pod, "PluginForbidden", missing, id);
                this.options.changed(this.spec.name, retryAfter);
            }
        }
    }

    private async reportObservations(): Promise<void> {
        for (const [id, { pod, outcome }] of this.observers) {
            const user = serviceAccountUser(pod.namespace, pod.serviceAccount);
            try {
                await reportConditions(this.options.api, this.spec.name, user, outcome.conditions);
            } catch (error) {
                if (isStatus(error, 404)) return;
                if (!(error instanceof StatusError) || error.code !== 403) throw error;
                this.reportOfPod(pod, "NodeConditionsForbidden", error.message, id);
                this.options.changed(this.spec.name, retryAfter);
                continue;
            }
            this.observers.delete(id);
            for (const { type, status, reason, message } of outcome.conditions.filter(
                each => each.status !== "False",
            )) {
                const text = `Node condition ${type} is now: ${status}, reason: ${reason}, message: ${JSON.stringify(message)}`;
                this.report("Warning", reason, text, id);
            }
            for (const { reason, message } of outcome.notices ?? []) this.report("Warning", reason, message, id);
        }
    }

    /** A plugin's container has ended. */
    disconnect(container: PluginContainer): void {
        this.waiting.delete(container.id);
        this.observers.delete(container.id);
        const gone = this.draDrivers.get(container.id);
        this.draDrivers.delete(container.id);
        if (gone !== undefined && ![...this.draDrivers.values()].some(({ driver }) => driver === gone.driver)) {
            this.slices.set(gone.driver, Date.now() + this.wipingDelay());
            this.options.changed(this.spec.name, this.wipingDelay());
        }
        const lost = this.devices.disconnect(container.id, Date.now());
        this.oneEach.delete(container.id);
        if (lost.length > 0) {
            const message = `the ${container.plugin} went: nothing of ${lost.join(", ")} is allocatable until it registers again`;
            this.report("Warning", "DevicePluginStopped", message, container.id);
            this.options.changed(this.spec.name);
            this.options.changed(this.spec.name, this.options.gracePeriod);
        }
    }

    /** A pod that a plugin gives nothing never ran on a real node; here it is ended as soon as it is seen. */
    async admit(pod: Pod): Promise<void> {
        const limits = [...this.oneEach.values()].filter(({ since }) => since <= (pod.status?.startTime ?? ""));
        const message = refusedRequest(pod, new Set(limits.flatMap(({ resources }) => resources)));
        const { namespace = "default", name, uid = "" } = pod.metadata;
        if (message === undefined) {
            const unconnected = unconnectedRequest(pod, this.spec, this.allocatable());
            if (unconnected !== undefined) {
                const subject = { kind: "Pod", namespace, name, uid } as const;
                const event = { subject, node: this.spec.name, type: "Warning", occasion: uid } as const;
                this.options.report({ ...event, reason: "NeuronDevicesUnconnected", message: unconnected });
            }
            return;
        }
        const reason = "UnexpectedAdmissionError";
        const subject = { kind: "Pod", namespace, name, uid } as const;
        this.options.report({ subject, node: this.spec.name, type: "Warning", reason, message, occasion: uid });
        const status = { phase: "Failed", reason, message, containerStatuses: [] };
        try {
            await this.options.api.patch(`/api/v1/namespaces/${namespace}/pods/${name}/status`, "merge", { status });
        } catch (error) {
            if (!isStatus(error, 404)) {
                throw error;
            }
        }
    }

    /** Brings the API server in line with what is on the node. */
    async publish(): Promise<void> {
        await this.registerWaiting();
        await this.publishStatus();
        await this.publishSlices();
        await this.reportObservations();
    }

    private async publishSlices(): Promise<void> {
        const { api, changed } = this.options;
        for (const [driver, until] of this.slices) {
            const publication = [...this.draDrivers.values()].find(each => each.driver === driver);
            if (publication === undefined && Date.now() >= until) {
                await removeSlice(api, this.spec.name, driver);
                this.slices.delete(driver);
            } else if (publication === undefined) {
                changed(this.spec.name, until - Date.now());
            } else {
                await this.publishOf(publication);
            }
        }
    }

    private async publishOf({ pod, container, ...publication }: DraDriver): Promise<void> {
        const { api, changed } = this.options;
        try {
            await publishSlice(api, this.spec.name, publication);
        } catch (error) {
            if (!(error instanceof StatusError) || error.code !== 403) {
                throw error;
            }
            this.reportOfPod(pod, "ResourceSlicesForbidden", error.message, container.id);
            changed(this.spec.name, retryAfter);
        }
    }

    /** As a kubelet does when it updates its status. */
    private async publishStatus(): Promise<void> {
        const counts = this.devices.counts(Date.now());
        if (isDeepStrictEqual(counts, this.published)) {
            return;
        }
        const quantities = (field: keyof DeviceCounts): Record<string, string> =>
            Object.fromEntries(Object.entries(counts).map(([resource, count]) => [resource, String(count[field])]));
        const status = { capacity: quantities("capacity"), allocatable: quantities("allocatable") };
        try {
            await this.options.api.patch(`/api/v1/nodes/${this.spec.name}/status`, "merge", { status });
        } catch (error) {
            if (!isStatus(error, 404)) {
                throw error;
            }
            // The node left, or has not registered yet; it is looked at again when it joins.
            return;
        }
        this.published = counts;
    }

    private allocatable(): Readonly<Record<string, number>> {
        const counts = Object.entries(this.devices.counts(Date.now()));
        return Object.fromEntries(counts.map(([resource, { allocatable }]) => [resource, allocatable]));
    }

    private reportOfPod(pod: PluginPod, reason: string, message: string, occasion: string): void {
        const subject = { kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid } as const;
        this.options.report({ subject, node: this.spec.name, type: "Warning", reason, message, occasion });
    }

    private report(type: NodeEvent["type"], reason: string, message: string, occasion: string): void {
        const { name } = this.spec;
        this.options.report({ subject: { kind: "Node", name }, node: name, type, reason, message, occasion });
    }
}

/** What a node's status says of the devices that plugins advertise. */
export function devicesInStatus(node: Node | undefined): Record<string, DeviceCounts> {
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
