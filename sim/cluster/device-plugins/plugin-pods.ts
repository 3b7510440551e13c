import type { NodeSpec } from "../../cloud/contract";
import type { Pod } from "../kubernetes/objects";
import { turnedAwayBy } from "./kubelet-admission";
import { pluginOf } from "./known-plugins";
import type { ConfigMaps } from "./mounted-files";
import type { DevicePlugin, Neighbour, Outcome, Place } from "./plugin";

/** A container that holds a device plugin and runs, as its kubelet knows it. */
export interface PluginContainer {
    /** The same for as long as the container runs, another one after a restart. */
    readonly id: string;
    readonly plugin: string;
    readonly startedAt: string;
    readonly outcome: Outcome;
}

/** A pod with device plugins in it: the little that has to be remembered of it. */
export interface PluginPod {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly nodeName: string;
    readonly serviceAccount: string;
    readonly containers: readonly PluginContainer[];
}

/** Whether any container's image is a device plugin that we know: all other pods are forgotten at once. */
export function holdsPlugin(pod: Pod): boolean {
    return pod.spec.containers.some(container => pluginOf(container.image ?? "") !== undefined);
}

/**
 * What the device plugins of a pod do on its node. Containers that do not run, or are not ready, are left out. `neighbours` are
 * the pods on the node for which `holdsPlugin` is true.
 */
export function readPluginPod(
    pod: Pod,
    node: NodeSpec,
    configMaps: ConfigMaps = {},
    neighbours: readonly Neighbour[] = [],
): PluginPod {
    const others = neighbours.filter(neighbour => isReady(neighbour.pod));
    return {
        namespace: pod.metadata.namespace ?? "default",
        name: pod.metadata.name,
        uid: pod.metadata.uid ?? "",
        nodeName: node.name,
        serviceAccount: pod.spec.serviceAccountName ?? "default",
        containers:
            pod.metadata.deletionTimestamp === undefined
                ? runningPlugins({ pod, node, configMaps, neighbours: others })
                : [],
    };
}

function isReady(pod: Pod): boolean {
    return (
        pod.metadata.deletionTimestamp === undefined &&
        pod.status?.phase === "Running" &&
        pod.spec.containers.every(({ name }) =>
            pod.status?.containerStatuses?.some(status => status.name === name && status.ready),
        )
    );
}

function runningPlugins(place: Omit<Place, "container">): PluginContainer[] {
    const { pod } = place;
    return pod.spec.containers.flatMap(container => {
        const plugin = pluginOf(container.image ?? "");
        const status = pod.status?.containerStatuses?.find(candidate => candidate.name === container.name);
        const startedAt = status?.state?.running?.startedAt;
        if (
            plugin === undefined ||
            pod.status?.phase !== "Running" ||
            status?.ready !== true ||
            startedAt === undefined ||
            !plugin.isRunBy(container, pod)
        ) {
            return [];
        }
        const id = `${pod.metadata.uid ?? pod.metadata.name}/${container.name}/${startedAt}`;
        return [{ id, plugin: plugin.name, startedAt, outcome: outcomeOf(plugin, { ...place, container }) }];
    });
}

function outcomeOf(plugin: DevicePlugin, place: Place): Outcome {
    const { pod, node } = place;
    const [taint] = turnedAwayBy(node.taints, pod.spec.tolerations ?? []);
    if (taint !== undefined) {
        return {
            kind: "fails",
            reason: "TaintToleration",
            message: `a real kubelet of ${node.name} would not admit this pod: it does not tolerate ${taint.key}:NoExecute`,
        };
    }
    return plugin.start(place);
}

/** When the first container of a pod started; pods compare by it. */
export function firstStart(pod: Pod): string {
    const starts = (pod.status?.containerStatuses ?? []).map(status => status.state?.running?.startedAt ?? "");
    return starts.sort()[0] ?? "";
}
