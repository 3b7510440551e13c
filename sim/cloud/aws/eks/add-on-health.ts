/**
 * Whether an add-on's pods would run. DaemonSets are healthy without nodes; a Deployment needs a node that takes its pods,
 * else EKS calls the add-on DEGRADED (EKS user guide creating-an-add-on; InsufficientNumberOfReplicas of the API's AddonIssue).
 */
import type { Account, Props, StoredResource } from "../../contract";
import { isProps, optionalText, records, text } from "../../props";
import { readSettings } from "./add-on-settings";
import { clusterNamed, partsOf } from "./clusters";
import { groupTaints, instancesOfGroup } from "./node-groups";
import type { KubeletTaint } from "./node-config";
import { NODE_GROUP } from "./tokens";

export interface AddOnHealth {
    readonly healthy: boolean;
    readonly issue: string;
}

/** Add-ons that run as a Deployment, and what their pods tolerate by default (manifests of each project). */
const deployments: Readonly<Record<string, readonly Props[]>> = {
    coredns: [
        { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
        { key: "CriticalAddonsOnly", operator: "Exists" },
    ],
    "aws-ebs-csi-driver": [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { effect: "NoExecute", operator: "Exists" },
    ],
    "aws-efs-csi-driver": [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    "metrics-server": [],
    "snapshot-controller": [],
    "amazon-cloudwatch-observability": [],
};

export function addOnHealth(account: Account, addOn: StoredResource): AddOnHealth {
    const tolerated = deployments[text(addOn.inputs, "addonName")];
    if (!tolerated) return { healthy: true, issue: "" };
    const settings = readSettings(optionalText(addOn.inputs, "configurationValues") ?? "") ?? {};
    const tolerations = "tolerations" in settings ? records(settings, "tolerations") : tolerated;
    const cluster = clusterNamed(account, addOn.region, text(addOn.inputs, "clusterName"), "DescribeAddon");
    const lands = partsOf(account, cluster, NODE_GROUP)
        .filter(group => instancesOfGroup(account, group).length > 0)
        .some(group => groupTaints(group).every(taint => tolerations.some(each => tolerates(each, taint))));
    if (lands) return { healthy: true, issue: "" };
    return {
        healthy: false,
        issue: "InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired number of replicas.",
    };
}

/** Kubernetes' own rule; `PreferNoSchedule` never keeps a pod away. */
function tolerates(toleration: Props, taint: KubeletTaint): boolean {
    if (taint.effect === "PreferNoSchedule") return true;
    if (!isProps(toleration)) return false;
    const key = optionalText(toleration, "key");
    const effect = optionalText(toleration, "effect");
    if (effect !== undefined && effect !== taint.effect) return false;
    if (toleration.operator === "Exists") return key === undefined || key === taint.key;
    return key === taint.key && (optionalText(toleration, "value") ?? "") === (taint.value ?? "");
}
