import type { Call, Props, ResourceType, StoredResource } from "../../contract";
import { optionalText, record, records, text, textMap } from "../../props";
import { ensureEntry } from "./access-entries";
import { activeCluster, arnOf, clusterNamed } from "./clusters";
import { eksError } from "./eks-error";
import { generationOf, withGeneration } from "./generations";
import { planGroup, type GroupPlan } from "./group-plan";
import {
    bringUp,
    canJoin,
    carryOut,
    GroupFailure,
    issueOf,
    issueText,
    showNodes,
    takeDown,
} from "./node-group-lifecycle";
import {
    groupSubnets,
    inputProblems,
    invalid,
    refuseLabels,
    refuseNodeRole,
    refuseRelease,
    refuseRepairConfig,
    refuseScaling,
    refuseTaints,
    refuseTemplateOverlaps,
    refuseTooManyGroups,
    refuseUpdateConfig,
    refuseVersion,
    type GroupOperation,
} from "./node-group-rules";
import { nodeGroupTime } from "./node-group-time";
import { NODE_GROUP } from "./tokens";

/**
 * CreateNodegroup, UpdateNodegroupConfig, UpdateNodegroupVersion, DeleteNodegroup. What replaces, and which update does what:
 * terraform-provider-aws `internal/service/eks/node_group.go`.
 */
export const nodeGroup: ResourceType = {
    token: NODE_GROUP,
    title: "EKS Node Group",
    operations: {
        create: "CreateNodegroup",
        read: "DescribeNodegroup",
        update: "UpdateNodegroupConfig",
        delete: "DeleteNodegroup",
    },
    named: inputs => `${text(inputs, "clusterName")}:${text(inputs, "nodeGroupName")}`,
    autoname: { property: "nodeGroupName", maxLength: 63 },
    replaceOn: [
        "amiType",
        "capacityType",
        "clusterName",
        "diskSize",
        "instanceTypes",
        "launchTemplate.id",
        "launchTemplate.name",
        "nodeGroupName",
        "nodeGroupNamePrefix",
        "nodeRoleArn",
        "remoteAccess",
        "subnetIds",
    ],
    computed: [
        "amiType",
        "capacityType",
        "diskSize",
        "instanceTypes",
        "launchTemplate.id",
        "launchTemplate.name",
        "nodeRepairConfig",
        "releaseVersion",
        "updateConfig",
        "version",
    ],
    unknownAfterUpdate: ["status"],
    unordered: ["subnetIds", "taints", "remoteAccess.sourceSecurityGroupIds"],

    check: inputs => inputProblems(inputs),

    create(call, inputs) {
        const { account, region } = call;
        const operation = "CreateNodegroup";
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), operation);
        const name = text(inputs, "nodeGroupName");
        const id = `${cluster.id}:${name}`;
        if (account.store.get(NODE_GROUP, region, id))
            throw eksError(
                operation,
                "ResourceInUseException",
                `NodeGroup already exists with name ${name} and cluster name ${cluster.id}`,
            );
        refuseTooManyGroups(account, cluster);
        refuseTemplateOverlaps(inputs);
        refuseSettings(call, operation, inputs);
        refuseNodeRole(account, text(inputs, "nodeRoleArn"));
        groupSubnets(account, cluster, inputs);
        const plan = plannedGroup(call, operation, cluster, inputs, text(cluster.outputs, "version"));

        ensureEntry(account, cluster, text(inputs, "nodeRoleArn"), "EC2_LINUX");
        const uuid = account.newId("ng").slice(3);
        const asg = `eks-${name}-${uuid}`;
        return {
            id,
            outputs: {
                arn: arnOf(cluster).replace(/:cluster\/.*$/, `:nodegroup/${cluster.id}/${name}/${uuid}`),
                status: "CREATING",
                resources: [{ autoscalingGroups: [{ name: asg }], remoteAccessSecurityGroupId: "" }],
                nodeGroupNamePrefix: optionalText(inputs, "nodeGroupNamePrefix") ?? "",
                ...describedPlan(plan),
                ...describedSettings(inputs),
            },
            hidden: withGeneration({ autoScalingGroup: asg }, generationOf(plan)),
        };
    },

    update(call, current, inputs) {
        const { account, region } = call;
        const cluster = clusterNamed(account, region, text(inputs, "clusterName"), "UpdateNodegroupConfig");
        if (current.outputs.status === "CREATE_FAILED") throw stuck(current);
        refuseSettings(call, "UpdateNodegroupConfig", inputs);
        const changesVersion = ["version", "releaseVersion"].some(key => inputs[key] !== current.inputs[key]);
        const changesTemplate =
            record(inputs, "launchTemplate")?.version !== record(current.inputs, "launchTemplate")?.version;
        if (!changesVersion && !changesTemplate) return describedSettings(inputs);

        const plan = plannedGroup(call, "UpdateNodegroupVersion", cluster, inputs, text(current.outputs, "version"));
        const { version, releaseVersion, launchTemplate } = current.outputs;
        const previous = {
            version: version ?? "",
            releaseVersion: releaseVersion ?? "",
            launchTemplate: launchTemplate ?? null,
        };
        account.store.put({
            ...current,
            hidden: { ...withGeneration(current.hidden, generationOf(plan)), previous },
        });
        return { status: "UPDATING", ...describedPlan(plan), ...describedSettings(inputs) };
    },

    remove({ account }, current) {
        account.store.put({ ...current, outputs: { ...current.outputs, status: "DELETING" } });
    },

    async settle(call, id, after) {
        if (after === "create") await bringUp(call, id);
        else if (after === "update") await carryOut(call, id);
        else await takeDown(call, id);
    },

    timed: nodeGroupTime,

    async resume(call, current) {
        switch (current.outputs.status) {
            case "CREATING": {
                // What the nodes wait for may come from a call that nobody can make before this has returned.
                const ending = bringUp(call, current.id);
                ending.catch(() => undefined);
                if (canJoin(call, current.id)) await ending.catch(unlessToldByHealth);
                return;
            }
            case "CREATE_FAILED":
                if (canJoin(call, current.id)) await showNodes(call, current.id);
                return;
            default:
                await carryOut(call, current.id).catch(unlessToldByHealth);
        }
    },
};

function unlessToldByHealth(error: unknown): void {
    if (!(error instanceof GroupFailure)) throw error;
}

function refuseSettings(call: Call, operation: GroupOperation, inputs: Props): void {
    if (text(inputs, "nodeGroupName").length > 63)
        throw invalid(operation, "nodeGroupName can't be longer than 63 characters!");
    refuseScaling(call.account, call.region, operation, inputs);
    refuseLabels(operation, inputs);
    refuseTaints(operation, inputs);
    refuseUpdateConfig(operation, inputs);
    refuseRepairConfig(operation, inputs);
}

/** Without a version of its own a new group takes the cluster's, and an existing one keeps what it has. */
function plannedGroup(
    call: Call,
    operation: GroupOperation,
    cluster: StoredResource,
    inputs: Props,
    otherwise: string,
): GroupPlan {
    const version = optionalText(inputs, "version") ?? otherwise;
    refuseVersion(operation, cluster, version);
    const releaseVersion = optionalText(inputs, "releaseVersion");
    const plan = planGroup(call.account, operation, cluster, inputs, { version, releaseVersion });
    if (releaseVersion !== undefined) refuseRelease(operation, plan.amiType, version, releaseVersion);
    return plan;
}

/** What the API answers of what a group launches: numbers for `$Latest`, nothing for what the launch template says. */
function describedPlan(plan: GroupPlan): Props {
    return {
        amiType: plan.amiType,
        capacityType: plan.capacityType,
        diskSize: plan.diskSize,
        instanceTypes: plan.instanceTypes,
        version: plan.version,
        releaseVersion: plan.releaseVersion,
        ...(plan.template && {
            launchTemplate: { id: plan.template.id, name: plan.template.name, version: String(plan.template.version) },
        }),
    };
}

function describedSettings(inputs: Props): Props {
    const update = record(inputs, "updateConfig") ?? {};
    const limited = "maxUnavailable" in update || "maxUnavailablePercentage" in update;
    return {
        labels: textMap(inputs, "labels"),
        taints: records(inputs, "taints"),
        // "If neither is given, one node at a time" (EKS API reference, NodegroupUpdateConfig).
        updateConfig: { ...(!limited && { maxUnavailable: 1 }), ...update },
        nodeRepairConfig: { enabled: false, ...record(inputs, "nodeRepairConfig") },
    };
}

/**
 * EKS's own words for an update of a group that is not active (published logs; a group that never came up stays so,
 * aws/containers-roadmap 2204), and ours for why. The real provider asks EKS only when an input changed: for a group that
 * failed it then reports success where nothing runs.
 */
function stuck(group: StoredResource): Error {
    const issue = issueOf(group);
    return eksError(
        "UpdateNodegroupConfig",
        "ResourceInUseException",
        "Nodegroup cannot be updated as it is currently not in Active State " +
            `(it is CREATE_FAILED: ${issue ? issueText(issue) : ""} Delete or replace the node group.)`,
    );
}
