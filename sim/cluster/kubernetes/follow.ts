import { setTimeout as sleep } from "node:timers/promises";
import { isStatus, type KubernetesApi } from "./api-client";
import type { List, Metadata } from "./objects";

/** What a follower is told. `replace` comes first, and again whenever the watch had to begin anew. */
export interface Follower<T> {
    replace(items: readonly T[]): void;
    set(item: T): void;
    remove(item: T): void;
}

interface WatchEvent<T> {
    readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
    readonly object: T & { readonly metadata: Metadata; readonly code?: number };
}

const firstPause = 200;
const longestPause = 5_000;
/** The server closes a watch after this time, and it is taken up again where it ended. */
const watchSeconds = 300;

/**
 * Follows a collection (list, then watch) until the signal aborts. Every break is mended: a watch that ends goes on from the
 * last version seen, one whose version is too old (410 Gone) begins with a new list.
 */
export async function follow<T extends { readonly metadata: Metadata }>(
    api: KubernetesApi,
    path: string,
    query: Readonly<Record<string, string>>,
    follower: Follower<T>,
    signal: AbortSignal,
): Promise<void> {
    let version: string | undefined;
    let pause = firstPause;
    while (!signal.aborted) {
        try {
            if (version === undefined) {
                const list: List<T> = await api.get<List<T>>(`${path}?${new URLSearchParams(query).toString()}`);
                follower.replace(list.items);
                version = list.metadata.resourceVersion;
            }
            version = await watchFrom(api, path, query, version, follower, signal);
            pause = firstPause;
        } catch (error) {
            version = isStatus(error, 410) ? undefined : version;
            await sleep(pause, undefined, { signal }).catch(() => undefined);
            pause = Math.min(pause * 2, longestPause);
        }
    }
}

/** One watch until it ends; the version to go on from, or nothing when the list must be read again. */
async function watchFrom<T extends { readonly metadata: Metadata }>(
    api: KubernetesApi,
    path: string,
    query: Readonly<Record<string, string>>,
    from: string,
    follower: Follower<T>,
    signal: AbortSignal,
): Promise<string | undefined> {
    const parameters = new URLSearchParams({
        ...query,
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion: from,
        timeoutSeconds: String(watchSeconds),
    });
    const stream = await api.stream(`${path}?${parameters.toString()}`, signal);
    let version = from;
    try {
        for await (const line of linesOf(stream)) {
            const event = JSON.parse(line) as WatchEvent<T>;
            if (event.type === "ERROR") {
                return undefined;
            }
            version = event.object.metadata.resourceVersion ?? version;
            if (event.type === "DELETED") {
                follower.remove(event.object);
            } else if (event.type !== "BOOKMARK") {
                follower.set(event.object);
            }
        }
    } finally {
        stream.destroy();
    }
    return version;
}

/** `readline` would do, but it swallows the errors of its input, and a cut connection must be seen. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of stream) {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
            yield rest.toString("utf8", 0, end);
            rest = rest.subarray(end + 1);
        }
    }
}
