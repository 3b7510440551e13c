import type { NodeSpec } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";
import { turnedAwayBy } from "./kubelet-admission";
import { pluginOf } from "./known-plugins";
import type { DevicePlugin, Outcome } from "./plugin";

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
    readonly containers: readonly PluginContainer[];
}

/** Whether any container's image is a device plugin that we know: all other pods are forgotten at once. */
export function holdsPlugin(pod: Pod): boolean {
    return pod.spec.containers.some(container => pluginOf(container.image ?? "") !== undefined);
}

/** What the device plugins of a pod do on its node. Containers that do not run, or are not ready, are left out. */
export function readPluginPod(pod: Pod, node: NodeSpec): PluginPod {
    return {
        namespace: pod.metadata.namespace ?? "default",
        name: pod.metadata.name,
        uid: pod.metadata.uid ?? "",
        nodeName: node.name,
        containers: pod.metadata.deletionTimestamp === undefined ? runningPlugins(pod, node) : [],
    };
}

function runningPlugins(pod: Pod, node: NodeSpec): PluginContainer[] {
    return pod.spec.containers.flatMap(container => {
        const plugin = pluginOf(container.image ?? "");
        const status = pod.status?.containerStatuses?.find(candidate => candidate.name === container.name);
        const startedAt = status?.state?.running?.startedAt;
        if (
            plugin === undefined ||
            pod.status?.phase !== "Running" ||
            status?.ready !== true ||
            startedAt === undefined
        ) {
            return [];
        }
        const id = `${pod.metadata.uid ?? pod.metadata.name}/${container.name}/${startedAt}`;
        return [{ id, plugin: plugin.name, startedAt, outcome: outcomeOf(plugin, pod, container, node) }];
    });
}

function outcomeOf(plugin: DevicePlugin, pod: Pod, container: Container, node: NodeSpec): Outcome {
    const [taint] = turnedAwayBy(node.taints, pod.spec.tolerations ?? []);
    if (taint !== undefined) {
        return {
            kind: "fails",
            reason: "TaintToleration",
            message: `a real kubelet of ${node.name} would not admit this pod: it does not tolerate ${taint.key}:NoExecute`,
        };
    }
    return plugin.start(pod, container, node);
}

/** When the first container of a pod started; pods compare by it. */
export function firstStart(pod: Pod): string {
    const starts = (pod.status?.containerStatuses ?? []).map(status => status.state?.running?.startedAt ?? "");
    return starts.sort()[0] ?? "";
}
