/** Against a server that plays the API server's part of list and watch. Does not prove that a real one sends these very events. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { StatusError, type KubernetesApi } from "../../../../sim/cluster/kubernetes/api-client";
import { follow } from "../../../../sim/cluster/kubernetes/follow";
import type { Metadata } from "../../../../sim/cluster/kubernetes/objects";
import { eventually } from "../eventually";

interface Thing {
    readonly metadata: Metadata;
}

const thing = (name: string, version: string): Thing => ({ metadata: { name, resourceVersion: version } });

/** Answers lists and watches from a script, and writes down what it was asked. */
class FakeApi extends EventEmitter {
    readonly asked: string[] = [];
    private readonly watches: (() => Readable)[] = [];
    lists: { version: string; items: Thing[] }[] = [];

    watch(...chunks: readonly (string | Buffer)[]): this {
        this.watches.push(() => Readable.from(chunks.map(chunk => Buffer.from(chunk as string))));
        return this;
    }

    failingWatch(error: Error, ...chunks: readonly string[]): this {
        this.watches.push(() =>
            Readable.from(
                (function* () {
                    yield* chunks.map(chunk => Buffer.from(chunk));
                    throw error;
                })(),
            ),
        );
        return this;
    }

    refusedWatch(error: Error): this {
        this.watches.push(() => {
            throw error;
        });
        return this;
    }

    get(): Promise<unknown> {
        const { version, items } = this.lists.shift() ?? { version: "end", items: [] };
        this.asked.push(`list ${version}`);
        return Promise.resolve({ metadata: { resourceVersion: version }, items });
    }

    async stream(path: string, signal: AbortSignal): Promise<Readable> {
        const from = new URLSearchParams(path.split("?")[1]).get("resourceVersion");
        this.asked.push(`watch ${from ?? ""}`);
        const next = this.watches.shift();
        if (next !== undefined) {
            return next();
        }
        this.emit("idle");
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
        throw new Error("not reached");
    }
}

function line(type: string, object: object): string {
    return `${JSON.stringify({ type, object })}\n`;
}

/** What a follower was told until the script was at its end. */
async function told(api: FakeApi): Promise<string[]> {
    const seen: string[] = [];
    const stopping = new AbortController();
    let idle = false;
    api.on("idle", () => (idle = true));
    const following = follow<Thing>(
        api as unknown as KubernetesApi,
        "/things",
        {},
        {
            replace: things => seen.push(`replace ${things.map(({ metadata }) => metadata.name).join(",")}`),
            set: ({ metadata }) => seen.push(`set ${metadata.name}`),
            remove: ({ metadata }) => seen.push(`remove ${metadata.name}`),
        },
        stopping.signal,
    );
    await eventually(() => idle);
    stopping.abort();
    await following;
    return seen;
}

describe("following a collection", () => {
    it("lists, then tells every change", async () => {
        const api = new FakeApi();
        api.lists = [{ version: "5", items: [thing("a", "1")] }];
        api.watch(line("ADDED", thing("b", "6")), line("MODIFIED", thing("a", "7")), line("DELETED", thing("b", "8")));
        assert.deepEqual(await told(api), ["replace a", "set b", "set a", "remove b"]);
        assert.deepEqual(api.asked, ["list 5", "watch 5", "watch 8"]);
    });

    it("reads events that arrive in pieces", async () => {
        const api = new FakeApi();
        const text = line("ADDED", thing("größe", "6")) + line("ADDED", thing("b", "7"));
        api.lists = [{ version: "5", items: [] }];
        api.watch(...Array.from(Buffer.from(text), byte => Buffer.of(byte)));
        assert.deepEqual(await told(api), ["replace ", "set größe", "set b"]);
    });

    it("goes on where a watch ended, bookmarks included", async () => {
        const api = new FakeApi();
        api.lists = [{ version: "5", items: [] }];
        api.watch(line("BOOKMARK", thing("", "40"))).watch(line("ADDED", thing("a", "41")));
        assert.deepEqual(await told(api), ["replace ", "set a"]);
        assert.deepEqual(api.asked, ["list 5", "watch 5", "watch 40", "watch 41"]);
    });

    it("goes on after a cut connection without losing what came before", async () => {
        const api = new FakeApi();
        api.lists = [{ version: "5", items: [] }];
        api.failingWatch(new Error("ECONNRESET"), line("ADDED", thing("a", "6"))).watch(line("ADDED", thing("b", "7")));
        const seen = await told(api);
        assert.ok(seen.includes("set b"));
        assert.equal(api.asked.filter(each => each.startsWith("list")).length, 1);
    });

    it("begins with a new list when its version is too old, however it is told", async () => {
        const gone = new StatusError(410, "Expired", "too old resource version");
        for (const script of [
            (api: FakeApi) => api.refusedWatch(gone),
            (api: FakeApi) => api.watch(line("ERROR", { metadata: {}, code: 410 })),
        ]) {
            const api = new FakeApi();
            api.lists = [
                { version: "5", items: [thing("a", "1")] },
                { version: "90", items: [thing("b", "80")] },
            ];
            script(api);
            assert.deepEqual(await told(api), ["replace a", "replace b"]);
            assert.equal(api.asked.at(-1), "watch 90");
        }
    });
});
