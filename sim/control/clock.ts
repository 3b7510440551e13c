import type { SimAccount } from "../cloud/sim-account";
import { RequestError, type ClockMove, type ClockReading } from "./api";

export function readClock(account: SimAccount): ClockReading {
    return { now: account.now().toISOString(), aheadMilliseconds: account.clockAhead() };
}

/** Moves the account's clock as the request says. */
export async function moveClock(account: SimAccount, move: ClockMove): Promise<ClockReading> {
    await account.moveClock("real" in move ? undefined : targetOf(account, move));
    return readClock(account);
}

function targetOf(account: SimAccount, move: Exclude<ClockMove, { real: true }>): Date {
    const target = "to" in move ? new Date(move.to) : new Date(account.now().getTime() + move.by);
    if (Number.isNaN(target.getTime()))
        throw new RequestError(400, `the clock cannot be set to ${JSON.stringify(move)}`);
    return target;
}
