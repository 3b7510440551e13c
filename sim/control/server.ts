import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Usage } from "../cloud/aws/usage";
import type { InstancesReport } from "../cloud/instance-reports";
import {
    RequestError,
    type CallerIdentity,
    type ClockMove,
    type ClockReading,
    type InventoryItem,
    type IssuedToken,
    type LocalCloudStatus,
    type ProviderRequest,
    type Removal,
    type TokenRequest,
} from "./api";
import type { SubjectAccessReview, TokenReview } from "./reviews";

/** What the control API answers from. */
export interface LocalCloud {
    status(): LocalCloudStatus;
    inventory(): readonly InventoryItem[];
    instances(): readonly InstancesReport[];
    usage(): Usage;
    remove(removal: Removal): Promise<void>;
    clock(): ClockReading;
    moveClock(move: ClockMove): Promise<ClockReading>;
    /** Puts a reservation into the account that somebody bought outside any program; answers its id. */
    giveReservation(given: unknown): Promise<{ readonly id: string }>;
    callerIdentity(): CallerIdentity;
    issueToken(request: TokenRequest): IssuedToken;
    openProvider(request: ProviderRequest): Promise<{ readonly port: number; close(): Promise<void> }>;
    reviewToken(clusterId: string, review: TokenReview): TokenReview;
    reviewAccess(clusterId: string, review: SubjectAccessReview): Promise<SubjectAccessReview>;
    /** Begins to stop; the process ends soon after. */
    stop(): void;
}

export interface ControlOptions {
    readonly cloud: LocalCloud;
    readonly port: number;
    /** Bearer token of every request but the webhooks, which carry their own secret in the path. */
    readonly token: string;
    readonly webhookSecret: string;
    readonly log: (line: string) => void;
}

export interface ControlServer {
    readonly url: string;
    close(): Promise<void>;
}

const largestBody = 16 * 1024 * 1024;

/** Serves the control API on the loopback address. */
export async function serveControl(options: ControlOptions): Promise<ControlServer> {
    const server = createServer((request, response) => {
        answer(options, request, response).catch((error: unknown) => answerError(options, response, error));
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

async function answer(options: ControlOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith("/webhooks/")) {
        const [, , secret = "", clusterId = "", kind = ""] = pathname.split("/");
        requireSame(secret, options.webhookSecret);
        answerJson(response, await answerWebhook(options.cloud, clusterId, kind, await readJson(request)));
        return;
    }
    requireSame(request.headers.authorization ?? "", `Bearer ${options.token}`);
    if (`${request.method ?? ""} ${pathname}` === "POST /providers") {
        await holdProvider(options, (await readJson(request)) as ProviderRequest, response);
        return;
    }
    answerJson(response, await answerRequest(options.cloud, `${request.method ?? ""} ${pathname}`, request));
}

async function answerRequest(cloud: LocalCloud, route: string, request: IncomingMessage): Promise<unknown> {
    switch (route) {
        case "GET /status":
            return cloud.status();
        case "GET /inventory":
            return cloud.inventory();
        case "GET /instances":
            return cloud.instances();
        case "GET /usage":
            return cloud.usage();
        case "POST /removals":
            await cloud.remove((await readJson(request)) as Removal);
            return {};
        case "GET /clock":
            return cloud.clock();
        case "POST /clock":
            return cloud.moveClock((await readJson(request)) as ClockMove);
        case "POST /reservations":
            return cloud.giveReservation(await readJson(request));
        case "GET /caller-identity":
            return cloud.callerIdentity();
        case "POST /tokens":
            return cloud.issueToken((await readJson(request)) as TokenRequest);
        case "POST /stop":
            cloud.stop();
            return {};
        default:
            throw new RequestError(404, `the local cloud has no ${route}`);
    }
}

/** `/webhooks/SECRET/CLUSTER/KIND`: a Kubernetes client sends no bearer token over plain HTTP, so the path tells who asks. */
async function answerWebhook(cloud: LocalCloud, clusterId: string, kind: string, review: unknown): Promise<unknown> {
    return kind === "authorization"
        ? cloud.reviewAccess(clusterId, review as SubjectAccessReview)
        : cloud.reviewToken(clusterId, review as TokenReview);
}

/** The provider lives as long as this connection: when the plugin process goes, however it goes, so does its provider. */
async function holdProvider(
    options: ControlOptions,
    request: ProviderRequest,
    response: ServerResponse,
): Promise<void> {
    const provider = await options.cloud.openProvider(request);
    const close = (): void => {
        provider.close().catch((error: unknown) => options.log(`closing a provider: ${textOf(error)}`));
    };
    if (response.destroyed) {
        close();
        return;
    }
    response.once("close", close);
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write(`${JSON.stringify({ port: provider.port })}\n`);
}

function requireSame(given: string, expected: string): void {
    const [one, other] = [Buffer.from(given), Buffer.from(expected)];
    if (one.length !== other.length || !timingSafeEqual(one, other)) {
        throw new RequestError(401, "wrong or missing token; daemon.json in the local directory holds it");
    }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > largestBody) {
            throw new RequestError(413, "the request is too large");
        }
        chunks.push(chunk);
    }
    try {
        return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
    } catch {
        throw new RequestError(400, "the request is not JSON");
    }
}

function answerJson(response: ServerResponse, body: unknown): void {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
}

function answerError(options: ControlOptions, response: ServerResponse, error: unknown): void {
    if (!(error instanceof RequestError)) {
        options.log(`control API: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    if (response.headersSent) {
        response.destroy();
        return;
    }
    response.writeHead(error instanceof RequestError ? error.statusCode : 500, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: textOf(error) }));
}

function textOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function closeServer(server: Server): Promise<void> {
    return new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
    });
}
