/**
 * AWS's Neuron scheduler extension, as the real kube-scheduler calls it. Sources: k8s.io/kube-scheduler extender/v1 (what is
 * asked and answered), Neuron documentation (annotations of nodes that say what is used), Project-HAMi `pkg/device/awsneuron`
 * (annotations of pods, which AWS's plugin reads), aws-neuron/neuron-helm-charts `templates/scheduler` (the rights that it acts
 * with). What is used is read from the pods themselves, so that nothing goes stale. That the plugin marks a pod as allocated is
 * not simulated.
 */
import type { KubernetesApi } from "../kubernetes/api-client";
import type { Container, List, Node, Pod } from "../kubernetes/objects";
import { allocationTime } from "../device-plugins/neuron-requests";
import { neuronCoreResource, neuronResource } from "../device-plugins/neuron-resources";
import { neuronTopology } from "../device-plugins/neuron-topology";
import { allocate, type NeuronNode, type NeuronRequest } from "./neuron-allocation";

export interface ExtenderArgs {
    readonly Pod: Pod;
    readonly Nodes?: { readonly items?: readonly Node[] | null } | null;
    readonly NodeNames?: readonly string[] | null;
}

export interface FilterResult {
    readonly Nodes: { readonly items: readonly Node[] } | null;
    readonly NodeNames: readonly string[] | null;
    readonly FailedNodes: Readonly<Record<string, string>>;
    readonly Error: string;
}

export interface BindingArgs {
    readonly PodName: string;
    readonly PodNamespace: string;
    readonly PodUID: string;
    readonly Node: string;
}

/** The calls that it makes, in the name of its service account. */
export type ExtenderApi = Pick<KubernetesApi, "get" | "create" | "patch">;

/** `2,3` (Neuron documentation, "Neuron Scheduler Extension Flow Diagram"). */
export const coresAnnotation = "NEURON_CORES";

export async function filterNodes(
    api: ExtenderApi,
    { Pod: pod, Nodes, NodeNames }: ExtenderArgs,
): Promise<FilterResult> {
    const nodes = Nodes?.items ?? (await Promise.all((NodeNames ?? []).map(name => nodeNamed(api, name))));
    const failed: Record<string, string> = {};
    for (const node of nodes) {
        const planned = plan(pod, node, await podsOn(api, node.metadata.name));
        if ("refusal" in planned) failed[node.metadata.name] = planned.refusal;
    }
    const fit = nodes.filter(({ metadata }) => !(metadata.name in failed));
    return {
        Nodes: Nodes ? { items: fit } : null,
        NodeNames: Nodes ? null : fit.map(({ metadata }) => metadata.name),
        FailedNodes: failed,
        Error: "",
    };
}

/** Annotates the pod with what it gets and the node with what is used, and binds it. */
export async function bindPod(
    api: ExtenderApi,
    { PodName, PodNamespace, PodUID, Node: nodeName }: BindingArgs,
): Promise<void> {
    const path = `/api/v1/namespaces/${PodNamespace}/pods/${PodName}`;
    const [pod, node] = [await api.get<Pod>(path), await nodeNamed(api, nodeName)];
    const planned = plan(pod, node, await podsOn(api, nodeName));
    if ("refusal" in planned) throw new Error(planned.refusal);
    const { shape, used, cores } = planned;
    const annotations = {
        [allocationTime]: String(Date.now() * 1_000_000),
        [coresAnnotation]: cores.join(","),
    };
    await api.patch(path, "merge", { metadata: { annotations } });
    const after = new Set([...used, ...cores]);
    const coreCount = shape.topology.chips * shape.coresPerChip;
    const usage = Array.from({ length: coreCount }, (_, core) => after.has(core));
    const chips = new Set(chipsOf(shape, [...after]));
    await api.patch(`/api/v1/nodes/${nodeName}/status`, "merge", {
        metadata: {
            annotations: {
                NEURON_CORE_USAGE_MAP: usage.join(","),
                NEURON_DEV_USAGE_MAP: Array.from({ length: shape.topology.chips }, (_, chip) => chips.has(chip)).join(
                    ",",
                ),
            },
        },
    });
    await api.create(`${path}/binding`, {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: PodName, namespace: PodNamespace, uid: PodUID },
        target: { apiVersion: "v1", kind: "Node", name: nodeName },
    });
}

type Planned =
    | { readonly shape: NeuronNode; readonly used: ReadonlySet<number>; readonly cores: readonly number[] }
    | { readonly refusal: string };

/** One container after the other: the chips of each are connected. */
function plan(pod: Pod, node: Node, others: readonly Pod[]): Planned {
    const shape = shapeOf(node);
    const used = usedCores(shape, others);
    const cores: number[] = [];
    for (const request of pod.spec.containers.flatMap(requestsOf)) {
        const result = allocate(shape, new Set([...used, ...cores]), request);
        if ("refusal" in result) return result;
        cores.push(...result.cores);
    }
    return { shape, used, cores };
}

function shapeOf({ metadata, status }: Node): NeuronNode {
    const [chips = 0, cores = 0] = [neuronResource, neuronCoreResource].map(name =>
        Number(status?.allocatable?.[name] ?? 0),
    );
    const instanceType = metadata.labels?.["node.kubernetes.io/instance-type"] ?? "";
    return {
        instanceType,
        topology: neuronTopology(instanceType, chips),
        coresPerChip: chips === 0 ? 0 : cores / chips,
    };
}

/** Pods that somebody else bound took something too: what comes first of what is free. */
function usedCores(shape: NeuronNode, pods: readonly Pod[]): ReadonlySet<number> {
    const named = pods.flatMap(({ metadata }) => numbers(metadata.annotations?.[coresAnnotation]));
    const used = new Set(named);
    const unnamed = pods.filter(({ metadata }) => metadata.annotations?.[allocationTime] === undefined);
    for (const { unit, count } of unnamed.flatMap(({ spec }) => spec.containers.flatMap(requestsOf))) {
        const wanted = count * (unit === "chip" ? shape.coresPerChip : 1);
        const all = Array.from({ length: shape.topology.chips * shape.coresPerChip }, (_, core) => core);
        for (const core of all.filter(each => !used.has(each)).slice(0, wanted)) used.add(core);
    }
    return used;
}

function requestsOf({ resources }: Container): readonly NeuronRequest[] {
    const count = (name: string): number => Number(resources?.limits?.[name] ?? 0);
    const requests: readonly NeuronRequest[] = [
        { unit: "chip", count: count(neuronResource) },
        { unit: "core", count: count(neuronCoreResource) },
    ];
    return requests.filter(request => request.count > 0);
}

function chipsOf({ coresPerChip }: NeuronNode, cores: readonly number[]): readonly number[] {
    return [...new Set(cores.map(core => Math.floor(core / coresPerChip)))];
}

function numbers(list: string | undefined): readonly number[] {
    return list === undefined || list === "" ? [] : list.split(",").map(Number);
}

function nodeNamed(api: ExtenderApi, name: string): Promise<Node> {
    return api.get<Node>(`/api/v1/nodes/${name}`);
}

async function podsOn(api: ExtenderApi, node: string): Promise<readonly Pod[]> {
    const query = new URLSearchParams({ fieldSelector: `spec.nodeName=${node}` }).toString();
    const { items } = await api.get<List<Pod>>(`/api/v1/pods?${query}`);
    return items.filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed");
}
