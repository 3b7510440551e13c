import { defaultIntent, intentDefaults, planRepair, type IntentDefaults, type NodeShare } from "../../components/fleet";
import { table, withParts } from "./parts";

/** The guide to intents with what each sets. */
export function intentGuide(page: string): string {
    return withParts(page, { defaults: defaultsTable, repair: repairTable, why: reasons });
}

const intents = Object.entries(intentDefaults) as [keyof typeof intentDefaults, IntentDefaults][];

function defaultsTable(): string {
    return table(
        ["intent", "away at once in updates", "update strategy"],
        intents.map(([intent, { update }]) => [
            intent === defaultIntent ? `\`${intent}\` (default)` : `\`${intent}\``,
            shareText(update.maxUnavailable),
            update.strategy === "minimal" ? "`minimal`" : "`surge` where there are machines to spare, else `minimal`",
        ]),
    );
}

/** For groups of eight nodes, the size at which EKS by itself stops at the second unhealthy one. */
function repairTable(): string {
    const nodes = { min: 8, desired: 8, max: 8 };
    const accelerators = [{ family: "nvidia", model: "H100", perNode: 8, memoryGiB: 80 }] as const;
    return table(
        ["intent", "repair of 8 nodes stops above", "mends at once", "errors of GPUs"],
        intents.map(([intent]) => {
            const repair = planRepair(true, { intent, nodes, accelerators });
            if (!repair.enabled) return [intent, "-", "-", "-"];
            const errors = repair.overrides.map(
                ({ reason, action, afterMinutes }) =>
                    `\`${reason}\`: ${action}${action === "NoAction" ? "" : ` after ${afterMinutes} min`}`,
            );
            return [`\`${intent}\``, shareText(repair.stopsAbove), shareText(repair.parallel), errors.join("; ")];
        }),
    );
}

function reasons(): string {
    return intents.map(([intent, { why }]) => `- **${intent}**: ${why.join(" ")}`).join("\n");
}

function shareText(share: NodeShare): string {
    if ("percent" in share) return `${share.percent} %`;
    return share.nodes === 1 ? "1 node" : `${share.nodes} nodes`;
}
