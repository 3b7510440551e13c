import { createHash } from "node:crypto";
import { isStatus, type KubernetesApi } from "../kubernetes/api-client";

/** What an event is about. */
export type EventSubject =
    | { readonly kind: "Node"; readonly name: string }
    | { readonly kind: "Pod"; readonly namespace: string; readonly name: string; readonly uid: string };

/** Something a person who looks at a node or a pod should read. */
export interface NodeEvent {
    readonly subject: EventSubject;
    readonly node: string;
    readonly type: "Normal" | "Warning";
    readonly reason: string;
    readonly message: string;
    /** Events of the same occasion are written once, also when they are told again after a restart. */
    readonly occasion: string;
}

/** Writes an event as a kubelet would, for `kubectl describe`. An event that cannot be written is no reason to stop. */
export async function writeEvent(api: KubernetesApi, event: NodeEvent, now: Date): Promise<void> {
    const { subject } = event;
    const namespace = subject.kind === "Pod" ? subject.namespace : "default";
    const hash = createHash("sha256")
        .update(`${event.reason} ${event.message} ${event.occasion}`)
        .digest("hex")
        .slice(0, 16);
    const timestamp = `${now.toISOString().slice(0, 19)}Z`;
    try {
        await api.create(`/api/v1/namespaces/${namespace}/events`, {
            apiVersion: "v1",
            kind: "Event",
            metadata: { name: `${subject.name}.${hash}`, namespace },
            // Kubelets name a node's uid as its name (pkg/kubelet, nodeRef).
            involvedObject: { apiVersion: "v1", uid: subject.kind === "Node" ? subject.name : subject.uid, ...subject },
            type: event.type,
            reason: event.reason,
            message: event.message,
            source: { component: "kubelet", host: event.node },
            reportingComponent: "kubelet",
            reportingInstance: event.node,
            firstTimestamp: timestamp,
            lastTimestamp: timestamp,
            count: 1,
        });
    } catch (error) {
        // 409: written before. 403, 404: the namespace is going, and the pod with it.
        if (![403, 404, 409].some(code => isStatus(error, code))) {
            throw error;
        }
    }
}

/** Writes events, and gives up on those that cannot be written. */
export type EventReporter = (event: NodeEvent) => void;

export function eventReporter(api: KubernetesApi, log: (line: string) => void, signal: AbortSignal): EventReporter {
    return event => {
        writeEvent(api, event, new Date()).catch((error: unknown) => {
            if (!signal.aborted) {
                log(
                    `event ${event.reason} of ${event.node}: ${error instanceof Error ? error.message : String(error)}`,
                );
            }
        });
    };
}
