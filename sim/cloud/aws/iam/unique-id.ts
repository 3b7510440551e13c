import { createHash } from "node:crypto";
import type { Account } from "../../contract";

/** IAM's own id of an entity: `AROA` (role), `ANPA` (policy) or `AIPA` (instance profile) and 17 capitals or digits. */
export function uniqueId(account: Account, prefix: string): string {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const digest = createHash("sha256").update(account.newId(prefix.toLowerCase())).digest();
    return prefix + [...digest.subarray(0, 17)].map(byte => alphabet.charAt(byte % alphabet.length)).join("");
}
