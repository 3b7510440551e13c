import { createAccount, type AccountParts } from "../../../sim/cloud/account";
import type { ClusterSpec, Machines, NodeSpec, Props } from "../../../sim/cloud/contract";
import { counted, type Fault } from "../../../sim/cloud/faults";
import type { MovableClock } from "../../../sim/cloud/movable-clock";
import {
    createResource,
    deleteResource,
    invokeLookup,
    readResource,
    updateResource,
    type Answer,
    type ResourceRequest,
} from "../../../sim/cloud/operations";
import { textMap } from "../../../sim/cloud/props";
import type { SimAccount } from "../../../sim/cloud/sim-account";
import { conform } from "../../../sim/provider/conform";
import { schemaOf } from "../../../sim/provider/schema/load";
import { openVolatile } from "../../../sim/cloud/store/durable";

/** Machines that run nothing and remember what they were told. */
export interface FakeMachines extends Machines {
    readonly clusters: Map<string, ClusterSpec>;
    /** By `<cluster key> <group>`. */
    readonly nodes: Map<string, readonly NodeSpec[]>;
}

export function fakeMachines(): FakeMachines {
    const clusters = new Map<string, ClusterSpec>();
    const nodes = new Map<string, readonly NodeSpec[]>();
    return {
        clusters,
        nodes,
        ensureCluster(spec) {
            clusters.set(spec.key, spec);
            return Promise.resolve({ url: "https://127.0.0.1:16443", certificateAuthority: "Y2VydGlmaWNhdGU=" });
        },
        removeCluster(key) {
            clusters.delete(key);
            return Promise.resolve();
        },
        ensureNodes(clusterKey, group, specs) {
            nodes.set(`${clusterKey} ${group}`, specs);
            return Promise.resolve();
        },
    };
}

/** A clock that stands still; waiting moves it, and so does whoever sets it. */
export function fakeClock(start = "2026-11-23T10:00:00Z"): MovableClock & { advance(milliseconds: number): void } {
    let now = Date.parse(start);
    return {
        ahead: () => now - Date.parse(start),
        set(wanted) {
            now = wanted.getTime();
        },
        reset() {
            now = Date.parse(start);
        },
        now: () => new Date(now),
        sleep(milliseconds, signal) {
            signal?.throwIfAborted();
            now += milliseconds;
            return Promise.resolve();
        },
        advance(milliseconds) {
            now += milliseconds;
        },
    };
}

/** An account as its API, without Pulumi's protocol. Failures are thrown with the text the user would read. */
export interface TestAccount extends SimAccount {
    create(token: string, inputs: Props, where?: Where): Promise<Answer>;
    update(token: string, id: string, inputs: Props, where?: Where): Promise<Answer>;
    remove(token: string, id: string, where?: Where): Promise<void>;
    read(token: string, id: string, where?: Where): Promise<Props | undefined>;
    invoke(token: string, args?: Props, where?: Where): Promise<Props>;
    readonly machines: FakeMachines;
    /** Where calls go that name no region. */
    readonly region: string;
}

export interface Where {
    readonly region?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
}

export const testRegion = "us-east-2";

export interface TestAccountParts extends Partial<Omit<AccountParts, "faults">> {
    readonly faults?: readonly Fault[];
    readonly region?: string;
}

/** An account in memory, with fake machines and a clock that stands still. */
export function anAccount({ region = testRegion, ...parts }: TestAccountParts = {}): TestAccount {
    const machines = fakeMachines();
    const faults = parts.faults ?? [];
    const account = createAccount({
        durable: openVolatile(),
        machines,
        clock: fakeClock(),
        ...parts,
        // Counted anew each time, so that a test may switch faults on and off.
        faults: () => counted(faults),
    });

    function request(token: string, inputs: Props, where: Where = {}): ResourceRequest {
        const type = account.types.get(token);
        if (!type) throw new Error(`no such type: ${token}`);
        return {
            type,
            region: where.region ?? region,
            inputs: { ...type.defaults, ...inputs },
            tags: "tagsAll" in schemaOf(token).outputs ? { ...textMap(inputs, "tags"), ...where.tags } : undefined,
            signal: where.signal ?? new AbortController().signal,
        };
    }

    return {
        ...account,
        machines,
        region,
        create: async (token, inputs, where) =>
            declared(token, await createResource(account, request(token, legal(token, inputs), where))),
        update: async (token, id, inputs, where) =>
            declared(token, await updateResource(account, request(token, legal(token, inputs), where), id)),
        remove: (token, id, where) => deleteResource(account, request(token, {}, where), id),
        async read(token, id, where) {
            const found = await readResource(account, request(token, {}, where), id);
            return found && declared(token, found).outputs;
        },
        invoke(token, args = {}, where = {}) {
            const lookup = account.lookups.get(token);
            if (!lookup) throw new Error(`no such function: ${token}`);
            const signal = where.signal ?? new AbortController().signal;
            return invokeLookup(account, lookup, where.region ?? region, args, signal);
        },
    };
}

/** Every answer has the names and forms that the SDK declares: what programs read is what the account says. */
function declared<T extends { readonly outputs: Props }>(token: string, answer: T): T {
    const { inputs, outputs } = schemaOf(token);
    const { problems } = conform(answer.outputs, { inputs: { ...inputs, ...outputs }, required: [] }, token);
    if (problems.length > 0)
        throw new Error(`the SDK does not declare this answer:\n${JSON.stringify(problems, undefined, 1)}`);
    return answer;
}

/** Handlers see only inputs that the provider's check let through, so tests may give no others. */
function legal(token: string, inputs: Props): Props {
    const { problems } = conform(inputs, schemaOf(token), token);
    if (problems.length > 0)
        throw new Error(`the provider refuses these inputs:\n${JSON.stringify(problems, undefined, 1)}`);
    return inputs;
}
