/**
 * What CreateNodegroup and its updates refuse. Texts measured on 2026-09-25 against the API in badmintoncryer/cdk-preflight
 * (rules/eks/pf-eks-nodegroup-…), or quoted from terraform-provider-aws and eksctl issue threads; where no source gives the
 * words, the comment says "our words".
 */
import type { Account, Props, StoredResource } from "../../contract";
import { isList, optionalNumber, optionalText, record, records, text, textMap, texts } from "../../props";
import { roleByArn, roleTrusts } from "../iam/roles";
import { partsOf } from "./clusters";
import { eksError } from "./eks-error";
import { minorOf, minorsBetween } from "./kubernetes-versions";
import { subnetById, type Subnet } from "../ec2/subnets";
import { nodeImage, releaseExists } from "./node-images";
import { NODE_GROUP } from "./tokens";

export type GroupOperation = "CreateNodegroup" | "UpdateNodegroupConfig" | "UpdateNodegroupVersion";

export function invalid(operation: GroupOperation, text: string) {
    return eksError(operation, "InvalidParameterException", text);
}

export interface Scaling {
    readonly minSize: number;
    readonly maxSize: number;
    readonly desiredSize: number;
}

export function scalingOf(props: Props): Scaling {
    const scaling = record(props, "scalingConfig") ?? {};
    return {
        minSize: optionalNumber(scaling, "minSize") ?? 0,
        maxSize: optionalNumber(scaling, "maxSize") ?? 0,
        desiredSize: optionalNumber(scaling, "desiredSize") ?? 0,
    };
}

/** CreateNodegroup and UpdateNodegroupConfig say the same in different words. */
export function refuseScaling(account: Account, region: string, operation: GroupOperation, inputs: Props): void {
    const { minSize, maxSize, desiredSize } = scalingOf(inputs);
    const creating = operation === "CreateNodegroup";
    if (desiredSize > maxSize)
        throw invalid(
            operation,
            creating
                ? "desiredSize can't be greater than maxSize"
                : `desired capacity ${desiredSize} can't be greater than max size ${maxSize}`,
        );
    if (minSize > desiredSize)
        throw invalid(
            operation,
            creating
                ? "minSize can't be greater than desiredSize"
                : `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
        );
    const limit = account.quota("eks", "L-BD136A63", region);
    // Our words; the limit is in the EKS user guide, service quotas.
    if (maxSize > limit)
        throw eksError(
            operation,
            "ResourceLimitExceededException",
            `Nodes per managed node group can't exceed ${limit}`,
        );
}

export function refuseTooManyGroups(account: Account, cluster: StoredResource): void {
    const limit = account.quota("eks", "L-6D54EA21", cluster.region);
    // Our words; the limit is in the EKS user guide, service quotas.
    if (partsOf(account, cluster, NODE_GROUP).length >= limit)
        throw eksError(
            "CreateNodegroup",
            "ResourceLimitExceededException",
            `Nodegroup limit exceeded for cluster ${cluster.id}: ${limit}`,
        );
}

export function refuseNodeRole(account: Account, roleArn: string): void {
    if (!roleArn.includes(`:${account.accountId}:`))
        throw eksError("CreateNodegroup", "AccessDeniedException", "Cross-account pass role is not allowed.");
    const role = roleByArn(account, roleArn);
    const name = roleArn.split("/").at(-1) ?? roleArn;
    if (!role) throw invalid("CreateNodegroup", `The role with name ${name} cannot be found.`);
    if (!roleTrusts(account, role, "ec2"))
        throw invalid(
            "CreateNodegroup",
            `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${roleArn}`,
        );
}

export function groupSubnets(account: Account, cluster: StoredResource, inputs: Props): readonly Subnet[] {
    const vpcId = record(cluster.outputs, "vpcConfig")?.vpcId;
    return texts(inputs, "subnetIds").map(id => {
        const subnet = subnetById(account, cluster.region, id);
        if (!subnet) throw invalid("CreateNodegroup", `The subnet ID '${id}' does not exist`);
        if (subnet.vpcId !== vpcId) throw invalid("CreateNodegroup", "Subnets specified must belong to the VPC");
        return subnet;
    });
}

/** A group runs its cluster's minor version or one of the three before it. */
export function refuseVersion(operation: GroupOperation, cluster: StoredResource, version: string): void {
    const clusterVersion = text(cluster.outputs, "version");
    const behind = minorsBetween(version, clusterVersion);
    if (/^1\.\d+$/.test(version) && behind >= 0 && behind <= 3) return;
    const minor = minorOf(clusterVersion);
    const supported = [0, 1, 2, 3].map(back => `1.${minor - back}`).join(", ");
    throw invalid(
        operation,
        `Cluster Kubernetes version ${clusterVersion} supports the following Nodegroup Kubernetes versions: [${supported}]`,
    );
}

export function refuseRelease(operation: GroupOperation, amiType: string, version: string, release: string): void {
    const image = nodeImage(amiType);
    if (image && !releaseExists(image, version, release))
        throw invalid(
            operation,
            `Requested release version ${release} is not valid for kubernetes version ${version}.`,
        );
}

const reservedLabelPrefixes = ["kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"];
const qualifiedName = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/;
const wellFormed =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export function refuseLabels(operation: GroupOperation, inputs: Props): void {
    for (const [key, value] of Object.entries(textMap(inputs, "labels"))) {
        if (reservedLabelPrefixes.some(prefix => key.startsWith(prefix)))
            throw invalid(operation, `Label cannot start with reserved prefixes [${reservedLabelPrefixes.join(", ")}]`);
        if (!qualifiedName.test(key) || !labelValue.test(value)) throw invalid(operation, `field ${wellFormed}`);
    }
}

export function refuseTaints(operation: GroupOperation, inputs: Props): void {
    const seen = new Set<string>();
    for (const taint of records(inputs, "taints")) {
        const key = text(taint, "key");
        if (!qualifiedName.test(key) || !labelValue.test(optionalText(taint, "value") ?? ""))
            throw invalid(operation, `invalid taint spec: a qualified name ${wellFormed}`);
        const identity = `${key}:${text(taint, "effect")}`;
        // Our words: a node cannot carry the same key and effect twice (Kubernetes' node validation).
        if (seen.has(identity)) throw invalid(operation, `invalid taint spec: duplicate taint ${identity}`);
        seen.add(identity);
    }
}

export function refuseUpdateConfig(operation: GroupOperation, inputs: Props): void {
    const config = record(inputs, "updateConfig");
    if (!config) return;
    const given = ["maxUnavailable", "maxUnavailablePercentage"].filter(
        key => optionalNumber(config, key) !== undefined,
    );
    if (given.length > 1)
        throw invalid(operation, "Either provide max-unavailable or max-unavailable-percentage in the request.");
    if (given.length === 0 && optionalText(config, "updateStrategy") === undefined)
        throw invalid(operation, "UpdateConfig cannot be empty if set in the request.");
}

/** The words of the first pair are measured; those of the second, and of the range, are made after them. */
const exclusiveThresholds = [
    ["max parallel nodes to repair", "maxParallelNodesRepairedCount", "maxParallelNodesRepairedPercentage"],
    ["max unhealthy node threshold", "maxUnhealthyNodeThresholdCount", "maxUnhealthyNodeThresholdPercentage"],
] as const;

export function refuseRepairConfig(operation: GroupOperation, inputs: Props): void {
    const config = record(inputs, "nodeRepairConfig");
    if (!config) return;
    for (const [what, countKey, percentageKey] of exclusiveThresholds) {
        const [count, percentage] = [optionalNumber(config, countKey), optionalNumber(config, percentageKey)];
        if (count !== undefined && percentage !== undefined)
            throw invalid(operation, `Either provide ${what} count or percentage in the request.`);
        // The API's shapes: NonZeroInteger from 1, PercentCapacity from 1 to 100 (botocore, eks service-2).
        if ((count ?? 1) < 1) throw invalid(operation, `The ${what} count must be at least 1.`);
        if ((percentage ?? 1) < 1 || (percentage ?? 1) > 100)
            throw invalid(operation, `The ${what} percentage must be between 1 and 100.`);
    }
    const actions = ["Replace", "Reboot", "NoAction"];
    for (const override of records(config, "nodeRepairConfigOverrides"))
        if (!actions.includes(text(override, "repairAction")))
            throw invalid(operation, `repairAction must be one of [${actions.join(", ")}]`);
}

/** Settings that a group may state in one place only: in the call, or in its launch template (EKS user guide launch-templates). */
export function refuseTemplateOverlaps(inputs: Props): void {
    const template = record(inputs, "launchTemplate");
    if (!template) return;
    const operation = "CreateNodegroup";
    const id = optionalText(template, "id");
    const name = optionalText(template, "name");
    if (id !== undefined && name !== undefined)
        throw invalid(operation, "Either provide launch template ID or launch template name in the request.");
    if (id === undefined && name === undefined)
        throw invalid(
            operation,
            "Either a launch template ID or a launch template name must be specified in the request.",
        );
    if (optionalNumber(inputs, "diskSize") !== undefined)
        throw invalid(operation, "Disk size must be specified within the launch template.");
    if (record(inputs, "remoteAccess"))
        throw invalid(operation, "Remote access configuration cannot be specified with a launch template.");
}

/** What the provider itself refuses: terraform-provider-aws `internal/service/eks/node_group.go`. */
export function inputProblems(inputs: Props): readonly { property: string; reason: string }[] {
    const { minSize, maxSize, desiredSize } = scalingOf(inputs);
    const scaling = record(inputs, "scalingConfig");
    const knows = (key: string) => scaling !== undefined && optionalNumber(scaling, key) !== undefined;
    const atLeast = (key: string, least: number, value: number) =>
        knows(key) && value < least
            ? [
                  {
                      property: `scalingConfig.${key}`,
                      reason: `expected scaling_config.0.${snake(key)} to be at least (${least}), got ${value}`,
                  },
              ]
            : [];
    const taints = inputs.taints;
    const effects = ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"];
    const name = optionalText(inputs, "nodeGroupName");
    return [
        ...atLeast("minSize", 0, minSize),
        ...atLeast("desiredSize", 0, desiredSize),
        ...atLeast("maxSize", 1, maxSize),
        ...(isList(taints) && taints.length > 50
            ? [
                  {
                      property: "taints",
                      reason: `Too many list items: attribute supports 50 item maximum, but config has ${taints.length} declared`,
                  },
              ]
            : []),
        ...records(inputs, "taints").flatMap((taint, index) => {
            const effect = optionalText(taint, "effect");
            return effect === undefined || effects.includes(effect)
                ? []
                : [
                      {
                          property: `taints[${index}].effect`,
                          reason: `expected effect to be one of [${effects.join(" ")}], got ${effect}`,
                      },
                  ];
        }),
        ...(name !== undefined && name.length > 63
            ? [
                  {
                      property: "nodeGroupName",
                      reason: `expected length of node_group_name to be in the range (0 - 63), got ${name}`,
                  },
              ]
            : []),
    ];
}

function snake(name: string): string {
    return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
