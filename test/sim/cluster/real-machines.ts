import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainTools } from "../../../tools/obtain/obtain";
import type { ClusterSpec, NodeSpec } from "../../../sim/cloud/contract";
import type { ClusterTools } from "../../../sim/cluster/control-plane";
import { Etcd } from "../../../sim/cluster/etcd";
import { isStatus, KubernetesApi } from "../../../sim/cluster/kubernetes/api-client";
import type { List, Node, Pod } from "../../../sim/cluster/kubernetes/objects";
import { LocalMachines, type MachinesOptions } from "../../../sim/cluster/machines";
import { programsOf } from "../../../sim/cluster/processes/strays";

/** The programs of a control plane; obtained once per machine, which can take long the first time. */
export function clusterTools(): Promise<ClusterTools> {
    return obtainTools({ only: ["etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "kwok"] });
}

export const sharedCluster: ClusterSpec = {
    key: "arn:aws:eks:us-east-2:111122223333:cluster/shared",
    name: "shared",
    version: "1.35",
    serviceCidr: "172.20.0.0/16",
};

/** A private local directory with machines in it. `leave` ends everything and removes it. */
export interface TestMachines {
    readonly directory: string;
    readonly machines: LocalMachines;
    /** Other machines over the same directory: what a restarted local cloud would have. */
    again(): LocalMachines;
    leave(): Promise<void>;
}

export async function openMachines(options: Partial<MachinesOptions> = {}): Promise<TestMachines> {
    const directory = mkdtempSync(join(tmpdir(), "accel-cluster-"));
    const tools = await clusterTools();
    const nobody = await serveNobody();
    const opened: LocalMachines[] = [];
    const again = (): LocalMachines => {
        const machines = new LocalMachines({
            directory,
            tools,
            log: () => undefined,
            webhooks: () => ({
                authentication: `${nobody.url}/authentication.k8s.io/TokenReview`,
                authorization: `${nobody.url}/authorization.k8s.io/SubjectAccessReview`,
            }),
            ...options,
        });
        opened.push(machines);
        return machines;
    };
    return {
        directory,
        machines: again(),
        again,
        leave: async () => {
            await Promise.all(opened.map(machines => machines.stop()));
            nobody.close();
            if (programsOf(directory).length > 0) {
                throw new Error(
                    `still running: ${programsOf(directory)
                        .map(each => each.commandLine)
                        .join("\n")}`,
                );
            }
            rmSync(directory, { recursive: true });
        },
    };
}

/** An EKS without any access entry: knows nobody and allows nothing. */
async function serveNobody(): Promise<{ url: string; close(): void }> {
    const server = createServer((request, response) => {
        const [, group = "", kind = ""] = (request.url ?? "").split(/[/?]/);
        const status = { authenticated: false, allowed: false };
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify({ apiVersion: `${group}/v1`, kind, status }));
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { url, close: () => server.close() };
}

/** Asks the etcd that runs in a local directory; it is not started. */
export function etcdOf(directory: string): Etcd {
    const log = (): void => undefined;
    return new Etcd({
        command: "etcd",
        directory: join(directory, "etcd"),
        logFile: join(directory, "unused.log"),
        log,
    });
}

interface Kubeconfig {
    readonly clusters: readonly [
        { readonly cluster: { readonly server: string; readonly "certificate-authority-data": string } },
    ];
    readonly users: readonly [{ readonly user: { readonly token: string } }];
}

/** Talks to a cluster as its administrator, and asks the questions that tests ask. */
export class Kubectl {
    private constructor(readonly api: KubernetesApi) {}

    /** Of one cluster in a local directory; of the only one when its id is not given. */
    static open(directory: string, id = readdirSync(join(directory, "clusters"))[0] ?? ""): Kubectl {
        const file = join(directory, "clusters", id, "administrator.kubeconfig");
        const { clusters, users } = JSON.parse(readFileSync(file, "utf8")) as Kubeconfig;
        const { server, "certificate-authority-data": authority } = clusters[0].cluster;
        const certificateAuthority = Buffer.from(authority, "base64").toString();
        return new Kubectl(new KubernetesApi({ url: server, certificateAuthority, token: users[0].user.token }));
    }

    async node(name: string): Promise<Node> {
        return this.api.get<Node>(`/api/v1/nodes/${name}`);
    }

    async nodeNames(): Promise<string[]> {
        const { items } = await this.api.get<List<Node>>("/api/v1/nodes");
        return items.map(({ metadata }) => metadata.name).sort();
    }

    /** `capacity/allocatable` of GPUs, for example `8/8`; `-` where the node's status does not name them. */
    async gpus(name: string): Promise<string> {
        return this.devices(name, "nvidia.com/gpu");
    }

    /** The same of any resource. */
    async devices(name: string, resource: string): Promise<string> {
        const { status } = await this.node(name);
        const [capacity, allocatable] = [status?.capacity, status?.allocatable].map(each => each?.[resource] ?? "-");
        return `${capacity ?? ""}/${allocatable ?? ""}`;
    }

    /** Ready, and the node controller has taken its own taints away. */
    async isSchedulable(name: string): Promise<boolean> {
        const { spec, status } = await this.node(name);
        const isReady =
            status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;
        return isReady && !spec.taints?.some(({ key }) => key.startsWith("node.kubernetes.io/"));
    }

    async isGone(path: string): Promise<boolean> {
        try {
            await this.api.get(path);
            return false;
        } catch (error) {
            if (isStatus(error, 404)) return true;
            throw error;
        }
    }

    async pods(namespace: string, labels: string): Promise<readonly Pod[]> {
        const query = new URLSearchParams({ labelSelector: labels }).toString();
        return (await this.api.get<List<Pod>>(`/api/v1/namespaces/${namespace}/pods?${query}`)).items;
    }

    async phase(namespace: string, name: string): Promise<string | undefined> {
        return (await this.api.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`)).status?.phase;
    }

    /** Reasons of the events about an object. */
    async reasons(namespace: string, kind: string, name?: string): Promise<string[]> {
        const { items } = await this.api.get<
            List<{ metadata: { name: string }; reason: string; involvedObject: { kind: string; name: string } }>
        >(`/api/v1/namespaces/${namespace}/events`);
        return items
            .filter(
                ({ involvedObject }) =>
                    involvedObject.kind === kind && (name ?? involvedObject.name) === involvedObject.name,
            )
            .map(({ reason }) => reason);
    }
}

/** `count` machines of one group. */
export function someNodes(count: number, make: (name: string, index: number) => NodeSpec): NodeSpec[] {
    return Array.from({ length: count }, (_, index) =>
        make(`ip-10-0-0-${index + 10}.us-east-2.compute.internal`, index),
    );
}
