import { Agent, request, type RequestOptions } from "node:https";
import type { IncomingMessage } from "node:http";

/** Where an API server is and who asks. */
export interface ApiAccess {
    /** `https://127.0.0.1:PORT` */
    readonly url: string;
    /** PEM. */
    readonly certificateAuthority: string;
    readonly token: string;
}

/** An answer of the API server that is not a success, for example `NotFound`. */
export class StatusError extends Error {
    constructor(
        readonly code: number,
        readonly reason: string,
        message: string,
    ) {
        super(message);
        this.name = "StatusError";
    }
}

export type PatchKind = "merge" | "strategic-merge";

const patchContentType: Record<PatchKind, string> = {
    merge: "application/merge-patch+json",
    "strategic-merge": "application/strategic-merge-patch+json",
};

const requestTimeout = 30_000;
/** A supervised API server that crashed is back within this time. */
const patience = 20_000;

/**
 * The few verbs that the simulated kubelets need. The full client of the Kubernetes project takes 70 MB and a second or more
 * to load, in a process that is always there.
 */
export class KubernetesApi {
    private readonly connection: { readonly agent: Agent; closed: boolean };

    constructor(
        private readonly access: ApiAccess,
        /** Headers of every request. */
        private readonly headers: Readonly<Record<string, string>> = {},
        connection?: KubernetesApi["connection"],
    ) {
        const agent = (): Agent => new Agent({ keepAlive: true, ca: access.certificateAuthority, maxSockets: 32 });
        this.connection = connection ?? { agent: agent(), closed: false };
    }

    /** The same server, asked in the name of somebody else (Kubernetes documentation, "User impersonation"). */
    actingAs(user: string): Pick<KubernetesApi, "get" | "create" | "patch" | "delete"> {
        return new KubernetesApi(this.access, { "Impersonate-User": user }, this.connection);
    }

    /** Whether the server says of itself that it is ready; it is asked once. */
    isReady(): Promise<boolean> {
        return new Promise(resolve => {
            const call = request({ ...this.options("GET", "/readyz", {}), timeout: 5_000 }, response => {
                response.resume();
                resolve(response.statusCode === 200);
            });
            call.on("timeout", () => call.destroy());
            call.on("error", () => resolve(false));
            call.end();
        });
    }

    get<T>(path: string): Promise<T> {
        return this.call<T>("GET", path);
    }

    create<T>(path: string, body: object): Promise<T> {
        return this.call<T>("POST", path, body);
    }

    patch<T>(path: string, kind: PatchKind, body: object): Promise<T> {
        return this.call<T>("PATCH", path, body, patchContentType[kind]);
    }

    async delete(path: string, options: object = {}): Promise<void> {
        await this.call("DELETE", path, { apiVersion: "v1", kind: "DeleteOptions", ...options });
    }

    /** A request whose answer goes on: the stream of a watch. */
    stream(path: string, signal: AbortSignal): Promise<IncomingMessage> {
        return new Promise((resolve, reject) => {
            const call = request({ ...this.options("GET", path, {}), signal }, response => {
                if (response.statusCode === 200) {
                    resolve(response);
                } else {
                    readAll(response).then(text => reject(statusError(response, text)), reject);
                }
            });
            call.on("error", reject);
            call.end();
        });
    }

    /** Ends all connections; calls that are under way fail, and are not tried again. */
    close(): void {
        this.connection.closed = true;
        this.connection.agent.destroy();
    }

    private async call<T>(method: string, path: string, body?: object, contentType = "application/json"): Promise<T> {
        const deadline = Date.now() + patience;
        for (;;) {
            try {
                return await this.callOnce<T>(method, path, body, contentType);
            } catch (error) {
                if (this.connection.closed || !isPassing(error) || Date.now() > deadline) {
                    throw error;
                }
                await new Promise(resolve => setTimeout(resolve, 250));
            }
        }
    }

    private callOnce<T>(method: string, path: string, body: object | undefined, contentType: string): Promise<T> {
        const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const headers: Record<string, string | number> =
            payload === undefined ? {} : { "Content-Type": contentType, "Content-Length": payload.length };
        return new Promise((resolve, reject) => {
            const call = request({ ...this.options(method, path, headers), timeout: requestTimeout }, response => {
                readAll(response).then(text => {
                    if ((response.statusCode ?? 0) < 300) {
                        resolve(JSON.parse(text) as T);
                    } else {
                        reject(statusError(response, text));
                    }
                }, reject);
            });
            call.on("timeout", () =>
                call.destroy(new Error(`${method} ${path}: no answer in ${requestTimeout / 1000} s`)),
            );
            call.on("error", reject);
            call.end(payload);
        });
    }

    private options(method: string, path: string, headers: Record<string, string | number>): RequestOptions {
        const { hostname, port } = new URL(this.access.url);
        const authorization = `Bearer ${this.access.token}`;
        return {
            agent: this.connection.agent,
            hostname,
            port,
            method,
            path,
            headers: { ...this.headers, ...headers, Authorization: authorization },
        };
    }
}

export function isStatus(error: unknown, code: number): boolean {
    return error instanceof StatusError && error.code === code;
}

/** The API server is starting, busy or gone for a moment. A request that was carried out may then be sent twice. */
function isPassing(error: unknown): boolean {
    if (error instanceof StatusError) {
        return error.code === 429 || error.code === 503;
    }
    return ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function statusError(response: IncomingMessage, text: string): StatusError {
    const code = response.statusCode ?? 0;
    try {
        const status = JSON.parse(text) as { reason?: string; message?: string };
        return new StatusError(code, status.reason ?? "Unknown", status.message ?? text);
    } catch {
        return new StatusError(code, "Unknown", text);
    }
}

async function readAll(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of response) {
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString();
}
