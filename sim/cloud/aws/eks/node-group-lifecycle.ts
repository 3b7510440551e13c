/** What happens to a group after the API answered: instances launch, nodes join, updates roll, and all of it goes away. */
import type { ApiError, Call, Props, StoredResource } from "../../contract";
import { optionalText, record, text, textMap, texts } from "../../props";
import { firstToGo } from "../autoscaling/spread";
import { prefixDelegation } from "./add-on-settings";
import { arnOf, clusterNamed } from "./clusters";
import { subnetsWithoutPublicAddress } from "./egress";
import { generationOfInstance, isOutdated, newestGeneration, withoutNewest } from "./generations";
import { hardwareOf } from "./instance-hardware";
import { joinProblem } from "./join";
import { endInstances, groupById, launchUpTo } from "./launch";
import { nodeSpec } from "./node";
import { groupTaints, instancesOfGroup } from "./node-groups";
import { nodeImage } from "./node-images";
import { scalingOf } from "./node-group-rules";
import { comesTrue } from "./patience";

/** An issue of a group's health, in EKS's codes (API reference, Issue). */
export interface Issue {
    readonly code: string;
    readonly message: string;
    readonly resourceIds: readonly string[];
}

/** "Nodes … have 20 minutes to join" before EKS gives a new group up (EKS user guide troubleshooting). */
const joinSeconds = 20 * 60;

/** What became of a group or an update, which the group's health tells as well. */
export class GroupFailure extends Error {}

/** From CREATING to ACTIVE, or to CREATE_FAILED with the reason in its health. */
export async function bringUp(call: Call, id: string): Promise<void> {
    const group = groupById(call, id);
    if (!group) return;
    const closed = closedSubnets(call, group);
    if (closed) {
        await setStatus(call, id, "CREATE_FAILED", closed);
        throw createFailed(closed);
    }
    const refusal = await launchUpTo(call, id, scalingOf(group.outputs).desiredSize);
    const joins = await comesTrue(call, refusal ? 0 : joinSeconds, () => canJoin(call, id));
    if (joins) await showNodes(call, id);
    const issue = refusal
        ? launchIssue(groupById(call, id) ?? group, refusal)
        : joins
          ? undefined
          : joinIssue(call, id);
    await setStatus(call, id, issue ? "CREATE_FAILED" : "ACTIVE", issue);
    if (issue) throw createFailed(issue);
}

/** As the provider words what it waited for in vain: terraform-plugin-sdk, `retry.UnexpectedStateError`. */
function createFailed(issue: Issue): Error {
    return new GroupFailure(
        `unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: ${issueText(issue)}`,
    );
}

/**
 * After an update: rolls what is outdated, follows the desired size and shows labels and taints. A group that could not grow
 * stays DEGRADED until it launches something again (aws/containers-roadmap 2326).
 */
export async function carryOut(call: Call, id: string): Promise<void> {
    const before = new Set(instanceIds(call, id));
    const rolled = await roll(call, id);
    if (rolled) {
        await call.account.change(() => undoUpdate(call, id));
        await showNodes(call, id);
        throw new GroupFailure(
            `unexpected state 'Failed', wanted target 'Successful'. last error: ${issueText(rolled)}`,
        );
    }
    const group = groupById(call, id);
    if (!group) return;
    const refusal = await follow(call, id);
    await showNodes(call, id);
    const grew = instanceIds(call, id).some(each => !before.has(each));
    const issue = refusal ? launchIssue(group, refusal) : grew ? undefined : issueOf(group);
    await setStatus(call, id, issue ? "DEGRADED" : "ACTIVE", issue);
    await call.account.change(() => forgetPrevious(call, id));
}

function instanceIds(call: Call, id: string): readonly string[] {
    const group = groupById(call, id);
    return group ? instancesOfGroup(call.account, group).map(each => each.id) : [];
}

export async function takeDown(call: Call, id: string): Promise<void> {
    const group = groupById(call, id);
    if (!group) return;
    const cluster = clusterNamed(call.account, call.region, text(group.inputs, "clusterName"), "DeleteNodegroup");
    await call.account.machines.ensureNodes(arnOf(cluster), text(group.inputs, "nodeGroupName"), []);
    await call.account.change(() => {
        const running = instancesOfGroup(call.account, group).map(each => each.id);
        endInstances(call, id, running);
    });
}

export function canJoin(call: Call, id: string): boolean {
    const group = groupById(call, id);
    if (!group || instancesOfGroup(call.account, group).length === 0) return true;
    const cluster = clusterNamed(call.account, call.region, text(group.inputs, "clusterName"), "DescribeNodegroup");
    return joinProblem(call.account, cluster, group) === undefined;
}

/** Makes the cluster's nodes of this group be those of its instances. */
export async function showNodes(call: Call, id: string): Promise<void> {
    const group = groupById(call, id);
    if (!group || group.hidden.deleting === true) return;
    const cluster = clusterNamed(call.account, call.region, text(group.inputs, "clusterName"), "DescribeNodegroup");
    const nodes = instancesOfGroup(call.account, group).map(instance => {
        const generation = generationOfInstance(group, instance.id);
        const hardware = hardwareOf(instance.instanceType);
        const image = nodeImage(generation.imageType);
        if (!hardware || !image) throw new Error(`instance ${instance.id} is of a type or image that is gone`);
        return nodeSpec({
            hardware,
            image,
            imageId: generation.imageId,
            release: generation.kubeletRelease,
            kubernetes: generation.kubernetes,
            instanceId: instance.id,
            privateIp: instance.privateIp,
            region: call.region,
            zone: instance.zone,
            zoneId: instance.zoneId,
            clusterArn: arnOf(cluster),
            managed: {
                name: text(group.inputs, "nodeGroupName"),
                capacityType: text(group.outputs, "capacityType"),
                launchTemplate: generation.launchTemplate,
            },
            labels: textMap(group.outputs, "labels"),
            taints: groupTaints(group),
            rootVolumeGiB: generation.rootVolumeGiB,
            config: generation.config,
            efaInterfaces: instance.efaInterfaces,
            prefixDelegation: prefixDelegation(call.account, cluster),
        });
    });
    await call.account.machines.ensureNodes(arnOf(cluster), text(group.inputs, "nodeGroupName"), nodes);
}

/** To the desired size: launches what is missing, ends what is too many. */
async function follow(call: Call, id: string): Promise<ApiError | undefined> {
    const group = groupById(call, id);
    if (!group) return undefined;
    const { desiredSize } = scalingOf(group.outputs);
    const running = instancesOfGroup(call.account, group);
    if (running.length > desiredSize) {
        const leaving = firstToGo(running, running.length - desiredSize).map(each => each.id);
        await call.account.change(() => endInstances(call, id, leaving));
        return undefined;
    }
    return launchUpTo(call, id, desiredSize);
}

/**
 * Replaces outdated instances one by one: a new one first, or the old one first with the MINIMAL strategy (EKS user guide
 * managed-node-update-behavior). What cannot be launched stops it.
 */
async function roll(call: Call, id: string): Promise<Issue | undefined> {
    for (;;) {
        const group = groupById(call, id);
        const running = group ? instancesOfGroup(call.account, group) : [];
        const [outdated] = group ? running.filter(each => isOutdated(group, each.id)) : [];
        if (!group || !outdated) return undefined;
        const end = () => call.account.change(() => endInstances(call, id, [outdated.id]));
        const minimal = optionalText(record(group.outputs, "updateConfig") ?? {}, "updateStrategy") === "MINIMAL";
        if (minimal) await end();
        const refusal = await launchUpTo(call, id, minimal ? running.length : running.length + 1);
        if (refusal) return launchIssue(group, refusal);
        await showNodes(call, id);
        if (!minimal) await end();
    }
}

/** A failed update leaves version, release and launch template as they were; new instances that are up go again. */
function undoUpdate(call: Call, id: string): void {
    const group = groupById(call, id);
    const previous = group && record(group.hidden, "previous");
    if (!group || !previous) return;
    const newer = instancesOfGroup(call.account, group).filter(each => !isOutdated(group, each.id));
    endInstances(
        call,
        id,
        newer.map(each => each.id),
    );
    const latest = groupById(call, id) ?? group;
    const { previous: _previous, ...hidden } = withoutNewest(latest.hidden);
    const status = issueOf(latest) ? "DEGRADED" : "ACTIVE";
    call.account.store.put({ ...latest, outputs: { ...latest.outputs, ...previous, status }, hidden });
}

function forgetPrevious(call: Call, id: string): void {
    const group = groupById(call, id);
    if (!group || !("previous" in group.hidden)) return;
    const { previous: _previous, ...hidden } = group.hidden;
    call.account.store.put({ ...group, hidden });
}

async function setStatus(call: Call, id: string, status: string, issue: Issue | undefined): Promise<void> {
    await call.account.change(() => {
        const group = groupById(call, id);
        if (!group || group.hidden.deleting === true) return;
        const health: Props = issue ? { ...issue } : {};
        call.account.store.put({
            ...group,
            outputs: { ...group.outputs, status },
            hidden: { ...group.hidden, health },
        });
    });
}

/** As EKS words what its Auto Scaling group reports. */
function launchIssue(group: StoredResource, refusal: ApiError): Issue {
    if (refusal.code === "InsufficientFreeAddressesInSubnet")
        return {
            code: "InsufficientFreeAddresses",
            message:
                "One or more of the subnets associated with your managed node group does not have enough available IP addresses for new nodes.",
            resourceIds: [autoScalingGroup(group)],
        };
    const kind = group.outputs.capacityType === "SPOT" ? "Spot" : "On-Demand";
    return {
        code: "AsgInstanceLaunchFailures",
        message: `Could not launch ${kind} Instances. ${refusal.code} - ${refusal.text} Launching EC2 instance failed.`,
        resourceIds: [autoScalingGroup(group)],
    };
}

/** Public subnets must give public addresses, unless the launch template does. */
function closedSubnets(call: Call, group: StoredResource): Issue | undefined {
    if (newestGeneration(group).givesPublicAddress) return undefined;
    const subnetIds = subnetsWithoutPublicAddress(call.account, call.region, texts(group.inputs, "subnetIds"));
    if (subnetIds.length === 0) return undefined;
    return {
        code: "Ec2SubnetInvalidConfiguration",
        message:
            `One or more Amazon EC2 Subnets of [${subnetIds.join(", ")}] for node group ${text(group.inputs, "nodeGroupName")} does not ` +
            "automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public " +
            "IP address, then you need to enable auto-assign public IP address for the subnet.",
        resourceIds: subnetIds,
    };
}

function joinIssue(call: Call, id: string): Issue | undefined {
    const group = groupById(call, id);
    if (!group) return undefined;
    const cluster = clusterNamed(call.account, call.region, text(group.inputs, "clusterName"), "DescribeNodegroup");
    const problem = joinProblem(call.account, cluster, group);
    if (!problem) return undefined;
    const resourceIds = instancesOfGroup(call.account, group).map(each => each.id);
    return { code: problem.code, message: `${problem.message} (${problem.because})`, resourceIds };
}

function autoScalingGroup(group: StoredResource): string {
    return text(group.hidden, "autoScalingGroup");
}

/** The issue in a group's health. */
export function issueOf(group: StoredResource): Issue | undefined {
    const health = record(group.hidden, "health") ?? {};
    if (!("code" in health)) return undefined;
    return { code: text(health, "code"), message: text(health, "message"), resourceIds: texts(health, "resourceIds") };
}

export function issueText(issue: Issue): string {
    return `${issue.resourceIds.join(", ")}: ${issue.code}: ${issue.message}`;
}
