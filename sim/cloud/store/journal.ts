import { createHash } from "node:crypto";
import { open, readFile, type FileHandle } from "node:fs/promises";
import * as path from "node:path";

/** Lines on disk, appended only. What `append` has answered survives the end of the process at any moment. */
export interface Journal {
    /** Resolves when the line, and every line before it, is on disk. Calls made meanwhile share one write and one sync. */
    append(line: string): Promise<void>;
    /** Resolves when every line appended so far is on disk. */
    flushed(): Promise<void>;
    /** Lines appended from now on go to another, new file. Resolves when it is open and the old one is whole. */
    continueIn(file: string): Promise<void>;
    /** Bytes of the lines in the current file. */
    size(): number;
    close(): Promise<void>;
}

/** The whole lines of a journal file. Bytes after the last whole line are a write that was cut off and never answered. */
export async function readJournal(file: string): Promise<{ lines: string[]; wholeBytes: number }> {
    const content = await readFile(file);
    const lines: string[] = [];
    let start = 0;
    while (start < content.length) {
        const end = content.indexOf(0x0a, start);
        const line = end === -1 ? undefined : verified(content.toString("utf8", start, end));
        if (line === undefined) {
            // A cut write leaves nothing behind it: a whole line further on means that the file was damaged otherwise.
            if (end !== -1 && hasWholeLine(content, end + 1)) {
                throw new Error(
                    `${file}: the line at byte ${start} is damaged. Restore the file, or remove the local state.`,
                );
            }
            break;
        }
        lines.push(line);
        start = end + 1;
    }
    return { lines, wholeBytes: start };
}

/** Opens a journal for appending after its whole lines; what follows them is cut off. */
export async function openJournal(file: string, wholeBytes: number): Promise<Journal> {
    let handle = await openAt(file, wholeBytes);
    let bytes = wholeBytes;
    let collecting: { readonly lines: string[]; readonly written: Promise<void> } | undefined;
    let last: Promise<void> = Promise.resolve();

    /** One step after the other. After a step that failed nobody knows what is on disk, so none follows it. */
    function afterwards(step: () => Promise<void>): Promise<void> {
        last = last.then(step);
        // Whoever waits for a step hears of its failure; the chain itself must not raise it once more.
        last.catch(() => undefined);
        return last;
    }

    function beginBatch(): NonNullable<typeof collecting> {
        const lines: string[] = [];
        const written = afterwards(async () => {
            if (collecting?.lines === lines) collecting = undefined;
            await handle.appendFile(lines.join(""));
            await handle.datasync();
        });
        return { lines, written };
    }

    return {
        append(line) {
            const framed = `${checksum(line)} ${line}\n`;
            bytes += Buffer.byteLength(framed);
            collecting ??= beginBatch();
            collecting.lines.push(framed);
            return collecting.written;
        },
        flushed: () => last,
        continueIn(next) {
            collecting = undefined;
            bytes = 0;
            return afterwards(async () => {
                const old = handle;
                handle = await openAt(next, 0);
                await old.close();
            });
        },
        size: () => bytes,
        async close() {
            await last.catch(() => undefined);
            await handle.close();
        },
    };
}

async function openAt(file: string, wholeBytes: number): Promise<FileHandle> {
    const handle = await open(file, "a");
    await handle.truncate(wholeBytes);
    await syncFolder(path.dirname(file));
    return handle;
}

async function syncFolder(folder: string): Promise<void> {
    const handle = await open(folder, "r");
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}

function verified(line: string): string | undefined {
    const content = line.slice(17);
    return line[16] === " " && line.slice(0, 16) === checksum(content) ? content : undefined;
}

function hasWholeLine(content: Buffer, from: number): boolean {
    return content
        .toString("utf8", from)
        .split("\n")
        .some(line => verified(line) !== undefined);
}

function checksum(line: string): string {
    return createHash("sha256").update(line).digest("hex").slice(0, 16);
}
