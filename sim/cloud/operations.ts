import { orAborted } from "./clock";
import {
    ApiError,
    GLOBAL,
    type Call,
    type Json,
    type LookupFunction,
    type Props,
    type ResourceType,
    type StoredResource,
} from "./contract";
import { secondsOf } from "./latency";
import { loseAnswer, refuseByFault } from "./met-faults";
import { OperationError, reasonOf, withName } from "./operation-error";
import type { SimAccount } from "./sim-account";

/** One call to the account's API for a resource, as a provider makes it. */
export interface ResourceRequest {
    readonly type: ResourceType;
    /** The provider's region, or the one the resource names. */
    readonly region: string;
    readonly inputs: Props;
    /** Resource tags merged with default tags; undefined for types without tags. */
    readonly tags: Readonly<Record<string, string>> | undefined;
    /** Attempts the provider makes when the API says that there are too many calls. */
    readonly maxAttempts?: number;
    readonly signal: AbortSignal;
}

/** What the API holds after the call. `failure`: the resource is there, and something about it failed. */
export interface Answer {
    readonly id: string;
    readonly outputs: Props;
    readonly failure?: string;
}

export async function createResource(account: SimAccount, request: ResourceRequest): Promise<Answer> {
    const { type, inputs } = request;
    const call = callOf(account, request);
    const title = withName("creating", type, type.named?.(inputs));
    return answering(account, request, "create", title, async () => {
        const { id } = await account.change(() => {
            const created = type.create(call, inputs);
            account.store.put({
                type: type.token,
                region: call.region,
                id: created.id,
                inputs,
                outputs: { ...inputs, ...created.outputs, ...commonOutputs(request) },
                hidden: created.hidden ?? {},
                createdAt: account.now().toISOString(),
                requested: true,
            });
            return created;
        });
        return { id, settle: () => settled(account, type, call, id, "create") };
    });
}

export async function updateResource(account: SimAccount, request: ResourceRequest, id: string): Promise<Answer> {
    const { type, inputs } = request;
    const call = callOf(account, request);
    const title = withName("updating", type, id);
    return answering(account, request, "update", title, async () => {
        await account.change(() => {
            const current = account.store.get(type.token, call.region, id);
            if (!current) throw new OperationError(`${title}: couldn't find resource`);
            const changed = type.update?.(call, current, inputs) ?? {};
            const latest = account.store.get(type.token, call.region, id) ?? current;
            account.store.put({
                ...latest,
                inputs,
                outputs: { ...carriedOver(type, latest, inputs), ...inputs, ...changed, ...commonOutputs(request) },
            });
        });
        return { id, settle: () => settled(account, type, call, id, "update") };
    });
}

/** Removes the resource. One that is not there any more is no error. */
export async function deleteResource(account: SimAccount, request: ResourceRequest, id: string): Promise<void> {
    const { type } = request;
    const call = callOf(account, request);
    const title = withName("deleting", type, id);
    const answer = await answering(account, request, "delete", title, async () => {
        await outlasting(account, request, () => beginDeletion(account, type, call, id));
        return { id, settle: () => finishDeletion(account, type, call, id) };
    });
    if (answer.failure !== undefined) throw new OperationError(answer.failure);
}

function beginDeletion({ store }: SimAccount, type: ResourceType, call: Call, id: string): void {
    const current = store.get(type.token, call.region, id);
    if (!current) return;
    if (current.hidden.deleting !== true) type.remove(call, current);
    if (type.settle) {
        const latest = store.get(type.token, call.region, id) ?? current;
        store.put({ ...latest, hidden: { ...latest.hidden, deleting: true } });
    } else store.remove(type.token, call.region, id);
}

/** Also an account that answers at once gives the other calls of a program this long to take out of the way what they can. */
const leastPatience = 10;
const pollMilliseconds = 200;

/** Makes the change, again and again while the type outlasts what refuses it. */
async function outlasting(account: SimAccount, { type, signal }: ResourceRequest, work: () => void): Promise<void> {
    const seconds = Math.max(leastPatience, (type.outlasts?.seconds ?? 0) * account.latency);
    for (let left = (seconds * 1000) / pollMilliseconds; ; left -= 1) {
        try {
            await account.change(work);
            return;
        } catch (error) {
            const outlasted = error instanceof ApiError && type.outlasts?.codes.includes(error.code) === true;
            if (!outlasted || left <= 0) throw error;
            await account.sleep(pollMilliseconds, signal);
        }
    }
}

/** What the API holds, or undefined when the resource is gone. */
export async function readResource(
    account: SimAccount,
    request: Omit<ResourceRequest, "inputs" | "tags">,
    importId: string,
): Promise<StoredResource | undefined> {
    const { type } = request;
    const call = callOf(account, { ...request, tags: undefined });
    const effect = await account.meet(type.token, "read");
    const title = withName("reading", type, importId);
    await refuseByFault(account, { ...request, effect, title, operation: "read" });
    return account.change(() => {
        const id = account.store.get(type.token, call.region, importId) ? importId : type.locate?.(call, importId);
        const current = id === undefined ? undefined : account.store.get(type.token, call.region, id);
        if (!current) return undefined;
        const now = type.read ? type.read(call, current) : {};
        return now && { ...current, outputs: { ...current.outputs, ...now } };
    });
}

/** Asks the account for facts. */
export async function invokeLookup(
    account: SimAccount,
    lookup: LookupFunction,
    region: string,
    args: Props,
    signal: AbortSignal,
): Promise<Props> {
    const title = `invoking ${lookup.token}`;
    const effect = await account.meet(lookup.token, "invoke");
    await refuseByFault(account, { type: { token: lookup.token }, region, effect, title, operation: "read", signal });
    try {
        return await account.change(() => lookup.invoke({ account, region, tags: {}, signal: account.closing }, args));
    } catch (error) {
        throw new OperationError(`${title}: ${reasonOf(error)}`);
    }
}

/** Waits until a resource that is being deleted is gone, then forgets it. */
export function finishDeletion(account: SimAccount, type: ResourceType, call: Call, id: string): Promise<void> {
    return settled(account, type, call, id, "delete", async () => {
        if (account.store.get(type.token, call.region, id)) {
            await account.change(() => account.store.remove(type.token, call.region, id));
        }
    });
}

/** Runs one change with the faults and durations that its operation meets. */
async function answering(
    account: SimAccount,
    request: ResourceRequest,
    operation: "create" | "update" | "delete",
    title: string,
    work: () => Promise<{ id: string; settle: () => Promise<void> }>,
): Promise<Answer> {
    const { type } = request;
    const effect = await account.meet(type.token, operation);
    await refuseByFault(account, { ...request, effect, title, operation });
    if (effect.kill === "before") process.kill(process.pid, "SIGKILL");

    let id: string;
    let failure: string | undefined;
    try {
        const done = await work();
        id = done.id;
        if (effect.kill === "after") process.kill(process.pid, "SIGKILL");
        const settling = done.settle();
        await loseAnswer(account, effect, { ...request, title, operation });
        try {
            await orAborted(settling, request.signal);
        } catch (error) {
            // As terraform-provider-aws words it: "waiting for EKS Node Group (%s) create: %s".
            const awaited = operation === "delete" ? operation : (type.waitsFor ?? operation);
            failure = `${withName("waiting for", type, id)} ${awaited}: ${reasonOf(error)}`;
        }
    } catch (error) {
        if (error instanceof OperationError) throw error;
        throw new OperationError(`${title}: ${reasonOf(error)}`);
    }
    const region = type.global ? GLOBAL : request.region;
    const current = account.store.get(type.token, region, id);
    const read = current && type.read ? type.read(callOf(account, request), current) : {};
    return { id, outputs: { ...current?.outputs, ...read }, failure };
}

/** Lets the resource become usable or go, at the cloud's own pace. The work goes on when nobody waits for it any more. */
function settled(
    account: SimAccount,
    type: ResourceType,
    call: Call,
    id: string,
    after: "create" | "update" | "delete",
    finish: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
    const key = `${after} ${type.token} ${call.region} ${id}`;
    const joined = account.underWay.get(key);
    if (joined) return joined;
    const work = async () => {
        const seconds = account.latency > 0 ? secondsOf(type.token, after) * account.latency : 0;
        if (seconds > 0) await account.sleep(seconds * 1000, account.closing);
        await type.settle?.(call, id, after);
        await finish();
    };
    const running = work().finally(() => account.underWay.delete(key));
    account.underWay.set(key, running);
    // Its failure belongs to whoever waits; when nobody does, the resource itself tells of it.
    running.catch(() => undefined);
    return running;
}

function callOf(account: SimAccount, request: Pick<ResourceRequest, "type" | "region" | "tags">): Call {
    return {
        account,
        region: request.type.global ? GLOBAL : request.region,
        tags: request.tags ?? {},
        signal: account.closing,
    };
}

function commonOutputs(request: ResourceRequest): Props {
    const outputs: Record<string, Json> = {};
    if (!request.type.global) outputs.region = request.region;
    if (request.tags !== undefined) outputs.tagsAll = request.tags;
    return outputs;
}

/**
 * Outputs that outlive an update: all but the inputs that were taken back, and of those the ones the API fills in itself.
 * Tags are taken back even when somebody else gave them.
 */
function carriedOver(type: ResourceType, current: StoredResource, inputs: Props): Props {
    const computed = new Set(type.computed);
    return Object.fromEntries(
        Object.entries(current.outputs).filter(
            ([key]) => key in inputs || computed.has(key) || !(key in current.inputs || key === "tags"),
        ),
    );
}
