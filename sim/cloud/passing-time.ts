import type { Call, ResourceType, StoredResource } from "./contract";
import type { MovableClock } from "./movable-clock";
import type { SimAccount } from "./sim-account";

/** Something that time brings about, when its moment has come. */
interface Due {
    readonly key: string;
    readonly at: Date;
    readonly call: Call;
    readonly type: ResourceType;
    readonly resource: StoredResource;
}

/** Makes everything happen that is due by now, earliest first. What it brings about may be due at once, too. */
export async function passTime(account: SimAccount): Promise<void> {
    const met = new Set<string>();
    for (;;) {
        const next = earliest(account, met);
        if (!next || next.at > account.now()) return;
        await happen(account, next, met);
    }
}

/** Moves the clock to a later moment, stopping wherever something happens on the way, so that it happens at its own time. */
export async function moveThrough(account: SimAccount, clock: MovableClock, to: Date): Promise<void> {
    const met = new Set<string>();
    for (;;) {
        await passTime(account);
        const next = earliest(account, met);
        if (!next || next.at > to) break;
        if (next.at > clock.now()) clock.set(next.at);
        await happen(account, next, met);
    }
    if (to > clock.now()) clock.set(to);
    await passTime(account);
}

/** A change that fails is met once at its moment: a cloud tries again later, not for ever. */
async function happen(account: SimAccount, { key, call, type, resource }: Due, met: Set<string>): Promise<void> {
    met.add(key);
    await type.timed?.pass(call, resource.id);
}

function earliest(account: SimAccount, met: ReadonlySet<string>): Due | undefined {
    let first: Due | undefined;
    for (const type of account.types.values()) {
        if (!type.timed) continue;
        for (const resource of account.store.list(type.token)) {
            if (resource.hidden.deleting === true || isUnderWay(account, resource)) continue;
            const call: Call = { account, region: resource.region, tags: {}, signal: account.closing };
            const at = type.timed.next(call, resource);
            if (at === undefined || (first && first.at <= at)) continue;
            const key = `${type.token} ${resource.region} ${resource.id} ${at.getTime()}`;
            if (!met.has(key)) first = { key, at, call, type, resource };
        }
    }
    return first;
}

/** What a call is changing is left to that call. */
function isUnderWay({ underWay }: SimAccount, { type, region, id }: StoredResource): boolean {
    return ["create", "update", "delete"].some(after => underWay.has(`${after} ${type} ${region} ${id}`));
}
