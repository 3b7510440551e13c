import { readFileSync, renameSync } from "node:fs";
import { basename } from "node:path";
import { findChecksum, hashFile } from "./checksum";
import { download } from "./download";
import type { FailedTry, FailureId } from "./problem";
import type { Patience } from "./surroundings";
import type { ChecksumSource } from "./tool-spec";

type OnBytes = (done: number, total: number | undefined) => void;

/** Brings a URL into a file, or says why not. */
export type Get = (url: string, file: string, onBytes?: OnBytes) => Promise<FailedTry | undefined>;

/** The downloads of one run. They share what they learn: a host that did not answer once is not asked again. */
export interface Downloads {
    readonly get: Get;
    /** Why a URL is not worth trying, or undefined. */
    readonly hopeless: (url: string) => FailedTry | undefined;
}

export function openDownloads(patience: Patience): Downloads {
    const unreachable = new Map<string, string>();
    const hopeless = (url: string): FailedTry | undefined => {
        const why = unreachable.get(new URL(url).host);
        return why === undefined ? undefined : downloadFailed("download.unreachable", why);
    };
    const get: Get = async (url, file, onBytes = () => undefined) => {
        const known = hopeless(url);
        if (known !== undefined) {
            return known;
        }
        const outcome = await download(url, file, patience, onBytes);
        if (outcome.ok) {
            return undefined;
        }
        if (outcome.id === "download.unreachable") {
            unreachable.set(new URL(url).host, outcome.why);
        }
        return downloadFailed(outcome.id, outcome.why);
    };
    return { get, hopeless };
}

/** Brings a URL into `file`, which exists afterwards only if its bytes are those that were published. */
export async function getVerified(
    get: Get,
    url: string,
    published: ChecksumSource,
    file: string,
    onBytes: OnBytes,
): Promise<FailedTry | undefined> {
    const name = basename(url);
    const list = `${file}.checksum`;
    const noList = await get(published.url, list);
    if (noList !== undefined) {
        return noList;
    }
    const checksum = findChecksum(published.format, readFileSync(list, "utf8"), name);
    if (checksum === undefined) {
        return downloadFailed("download.checksum", `${published.url} tells no SHA-256 or SHA-512 of ${name}`);
    }
    const draft = `${file}.unverified`;
    const noFile = await get(url, draft, onBytes);
    if (noFile !== undefined) {
        return noFile;
    }
    const actual = await hashFile(draft, checksum.algorithm);
    if (actual !== checksum.hex) {
        const why = `${name} has the ${checksum.algorithm} ${actual}, published is ${checksum.hex}: thrown away`;
        return downloadFailed("download.checksum", why);
    }
    renameSync(draft, file);
    return undefined;
}

export function downloadFailed(id: FailureId, why: string): FailedTry {
    return { source: "download", id, why };
}
