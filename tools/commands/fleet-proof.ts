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

interface NodeList {
    readonly items: readonly (JudgedNode & {
        readonly status: { readonly allocatable?: Readonly<Record<string, string>> };
    })[];
}

interface PodObject {
    readonly spec: { readonly nodeName?: string };
    readonly status: {
        readonly phase?: string;
        readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
    };
}

const podsAtOnce = 8;
const patience = { nodes: 60_000, pod: 60_000, poll: 500 };

/** Asks the real scheduler, pool by pool: are the nodes ready, what do they offer, and does a sample pod land? */
export async function proveFleet(kubectl: Kubectl, pools: readonly Pool[]): Promise<PoolProof[]> {
    const { default: pMap } = await import("p-map");
    return pMap(pools, pool => provePool(kubectl, pool), { concurrency: podsAtOnce });
}

async function provePool(kubectl: Kubectl, pool: Pool): Promise<PoolProof> {
    const nodes = await settledNodes(kubectl, pool);
    const samplePodOutcome: SamplePodOutcome =
        nodes.items.length === 0 ? { kind: "noNodes" } : await runSamplePod(kubectl, pool);
    return {
        pool: pool.name,
        nodes: nodes.items.length,
        nodesReady: nodes.items.filter(isReady).length,
        allocatable: sumAllocatable(pool, nodes),
        complaints: nodeComplaints(nodes.items),
        samplePod: samplePodOutcome,
    };
}

/** The pool's nodes once all are ready and offer what the pool promises, or as they are when patience ends. */
async function settledNodes(kubectl: Kubectl, pool: Pool): Promise<NodeList> {
    const deadline = Date.now() + patience.nodes;
    for (;;) {
        const nodes = await nodesOf(kubectl, pool);
        const offered = sumAllocatable(pool, nodes);
        const settled =
            nodes.items.every(isReady) &&
            extended(pool).every(resource => offered[resource.name] === resource.perNode * nodes.items.length);
        if (settled || Date.now() > deadline) {
            return nodes;
        }
        await pause(patience.poll);
    }
}

async function nodesOf(kubectl: Kubectl, pool: Pool): Promise<NodeList> {
    const selector = Object.entries(samplePod(pool).spec.nodeSelector ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(",");
    return JSON.parse(await kubectl(["get", "nodes", "--selector", selector, "--output", "json"])) as NodeList;
}

/** What nodes say that they offer; devices of a DRA driver are no part of a node's status. */
function extended(pool: Pool): Pool["resources"] {
    return pool.resources.filter(({ through }) => through === "extendedResource");
}

function isReady(node: NodeList["items"][number]): boolean {
    return (
        node.status.conditions?.some(condition => condition.type === "Ready" && condition.status === "True") ?? false
    );
}

function sumAllocatable(pool: Pool, nodes: NodeList): Record<string, number> {
    return Object.fromEntries(
        extended(pool).map(({ name }) => [
            name,
            nodes.items.reduce((sum, node) => sum + Number(node.status.allocatable?.[name] ?? 0), 0),
        ]),
    );
}

async function runSamplePod(kubectl: Kubectl, pool: Pool): Promise<SamplePodOutcome> {
    const manifests = sampleManifests(pool);
    const { metadata } = samplePod(pool);
    const name = ["--namespace", metadata.namespace, "pod", metadata.name] as const;
    const [namespaceFlag, namespace, kind, pod] = name;
    await kubectl(["delete", namespaceFlag, namespace, kind, pod, "--ignore-not-found", "--wait"]);
    // A namespace takes pods once the controller manager has given it its service account.
    await kubectl(["wait", "--for=create", namespaceFlag, namespace, "serviceaccount/default", "--timeout=60s"]);
    try {
        for (const each of manifests) await kubectl(["apply", "--filename", "-"], each);
        const deadline = Date.now() + patience.pod;
        for (;;) {
            const seen = JSON.parse(
                await kubectl(["get", namespaceFlag, namespace, kind, pod, "--output", "json"]),
            ) as PodObject;
            if (seen.spec.nodeName !== undefined && seen.status.phase !== "Pending") {
                return { kind: "scheduled", node: seen.spec.nodeName };
            }
            if (Date.now() > deadline) {
                const why = seen.status.conditions?.find(condition => condition.type === "PodScheduled")?.message;
                return { kind: "pending", why: why ?? `phase ${seen.status.phase ?? "unknown"}` };
            }
            await pause(patience.poll);
        }
    } finally {
        for (const each of manifests) {
            await kubectl(["delete", "--filename", "-", "--ignore-not-found", "--wait=false"], each);
        }
    }
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
