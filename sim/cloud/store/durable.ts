import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import * as path from "node:path";

import writeFileAtomic from "write-file-atomic";

import type { Json, StoredResource } from "../contract";
import { createDatabase, keyOf, type Changes, type Content, type Database } from "./database";
import { openJournal, readJournal, type Journal } from "./journal";

/** A database whose transactions are on disk before they are answered. */
export interface DurableDatabase {
    readonly database: Database;
    /** Runs one transaction. If `work` throws, nothing of it remains; once the promise resolves, it is on disk. */
    readonly change: <T>(work: () => T) => Promise<T>;
    readonly close: () => Promise<void>;
}

/** Raised when what is on disk has another form. */
const format = 1;

/** Journal size at which the state is written whole and a new journal begins. */
const compactionBytes = 4 * 1024 * 1024;

/*
 * On disk: `state.json`, everything up to a sequence number, and `journal-<n>.log`, the transactions from number n on.
 * Compaction begins a new journal, writes the state up to it, then removes older journals: whatever step the process ends
 * at, the state and the journals that follow it hold every answered transaction, and none is applied twice.
 */
interface Snapshot extends Content {
    readonly format: number;
    readonly sequence: number;
}

interface Entry {
    readonly sequence: number;
    readonly put: readonly StoredResource[];
    readonly removed: readonly string[];
    readonly notes: readonly (readonly [string, Json | undefined])[];
}

/** Opens the state in a folder, which nobody else may have open. */
export async function openDurable(folder: string, options: { compactAt?: number } = {}): Promise<DurableDatabase> {
    const compactAt = options.compactAt ?? compactionBytes;
    await mkdir(folder, { recursive: true });
    const loaded = await load(folder);
    const database = createDatabase(loaded.content);
    let sequence = loaded.sequence;
    const journal = loaded.journal;
    let compaction: Promise<void> | undefined;
    let failed: Error | undefined;

    async function compact(): Promise<void> {
        const upTo = sequence;
        const content = database.content();
        await journal.continueIn(journalFile(folder, upTo + 1));
        await writeState(folder, { format, sequence: upTo, ...content });
        await removeJournals(folder, upTo + 1);
    }

    return {
        database,
        async change(work) {
            if (failed) throw new Error(`the state of the local cloud cannot be written: ${failed.message}`);
            const { result, changes } = database.transaction(work);
            if (changes.resources.size === 0 && changes.notes.size === 0) {
                // What was read may come from a transaction that is not on disk yet.
                await journal.flushed();
                return result;
            }
            sequence += 1;
            try {
                await journal.append(JSON.stringify(entryOf(sequence, changes)));
            } catch (error) {
                failed = error instanceof Error ? error : new Error(String(error));
                throw new Error(`the state of the local cloud cannot be written: ${failed.message}`);
            }
            if (journal.size() > compactAt && !compaction) {
                compaction = compact()
                    .catch((error: unknown) => {
                        failed = error instanceof Error ? error : new Error(String(error));
                    })
                    .finally(() => {
                        compaction = undefined;
                    });
            }
            return result;
        },
        async close() {
            await compaction;
            await journal.close();
        },
    };
}

/** The same without a disk: for accounts that live as long as a test. */
export function openVolatile(): DurableDatabase {
    const database = createDatabase({ resources: [], notes: {} });
    return {
        database,
        change: work =>
            new Promise(resolve => {
                resolve(database.transaction(work).result);
            }),
        close: () => Promise.resolve(),
    };
}

async function load(folder: string): Promise<{ content: Content; sequence: number; journal: Journal }> {
    const snapshot = await readState(folder);
    const resources = new Map(snapshot.resources.map(each => [keyOf(each.type, each.region, each.id), each]));
    const notes = new Map(Object.entries(snapshot.notes));
    let sequence = snapshot.sequence;
    let current: { file: string; wholeBytes: number } | undefined;
    for (const file of await journalFiles(folder)) {
        const { lines, wholeBytes } = await readJournal(file);
        current = { file, wholeBytes };
        for (const line of lines) {
            const entry = JSON.parse(line) as Entry;
            if (entry.sequence <= sequence) continue;
            if (entry.sequence !== sequence + 1) {
                throw new Error(
                    `${file}: transaction ${sequence + 1} is missing. Restore the files, or remove the local state.`,
                );
            }
            for (const resource of entry.put)
                resources.set(keyOf(resource.type, resource.region, resource.id), resource);
            for (const key of entry.removed) resources.delete(key);
            for (const [key, value] of entry.notes) {
                if (value === undefined || value === null) notes.delete(key);
                else notes.set(key, value);
            }
            sequence = entry.sequence;
        }
    }
    current ??= { file: journalFile(folder, sequence + 1), wholeBytes: 0 };
    return {
        content: { resources: [...resources.values()], notes: Object.fromEntries(notes) },
        sequence,
        journal: await openJournal(current.file, current.wholeBytes),
    };
}

function entryOf(sequence: number, changes: Changes): Entry {
    const put: StoredResource[] = [];
    const removed: string[] = [];
    for (const [key, resource] of changes.resources) {
        if (resource) put.push(resource);
        else removed.push(key);
    }
    return { sequence, put, removed, notes: [...changes.notes] };
}

async function readState(folder: string): Promise<Snapshot> {
    let content: string;
    try {
        content = await readFile(stateFile(folder), "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        return { format, sequence: 0, resources: [], notes: {} };
    }
    const snapshot = JSON.parse(content) as Snapshot;
    if (snapshot.format !== format) {
        throw new Error(
            `${stateFile(folder)} has format ${snapshot.format}, this version reads ${format}. Remove the local state.`,
        );
    }
    return snapshot;
}

async function writeState(folder: string, snapshot: Snapshot): Promise<void> {
    await writeFileAtomic(stateFile(folder), JSON.stringify(snapshot));
}

async function journalFiles(folder: string): Promise<string[]> {
    const names = (await readdir(folder)).filter(name => /^journal-\d+\.log$/.test(name));
    return names.sort((a, b) => firstOf(a) - firstOf(b)).map(name => path.join(folder, name));
}

async function removeJournals(folder: string, before: number): Promise<void> {
    for (const file of await journalFiles(folder)) if (firstOf(path.basename(file)) < before) await rm(file);
}

const stateFile = (folder: string): string => path.join(folder, "state.json");
const journalFile = (folder: string, first: number): string => path.join(folder, `journal-${first}.log`);
const firstOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);
