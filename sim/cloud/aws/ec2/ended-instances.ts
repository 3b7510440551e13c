/**
 * Instances that were terminated. "The instance remains visible in the console for a short while" (EC2 user guide, terminating-
 * instances, "usually less than an hour"); what it did while it shut down is known to nobody but the simulation.
 */
import type { Account, Json, StoredResource } from "../../contract";
import { isProps, optionalText, record, records, text, texts } from "../../props";
import { boot } from "../eks/boot/boot";

/** What an instance that was started with scripts did with its FPGAs when it was shut down. */
export interface EndedInstance {
    readonly id: string;
    readonly instanceType: string;
    readonly owner: string;
    readonly region: string;
    readonly endedAt: string;
    /** What was in each slot at last, and what is in it now: an image stays until something clears it. */
    readonly slots: readonly { readonly slot: number; readonly image: string | null; readonly left: string | null }[];
    readonly problems: readonly string[];
}

/** What a machine with FPGAs boots with. */
export interface Boots {
    readonly scripts: readonly string[];
    readonly fpgas: number;
    readonly fpgaTools: boolean;
    readonly xrt: boolean;
}

const key = "ended-instances";
const visible = 3_600_000;

/** Shuts a machine down. To be called inside a change, while the instance is still there. */
export function shutDown(account: Account, { id, region, outputs, hidden }: StoredResource): void {
    const boots = record(hidden, "boots");
    if (!boots) return;
    const instanceType = text(outputs, "instanceType");
    const booted = boot(
        texts(boots, "scripts"),
        { instanceType, fpgas: Number(boots.fpgas) },
        { fpgaTools: boots.fpgaTools === true, xrt: boots.xrt === true },
    );
    const gone = booted.shutDown();
    const slots = booted.slots.map(({ slot, image = null }) => ({
        slot,
        image,
        left: gone.slots.find(each => each.slot === slot)?.image ?? null,
    }));
    const ended: Json = {
        id,
        instanceType,
        owner: text(outputs, "owner"),
        region,
        endedAt: account.now().toISOString(),
        slots,
        problems: gone.problems,
    };
    account.store.setNote(key, [...kept(account), ended]);
}

/** Those that can still be seen. */
export function endedInstances(account: Account): readonly EndedInstance[] {
    return kept(account).map(each => ({
        id: text(each, "id"),
        instanceType: text(each, "instanceType"),
        owner: text(each, "owner"),
        region: text(each, "region"),
        endedAt: text(each, "endedAt"),
        slots: records(each, "slots").map(({ slot, ...images }) => ({
            slot: Number(slot),
            image: optionalText(images, "image") ?? null,
            left: optionalText(images, "left") ?? null,
        })),
        problems: texts(each, "problems"),
    }));
}

function kept(account: Account) {
    const noted = account.store.note(key);
    const since = account.now().getTime() - visible;
    const all = Array.isArray(noted) ? noted.filter(isProps) : [];
    return all.filter(each => new Date(text(each, "endedAt")).getTime() > since);
}
