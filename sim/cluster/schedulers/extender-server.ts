import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serviceAccountUser } from "../device-plugins/access";
import { parseImage } from "../device-plugins/image-reference";
import { isStatus, type KubernetesApi } from "../kubernetes/api-client";
import type { Metadata, Pod } from "../kubernetes/objects";
import { bindPod, filterNodes, type BindingArgs, type ExtenderArgs, type FilterResult } from "./neuron-extender";

interface Service {
    readonly metadata: Metadata;
    readonly spec: {
        readonly selector?: Readonly<Record<string, string>>;
        readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
    };
}

/** `public.ecr.aws/neuron/neuron-scheduler`; it listens where PORT says (aws-neuron/neuron-helm-charts, values.yaml). */
const repository = /(^|\/)neuron\/neuron-scheduler$/;

export function isExtenderPod(pod: Pod): boolean {
    return pod.spec.containers.some(({ image = "" }) => repository.test(parseImage(image).repository));
}

/**
 * Answers for the Services of one cluster behind which scheduler extensions run. A scheduler outside the cluster reaches no
 * Service, so its calls come here, with the Service in the path: `/kube-system/k8s-neuron-scheduler/12345/filter`.
 */
export class ExtenderServer {
    private server: Server | undefined;
    private readonly pods = new Map<string, Pod>();
    /** One binding after the other, as one process has it. */
    private lastBinding: Promise<unknown> = Promise.resolve();

    constructor(private readonly api: KubernetesApi) {}

    /** `http://127.0.0.1:PORT` */
    async address(): Promise<string> {
        if (this.server === undefined) {
            const server = createServer((request, response) => void this.answer(request, response));
            await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
            this.server = server;
        }
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    setPod(pod: Pod): void {
        this.pods.set(pod.metadata.uid ?? "", pod);
    }

    removePod(uid: string): void {
        this.pods.delete(uid);
    }

    async close(): Promise<void> {
        const { server } = this;
        this.server = undefined;
        server?.closeAllConnections();
        await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const [, namespace = "", name = "", port = "", verb = ""] = (request.url ?? "").split("/");
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const pod = await this.behind(namespace, name, Number(port)).catch(() => undefined);
        if (pod === undefined) {
            response.writeHead(503).end(`no endpoints available for service "${namespace}/${name}:${port}"`);
            return;
        }
        const body = JSON.parse(Buffer.concat(chunks).toString()) as ExtenderArgs & BindingArgs;
        const user = serviceAccountUser(namespace, pod.spec.serviceAccountName ?? "default");
        const api = this.api.actingAs(user);
        const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
        let answer: FilterResult | { readonly Error: string };
        if (verb === "filter") {
            answer = await filterNodes(api, body).catch((error: unknown): FilterResult => ({
                Nodes: null,
                NodeNames: null,
                FailedNodes: {},
                Error: message(error),
            }));
        } else if (verb === "bind") {
            const binding = this.lastBinding.then(() => bindPod(api, body));
            this.lastBinding = binding.catch(() => undefined);
            answer = await binding.then(
                () => ({ Error: "" }),
                (error: unknown) => ({ Error: message(error) }),
            );
        } else {
            response.writeHead(404).end();
            return;
        }
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify(answer));
    }

    /** A ready pod of the extension that the Service leads to. */
    private async behind(namespace: string, name: string, port: number): Promise<Pod | undefined> {
        const { spec } = await this.service(namespace, name);
        const open = spec.ports?.find(each => each.port === port);
        const target = Number(open?.targetPort ?? port);
        return [...this.pods.values()].find(
            pod =>
                open !== undefined &&
                spec.selector !== undefined &&
                pod.metadata.namespace === namespace &&
                pod.metadata.deletionTimestamp === undefined &&
                pod.status?.containerStatuses?.every(({ ready }) => ready) === true &&
                Object.entries(spec.selector).every(([key, value]) => pod.metadata.labels?.[key] === value) &&
                listensAt(pod, target),
        );
    }

    private async service(namespace: string, name: string): Promise<Service> {
        try {
            return await this.api.get<Service>(`/api/v1/namespaces/${namespace}/services/${name}`);
        } catch (error) {
            if (isStatus(error, 404)) return { metadata: { name }, spec: {} };
            throw error;
        }
    }
}

function listensAt(pod: Pod, port: number): boolean {
    return pod.spec.containers.some(({ env }) => Number(env?.find(({ name }) => name === "PORT")?.value) === port);
}
