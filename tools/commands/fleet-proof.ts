import { sampleManifests, samplePod, type Pool } from "../../components";
import { CommandError } from "./command-error";
import type { Kubectl } from "./kubectl";
import { nodeComplaints, type JudgedNode } from "./node-complaints";

/** What the cluster itself says of one pool. */
export interface PoolProof {
    readonly pool: string;
    readonly nodesReady: number;
    readonly nodes: number;
    /** Sum over the pool's nodes, by resource name. */
    readonly allocatable: Readonly<Record<string, number>>;
    /** What its nodes say is wrong with them. */
    readonly complaints: readonly string[];
    readonly samplePod: SamplePodOutcome;
}

export type SamplePodOutcome =
    | { readonly kind: "scheduled"; readonly node: string }
    | { readonly kind: "noNodes" }
    | { readonly kind: "pending"; readonly why: string };

type NodeObject = JudgedNode & {
    readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
    readonly status: { readonly allocatable?: Readonly<Record<string, string>> };
};

interface PodObject {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName?: string };
    readonly status: {
        readonly phase?: string;
        readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
    };
}

const patience = { nodes: 60_000, pod: 60_000, poll: 300 };

/**
 * Asks the real scheduler, for all pools at once: are the nodes ready, what do they offer, and does a sample pod land? kubectl
 * starts a program for its token each time, so that it is asked rarely.
 */
export async function proveFleet(kubectl: Kubectl, pools: readonly Pool[]): Promise<PoolProof[]> {
    const nodes = await settledNodes(kubectl, pools);
    const outcomes = await runSamplePods(
        kubectl,
        pools.filter(pool => ofPool(pool, nodes).length > 0),
    );
    return pools.map(pool => {
        const own = ofPool(pool, nodes);
        return {
            pool: pool.name,
            nodes: own.length,
            nodesReady: own.filter(isReady).length,
            allocatable: sumAllocatable(pool, own),
            complaints: nodeComplaints(own),
            samplePod: outcomes.get(pool.name) ?? { kind: "noNodes" },
        };
    });
}

/** All nodes once those of every pool are ready and offer what it promises, or as they are when patience ends. */
async function settledNodes(kubectl: Kubectl, pools: readonly Pool[]): Promise<readonly NodeObject[]> {
    const deadline = Date.now() + patience.nodes;
    for (;;) {
        const nodes = await listed<NodeObject>(kubectl, ["nodes"]);
        if (pools.every(pool => isSettled(pool, ofPool(pool, nodes))) || Date.now() > deadline) return nodes;
        await pause(patience.poll);
    }
}

function isSettled(pool: Pool, nodes: readonly NodeObject[]): boolean {
    const offered = sumAllocatable(pool, nodes);
    return (
        nodes.every(isReady) && extended(pool).every(({ name, perNode }) => offered[name] === perNode * nodes.length)
    );
}

/** Those that the sample pod of the pool selects. */
function ofPool(pool: Pool, nodes: readonly NodeObject[]): readonly NodeObject[] {
    const selector = Object.entries(samplePod(pool).spec.nodeSelector ?? {});
    return nodes.filter(({ metadata }) => selector.every(([key, value]) => metadata.labels?.[key] === value));
}

async function listed<Item>(kubectl: Kubectl, what: readonly string[]): Promise<readonly Item[]> {
    const { items } = JSON.parse(await kubectl(["get", ...what, "--output", "json"])) as { readonly items: Item[] };
    return items;
}

/** What nodes say that they offer; devices of a DRA driver are no part of a node's status. */
function extended(pool: Pool): Pool["resources"] {
    return pool.resources.filter(({ through }) => through === "extendedResource");
}

function isReady({ status }: NodeObject): boolean {
    return status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

function sumAllocatable(pool: Pool, nodes: readonly NodeObject[]): Record<string, number> {
    return Object.fromEntries(
        extended(pool).map(({ name }) => [
            name,
            nodes.reduce((sum, { status }) => sum + Number(status.allocatable?.[name] ?? 0), 0),
        ]),
    );
}

/** By the name of their pools. */
async function runSamplePods(kubectl: Kubectl, pools: readonly Pool[]): Promise<ReadonlyMap<string, SamplePodOutcome>> {
    const names = new Map(pools.map(pool => [pool.name, samplePod(pool).metadata.name]));
    const [first] = pools;
    if (first === undefined) return new Map();
    const { namespace } = samplePod(first).metadata;
    const inNamespace = ["--namespace", namespace];
    const manifests = { apiVersion: "v1", kind: "List", items: pools.flatMap(pool => sampleManifests(pool)) };
    await kubectl(["delete", ...inNamespace, "pod", ...names.values(), "--ignore-not-found", "--wait"]);
    // A namespace takes pods once the controller manager has given it its service account.
    await kubectl(["wait", "--for=create", ...inNamespace, "serviceaccount/default", "--timeout=60s"]);
    try {
        await kubectl(["apply", "--filename", "-"], manifests);
        const deadline = Date.now() + patience.pod;
        for (;;) {
            const pods = await listed<PodObject>(kubectl, [...inNamespace, "pods"]);
            const outcomes = new Map([...names].map(([pool, name]) => [pool, outcomeOf(name, pods)]));
            const all = [...outcomes.values()].every(({ kind }) => kind === "scheduled");
            if (all || Date.now() > deadline) return outcomes;
            await pause(patience.poll);
        }
    } finally {
        await kubectl(["delete", "--filename", "-", "--ignore-not-found", "--wait=false"], manifests);
    }
}

function outcomeOf(name: string, pods: readonly PodObject[]): SamplePodOutcome {
    const seen = pods.find(({ metadata }) => metadata.name === name);
    if (seen?.spec.nodeName !== undefined && seen.status.phase !== "Pending") {
        return { kind: "scheduled", node: seen.spec.nodeName };
    }
    const why = seen?.status.conditions?.find(({ type }) => type === "PodScheduled")?.message;
    return { kind: "pending", why: why ?? `phase ${seen?.status.phase ?? "unknown"}` };
}

/** Ends the command when a pool that has nodes could not take its sample pod. */
export function requireScheduled(proofs: readonly PoolProof[]): void {
    const pending = proofs.filter(proof => proof.samplePod.kind === "pending");
    if (pending.length > 0) {
        throw new CommandError(
            "a sample pod did not land:",
            ...pending.map(
                ({ pool, samplePod: outcome }) => `  ${pool}: ${outcome.kind === "pending" ? outcome.why : ""}`,
            ),
            "look with kubectl describe nodes and kubectl get pods -A",
        );
    }
}

function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
