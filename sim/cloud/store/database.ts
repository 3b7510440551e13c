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
    /** What the local cloud itself remembers beside resources. Written inside a transaction. */
    note(key: string): Json | undefined;
    setNote(key: string, value: Json | undefined): void;
    transaction<T>(work: () => T): { readonly result: T; readonly changes: Changes };
    content(): Content;
}

export const keyOf = (type: string, region: string, id: string): string => `${type} ${region} ${id}`;

export function createDatabase(content: Content): Database {
    const resources = new Map(content.resources.map(each => [keyOf(each.type, each.region, each.id), each]));
    const notes = new Map(Object.entries(content.notes));
    let open: { resources: Map<string, StoredResource | undefined>; notes: Map<string, Json | undefined> } | undefined;

    function writable(): NonNullable<typeof open> {
        if (!open) throw new Error("the account was written outside a transaction");
        return open;
    }

    function* current(): Generator<StoredResource> {
        for (const [key, stored] of resources) {
            const seen = open?.resources.has(key) ? open.resources.get(key) : stored;
            if (seen) yield seen;
        }
        for (const [key, added] of open?.resources ?? []) if (added && !resources.has(key)) yield added;
    }

    return {
        get(type, region, id) {
            const key = keyOf(type, region, id);
            return open?.resources.has(key) ? open.resources.get(key) : resources.get(key);
        },
        list(type, region) {
            return [...current()].filter(
                each => each.type === type && (region === undefined || each.region === region),
            );
        },
        all: () => [...current()],
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
