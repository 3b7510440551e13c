import type { PodManifest } from "../../components/kubernetes/manifest";
import type { ALocalCloud } from "./a-local-cloud";

/** A node, as far as these tests ask. */
export interface SeenNode {
    readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
    readonly status: { readonly allocatable: Readonly<Record<string, string>> };
}

/** What became of a pod. */
export interface SeenPod {
    readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
    readonly spec: { readonly nodeName?: string };
    readonly status: {
        readonly phase: string;
        readonly conditions?: readonly {
            readonly type: string;
            readonly status: string;
            readonly message?: string;
        }[];
    };
}

const patience = 60_000;

/** Pods of a stack's cluster that are there to be placed. */
export class TrialPods {
    constructor(
        private readonly cloud: ALocalCloud,
        private readonly stack: string,
    ) {}

    /** Makes them, and answers their names. */
    ask(pods: readonly PodManifest[]): readonly string[] {
        this.cloud.apply(this.stack, { apiVersion: "v1", kind: "List", items: pods });
        return pods.map(({ metadata }) => metadata.name);
    }

    landed(names: readonly string[]): ReadonlyMap<string, SeenPod> {
        return this.seen(names, ({ status }) => status.phase === "Running");
    }

    /** Waits until each of these runs, or the scheduler has looked at it and found no place. */
    decided(names: readonly string[]): ReadonlyMap<string, SeenPod> {
        return this.seen(names, ({ status }) => status.phase === "Running" || placed(status)?.status === "False");
    }

    end(names: readonly string[]): void {
        const pods = names.map(name => `pod/${name}`);
        this.cloud.kubectl(this.stack, "delete", ...pods, "--grace-period=0", "--force", "--wait=false");
        this.until(
            () => {
                const left = this.all();
                return names.every(name => !left.has(name)) ? left : undefined;
            },
            `${names.join(", ")} to end`,
        );
    }

    endAll(): void {
        this.end([...this.all().keys()]);
    }

    all(): ReadonlyMap<string, SeenPod> {
        return new Map((this.listed("pods") as SeenPod[]).map(pod => [pod.metadata.name, pod]));
    }

    nodes(): readonly SeenNode[] {
        return this.listed("nodes") as SeenNode[];
    }

    /** Pods and nodes of which an event with this reason was told. */
    toldOf(reason: string): readonly string[] {
        const events = this.listed("events", `--field-selector=reason=${reason}`);
        return (events as { readonly involvedObject: { readonly name: string } }[]).map(
            ({ involvedObject }) => involvedObject.name,
        );
    }

    /** One look at all pods at a time: kubectl by itself would wait for one after the other. */
    private seen(names: readonly string[], isSo: (pod: SeenPod) => boolean): ReadonlyMap<string, SeenPod> {
        return this.until(() => {
            const pods = this.all();
            const wanted = names.flatMap(name => pods.get(name) ?? []);
            const found = new Map(wanted.map(pod => [pod.metadata.name, pod]));
            return found.size === names.length && wanted.every(isSo) ? found : undefined;
        }, names.join(", "));
    }

    private until<Found>(look: () => Found | undefined, what: string): Found {
        const deadline = Date.now() + patience;
        for (;;) {
            const found = look();
            if (found !== undefined) return found;
            if (Date.now() > deadline) throw new Error(`waited ${patience / 1000} s for ${what}`);
        }
    }

    private listed(kind: string, ...more: readonly string[]): readonly unknown[] {
        const { items } = JSON.parse(this.cloud.kubectl(this.stack, "get", kind, "-o", "json", ...more)) as {
            readonly items: readonly unknown[];
        };
        return items;
    }
}

/** Extended resources that a node offers. */
export function offered({ status }: SeenNode): Record<string, number> {
    return Object.fromEntries(
        Object.entries(status.allocatable)
            .filter(([name, amount]) => name.includes("/") && amount !== "0")
            .map(([name, amount]) => [name, Number(amount)]),
    );
}

/** The same pod by another name. */
export function named(name: string, pod: PodManifest): PodManifest {
    return { ...pod, metadata: { ...pod.metadata, name } };
}

/** The same pod with one more of this resource than there is on its node. */
export function withOneMore(pod: PodManifest, resource: string, perNode: number): PodManifest {
    const [container, ...others] = pod.spec.containers;
    if (container === undefined) throw new RangeError("a pod without containers");
    const resources = { limits: { [resource]: String(perNode + 1) } };
    return { ...pod, spec: { ...pod.spec, containers: [{ ...container, resources }, ...others] } };
}

/** Why the scheduler found no place. */
export function whyRefused(pod: SeenPod | undefined): string {
    return (pod && placed(pod.status))?.message ?? "not looked at";
}

function placed({ conditions = [] }: SeenPod["status"]) {
    return conditions.find(({ type }) => type === "PodScheduled");
}
