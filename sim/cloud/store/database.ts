import type { Json, Store, StoredResource } from "../contract";

/** What one transaction changed: an entry without a value is a removal. */
export interface Changes {
    readonly resources: ReadonlyMap<string, StoredResource | undefined>;
    readonly notes: ReadonlyMap<string, Json | undefined>;
}

/** Everything of the account at one moment. */
export interface Content {
    readonly resources: readonly StoredResource[];
    readonly notes: Readonly<Record<string, Json>>;
}

/** The account's resources in memory, changed by transactions; `commit` makes each one durable. */
export interface Database extends Store {
    transaction<T>(work: () => T): { readonly result: T; readonly changes: Changes };
    content(): Content;
}

export const keyOf = (type: string, region: string, id: string): string => `${type} ${region} ${id}`;

export function createDatabase(content: Content): Database {
    const resources = new Map(content.resources.map(each => [keyOf(each.type, each.region, each.id), each]));
    const byType = new Map<string, Map<string, StoredResource>>();
    for (const [key, each] of resources) ofType(each.type).set(key, each);
    const notes = new Map(Object.entries(content.notes));
    let open: { resources: Map<string, StoredResource | undefined>; notes: Map<string, Json | undefined> } | undefined;

    function writable(): NonNullable<typeof open> {
        if (!open) throw new Error("the account was written outside a transaction");
        return open;
    }

    function ofType(type: string): Map<string, StoredResource> {
        const found = byType.get(type) ?? new Map<string, StoredResource>();
        byType.set(type, found);
        return found;
    }

    /** What is there, seen from inside the open transaction. */
    function current(stored: ReadonlyMap<string, StoredResource>): StoredResource[] {
        if (!open) return [...stored.values()];
        const seen: StoredResource[] = [];
        for (const [key, each] of stored) {
            const now = open.resources.has(key) ? open.resources.get(key) : each;
            if (now) seen.push(now);
        }
        return seen;
    }

    function added(): StoredResource[] {
        const changed = [...(open?.resources ?? [])];
        return changed.flatMap(([key, each]) => (each && !resources.has(key) ? [each] : []));
    }

    function index(changes: ReadonlyMap<string, StoredResource | undefined>): void {
        for (const [key, each] of changes) {
            const before = resources.get(key);
            if (each) ofType(each.type).set(key, each);
            else if (before) ofType(before.type).delete(key);
        }
    }

    return {
        get(type, region, id) {
            const key = keyOf(type, region, id);
            return open?.resources.has(key) ? open.resources.get(key) : resources.get(key);
        },
        list(type, region) {
            const found = [...current(ofType(type)), ...added().filter(each => each.type === type)];
            return region === undefined ? found : found.filter(each => each.region === region);
        },
        all: () => [...current(resources), ...added()],
        put: resource => void writable().resources.set(keyOf(resource.type, resource.region, resource.id), resource),
        remove: (type, region, id) => void writable().resources.set(keyOf(type, region, id), undefined),
        note: key => (open?.notes.has(key) ? open.notes.get(key) : notes.get(key)),
        setNote: (key, value) => void writable().notes.set(key, value),
        transaction(work) {
            if (open) throw new Error("a transaction began inside another");
            open = { resources: new Map(), notes: new Map() };
            const changes = open;
            try {
                const result = work();
                if (result instanceof Promise) throw new Error("a transaction may not wait");
                index(changes.resources);
                apply(resources, changes.resources);
                apply(notes, changes.notes);
                return { result, changes };
            } finally {
                open = undefined;
            }
        },
        content: () => ({ resources: [...resources.values()], notes: Object.fromEntries(notes) }),
    };
}

function apply<T>(target: Map<string, T>, changes: ReadonlyMap<string, T | undefined>): void {
    for (const [key, value] of changes) {
        if (value === undefined) target.delete(key);
        else target.set(key, value);
    }
}
