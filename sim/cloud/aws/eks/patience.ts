import type { Call } from "../../contract";

/** Also an account that answers at once gives other calls of the same program this long to make what is waited for. */
const leastSeconds = 30;
const pollMilliseconds = 200;

/** Waits until `met` says so, as long as `seconds` of the cloud's time; false when that time is over. */
export async function comesTrue(call: Call, seconds: number, met: () => boolean): Promise<boolean> {
    const polls = (Math.max(leastSeconds, seconds * call.account.latency) * 1000) / pollMilliseconds;
    for (let poll = 0; poll < polls; poll += 1) {
        if (met()) return true;
        await call.account.sleep(pollMilliseconds, call.signal);
    }
    return met();
}
