import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ChecksumSource } from "./tool-spec";

export interface Checksum {
    readonly algorithm: "sha256" | "sha512";
    readonly hex: string;
}

/** The published checksum of a file, or undefined when the text holds none that is strong enough to rely on. */
export function findChecksum(format: ChecksumSource["format"], text: string, fileName: string): Checksum | undefined {
    switch (format) {
        case "lines":
            return inLines(text, fileName);
        case "github release":
            return inGithubRelease(text, fileName);
    }
}

/** `<hex>  <name>` lines, the name marked with `*` or `./` or not; a text of one word is the checksum of its only file. */
function inLines(text: string, fileName: string): Checksum | undefined {
    const lines = text
        .split("\n")
        .map(line => line.trim())
        .filter(line => line !== "");
    if (lines.length === 1 && !/\s/.test(lines[0] ?? "")) {
        return asChecksum(lines[0]);
    }
    const mine = lines.map(line => line.split(/\s+/)).find(([, name]) => name?.replace(/^\*?(\.\/)?/, "") === fileName);
    return asChecksum(mine?.[0]);
}

function inGithubRelease(text: string, fileName: string): Checksum | undefined {
    const digest = parseRelease(text).assets?.find(asset => asset.name === fileName)?.digest;
    return digest?.startsWith("sha256:") === true ? asChecksum(digest.slice("sha256:".length)) : undefined;
}

interface GithubRelease {
    readonly assets?: readonly { readonly name: string; readonly digest?: string }[];
}

function parseRelease(text: string): GithubRelease {
    try {
        return JSON.parse(text) as GithubRelease;
    } catch {
        return {};
    }
}

/** The length tells the algorithm. Shorter ones, as SHA-1 and MD5, can be forged. */
function asChecksum(hex: string | undefined): Checksum | undefined {
    const lower = hex?.toLowerCase() ?? "";
    if (/^[0-9a-f]{64}$/.test(lower)) {
        return { algorithm: "sha256", hex: lower };
    }
    return /^[0-9a-f]{128}$/.test(lower) ? { algorithm: "sha512", hex: lower } : undefined;
}

/** What the file really hashes to. */
export async function hashFile(file: string, algorithm: Checksum["algorithm"]): Promise<string> {
    const hash = createHash(algorithm);
    await pipeline(createReadStream(file), hash);
    return hash.digest("hex");
}
