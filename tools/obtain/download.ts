import { createWriteStream, rmSync, type WriteStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Patience } from "./surroundings";

/** How a download failed, or that it did not. */
export type Downloaded =
    | { readonly ok: true }
    | {
          readonly ok: false;
          readonly id: "download.unreachable" | "download.refused" | "download.broken";
          readonly why: string;
      };

type Attempt = Downloaded & { readonly again?: boolean };

/**
 * Brings `url` into `file`. A download that breaks off goes on where it stopped, if the server can; otherwise it starts
 * anew. Nothing is verified here.
 */
export async function download(
    url: string,
    file: string,
    patience: Patience,
    onBytes: (done: number, total: number | undefined) => void,
): Promise<Downloaded> {
    for (let attempt = 1; ; attempt++) {
        const outcome = await downloadOnce(url, file, patience, onBytes);
        if (outcome.again !== true || attempt >= patience.attempts) {
            return outcome;
        }
        await sleep(patience.retryMs * attempt);
    }
}

async function downloadOnce(
    url: string,
    file: string,
    patience: Patience,
    onBytes: (done: number, total: number | undefined) => void,
): Promise<Attempt> {
    const present = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const abort = new AbortController();
    const limit = setTimeout(
        () => abort.abort(new Error(`no answer within ${patience.connectMs} ms`)),
        patience.connectMs,
    );
    let response: Response;
    try {
        response = await fetch(url, { signal: abort.signal, headers: requestHeaders(present) });
    } catch (error) {
        const why = `${new URL(url).host} cannot be reached: ${reason(error)}`;
        // Once bytes have come the host is there: a pause in the connection is worth another try.
        return present > 0 ? broken(why) : { ok: false, id: "download.unreachable", why };
    } finally {
        clearTimeout(limit);
    }
    return response.ok
        ? receive(response, file, present, abort, patience.stallMs, onBytes)
        : refused(response, url, file);
}

/** Bytes are counted, so they must not be compressed on the way. */
function requestHeaders(present: number): Record<string, string> {
    return { "accept-encoding": "identity", ...(present > 0 ? { range: `bytes=${present}-` } : {}) };
}

function refused(response: Response, url: string, file: string): Attempt {
    void response.body?.cancel();
    // What is there cannot be continued: too long, or of another file.
    rmSync(file, { force: true });
    const why = `${url} answered ${response.status} ${response.statusText}`.trimEnd();
    const again = response.status >= 500 || response.status === 429 || response.status === 416;
    return { ok: false, id: "download.refused", why, again };
}

async function receive(
    response: Response,
    file: string,
    present: number,
    abort: AbortController,
    stallMs: number,
    onBytes: (done: number, total: number | undefined) => void,
): Promise<Attempt> {
    const continued =
        response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${present}-`) === true;
    const start = continued ? present : 0;
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : start + Number(length);
    let done = start;
    const stalled = setTimeout(() => abort.abort(new Error(`no data for ${stallMs} ms`)), stallMs);
    const writer = createWriteStream(file, { flags: continued ? "a" : "w" });
    try {
        await pipeline(
            response.body === null ? Readable.from([]) : Readable.fromWeb(response.body),
            async function* (chunks: AsyncIterable<Uint8Array>) {
                for await (const chunk of chunks) {
                    stalled.refresh();
                    onBytes((done += chunk.byteLength), total);
                    yield chunk;
                }
            },
            writer,
        );
    } catch (error) {
        return broken(`${new URL(response.url).host} broke off after ${done} bytes: ${reason(error)}`);
    } finally {
        clearTimeout(stalled);
        // A write that is still under way would land behind the bytes of the next try.
        await closed(writer);
    }
    return total === undefined || done === total ? { ok: true } : broken(`only ${done} of ${total} bytes came`);
}

async function closed(writer: WriteStream): Promise<void> {
    return new Promise(resolve => {
        if (writer.closed) {
            resolve();
        } else {
            writer.once("close", resolve);
        }
    });
}

function broken(why: string): Attempt {
    return { ok: false, id: "download.broken", why, again: true };
}

/** The system's own words: `fetch` hides them behind "fetch failed". */
function reason(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    const cause: unknown = error.cause;
    if (cause instanceof Error) {
        return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
    }
    return error.message;
}
