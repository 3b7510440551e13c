import type { DeviceFamily } from "../../catalog/devices";
import type { MechanismVerdict } from "../../catalog/kubernetes/mechanisms";
import type { Pool } from "../pool";
import type { Problem } from "../problem";
import { chooseMechanism, wishFor } from "./choose-mechanism";
import { distinct } from "./sorted";

/**
 * Why the devices of a pool can be advertised by nobody, or not by what it asks for: the link that fails, for each family.
 *
 * @example
 * advertiserProblems({ ...train.pool, kubernetes: "1.33", advertiser: "draDriver" })[0]?.got;
 * // "draDriver for nvidia: needs Kubernetes 1.34 or newer, the nodes have 1.33"
 */
export function advertiserProblems(pool: Pool): Problem[] {
    const families = distinct(pool.resources.map(({ family }) => family)) as DeviceFamily[];
    return families.flatMap(family => {
        const choice = chooseMechanism(pool, family);
        if (choice.by !== "none") return [];
        const wish = wishFor(pool, family);
        return [wish === "default" ? nobody(pool, family, choice.verdicts) : unsuitable(family, wish, choice.verdicts)];
    });
}

function unsuitable(family: DeviceFamily, wish: string, verdicts: readonly MechanismVerdict[]): Problem {
    const why = verdicts.find(({ mechanism }) => mechanism === wish)?.why ?? `does not serve ${family}`;
    const suitable = verdicts.filter(({ suits }) => suits).map(({ mechanism }) => mechanism);
    return {
        id: "advertiser.unsuitable",
        path: "advertiser",
        got: `${wish} for ${family}: ${why}`,
        allowed: suitable.length > 0 ? suitable.join(" or ") : "nothing on these nodes",
        fix: suitable.length > 0 ? `leave advertiser out, or choose ${suitable[0]}` : remedy(family, verdicts),
    };
}

function nobody(pool: Pool, family: DeviceFamily, verdicts: readonly MechanismVerdict[]): Problem {
    return {
        id: "advertiser.none",
        path: pool.sharing.kind === "whole" || family === "efa" ? "image" : "sharing",
        got: verdicts
            .map(({ mechanism, why, suits }) => `${mechanism}: ${suits ? "only when asked for" : why}`)
            .join("\n"),
        allowed: `a mechanism that advertises ${family} on these nodes`,
        fix: remedy(family, verdicts),
    };
}

function remedy(family: DeviceFamily, verdicts: readonly MechanismVerdict[]): string {
    const [asked] = verdicts.filter(({ suits }) => suits);
    if (asked) return `ask for it: advertiser: "${asked.mechanism}"`;
    const noDriver = verdicts.some(({ why }) => why === `the image holds no ${family} driver`);
    return noDriver
        ? `choose an image with the ${family} driver`
        : "share the devices in another way, or choose another image";
}
