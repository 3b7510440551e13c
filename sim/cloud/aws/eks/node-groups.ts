/** Questions that the parts of a cluster ask about its node groups. */
import type { Account, StoredResource } from "../../contract";
import { optionalText, records, text } from "../../props";
import { instancesOfOwner, type Instance } from "../ec2/instances";
import type { KubeletTaint } from "./node-config";

export function groupArn(group: StoredResource): string {
    return text(group.outputs, "arn");
}

export function instancesOfGroup(account: Account, group: StoredResource): readonly Instance[] {
    return instancesOfOwner(account, group.region, groupArn(group));
}

/** Kubernetes' words for EKS's effects (EKS user guide node-taints-managed-node-groups). */
const effects: Readonly<Record<string, string>> = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

export function groupTaints(group: StoredResource): readonly KubeletTaint[] {
    return records(group.outputs, "taints").map(taint => {
        const value = optionalText(taint, "value");
        const effect = text(taint, "effect");
        return { key: text(taint, "key"), ...(value !== undefined && { value }), effect: effects[effect] ?? effect };
    });
}
