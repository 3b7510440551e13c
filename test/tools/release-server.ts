import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one path. `visit` counts from 1. */
export type Answer = (response: ServerResponse, visit: number, request: IncomingMessage) => void;

/** A release server on this machine. Paths that it does not know are 404. */
export interface ReleaseServer {
    readonly url: string;
    readonly requests: string[];
    answers: Readonly<Record<string, Answer>>;
    close(): Promise<void>;
}

export async function startReleaseServer(answers: Readonly<Record<string, Answer>> = {}): Promise<ReleaseServer> {
    const visits = new Map<string, number>();
    const running: ReleaseServer = {
        url: "",
        requests: [],
        answers,
        close: async () => {
            server.closeAllConnections();
            server.close();
            await once(server, "close");
        },
    };
    const server = createServer((request, response) => {
        const path = request.url ?? "";
        const visit = (visits.get(path) ?? 0) + 1;
        visits.set(path, visit);
        running.requests.push(path);
        const answer = running.answers[path] ?? notFound;
        answer(response, visit, request);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return Object.assign(running, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** All of a body at once. */
export function sends(body: Buffer | string): Answer {
    return response => response.end(body);
}

/** The head and the first half of a body; then the connection is cut. */
export function hangsUpHalfWay(body: Buffer): Answer {
    return response => {
        response.writeHead(200, { "content-length": body.length });
        response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 20));
    };
}

/** The rest of a body that was cut, as a server that knows ranges sends it. */
export function continues(body: Buffer): Answer {
    return (response, _visit, request) => {
        const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
        response.writeHead(206, {
            "content-range": `bytes ${from}-${body.length - 1}/${body.length}`,
            "content-length": body.length - from,
        });
        response.end(body.subarray(from));
    };
}

function notFound(response: ServerResponse): void {
    response.writeHead(404).end("no such file");
}

/** One answer after the other; the last one stays. */
export function inTurn(...answers: readonly Answer[]): Answer {
    return (response, visit, request) => answers[Math.min(visit, answers.length) - 1]?.(response, visit, request);
}

/** A released executable: a script of more than one network packet. */
export const releasedTool = Buffer.from(`#!/bin/sh\necho released\n${"# filling\n".repeat(40_000)}`);

/** A line of a checksum file. */
export function checksumLine(body: Buffer, name: string, algorithm = "sha256"): string {
    return `${createHash(algorithm).update(body).digest("hex")}  ${name}\n`;
}

export const toolPath = "/v1.5.2/tool-linux-amd64";
export const checksumPath = "/v1.5.2/SHA256SUMS";

/** What a healthy server answers for `aTool`. */
export function healthyRelease(): Record<string, Answer> {
    return { [toolPath]: sends(releasedTool), [checksumPath]: sends(checksumLine(releasedTool, "tool-linux-amd64")) };
}
