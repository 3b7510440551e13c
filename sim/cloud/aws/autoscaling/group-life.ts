/** What an Auto Scaling group does after the API answered: it launches, ends and replaces instances, and they become nodes. */
import { ApiError, type Call, type NodeSpec, type Props, type StoredResource } from "../../contract";
import { flag, number, record, records, text, texts } from "../../props";
import { podAddresses } from "../eks/pod-addresses";
import { bootsOfTemplate, selfManagedNode, wantedCluster } from "../eks/self-managed";
import { runInstances, terminateInstances } from "../ec2/instances";
import { templateLaunch } from "../ec2/template-launch";
import {
    groupById,
    hasJoined,
    isOutdated,
    newestTemplate,
    runningOf,
    sizesOf,
    templateOfInstance,
    withLaunched,
    withoutInstances,
} from "./group-state";
import { firstToGo, passesOver, placesFor, type Place } from "./spread";

/** To the desired capacity; what EC2 refused last is kept as the failed activity. */
export async function follow(call: Call, id: string): Promise<ApiError | undefined> {
    const group = groupById(call.account, call.region, id);
    if (!group) return undefined;
    const { desired } = sizesOf(group);
    const running = runningOf(call.account, group);
    if (running.length > desired) await end(call, id, idsOf(firstToGo(running, running.length - desired)));
    const refusal = await launchUpTo(call, id, desired);
    await call.account.change(() => noteActivity(call, id, refusal));
    return refusal;
}

async function launchUpTo(call: Call, id: string, wanted: number): Promise<ApiError | undefined> {
    for (;;) {
        const group = groupById(call.account, call.region, id);
        if (!group || runningOf(call.account, group).length >= wanted) return undefined;
        const refusal = await launchOne(call, group, wanted);
        if (refusal) return refusal;
    }
}

async function launchOne(call: Call, group: StoredResource, wanted: number): Promise<ApiError | undefined> {
    const type = text(newestTemplate(group).data, "instanceType");
    const subnetIds = texts(group.outputs, "vpcZoneIdentifiers");
    let refusal: ApiError | undefined;
    for (const place of placesFor(call, runningOf(call.account, group), subnetIds, [type])) {
        try {
            await call.account.change(() => launchAt(call, group.id, place, wanted));
            return undefined;
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            refusal = error;
            if (!passesOver.has(error.code)) return error;
        }
    }
    return refusal;
}

/** Launches one more, unless somebody else has launched it meanwhile. */
function launchAt(call: Call, id: string, { subnet, instanceType }: Place, wanted: number): void {
    const { account, region } = call;
    const group = groupById(account, region, id);
    if (!group || runningOf(account, group).length >= wanted) return;
    const template = newestTemplate(group);
    const launch = templateLaunch(template.data);
    const cluster = wantedCluster(account, region, template.data);
    const boots = bootsOfTemplate(region, template.data, instanceType);
    const [instance] = runInstances(call, {
        instanceType,
        subnetId: subnet.id,
        count: 1,
        market: launch.market,
        ...(launch.maxPrice !== undefined && { maxPrice: launch.maxPrice }),
        owner: text(group.outputs, "arn"),
        securityGroupIds: launch.securityGroupIds,
        interfaces: launch.interfaces,
        reservation: launch.reservation,
        placement: launch.placement,
        tags: { "aws:autoscaling:groupName": id, ...propagatedTags(group) },
        launchTemplate: { id: template.id, version: template.version },
        ...(boots && { boots }),
        ...(cluster && { network: podAddresses(account, cluster, instanceType) }),
    });
    if (instance) account.store.put({ ...group, hidden: withLaunched(group.hidden, instance.id) });
}

function propagatedTags(group: StoredResource): Record<string, string> {
    const tags = records(group.inputs, "tags").filter(each => flag(each, "propagateAtLaunch"));
    return Object.fromEntries(tags.map(each => [text(each, "key"), text(each, "value")]));
}

async function end(call: Call, id: string, instanceIds: readonly string[]): Promise<void> {
    await call.account.change(() => {
        terminateInstances(call.account, call.region, instanceIds);
        forget(call, id, instanceIds);
    });
}

/** Instances that are no more leave nothing in the group. */
export function forget({ account, region }: Call, id: string, instanceIds: readonly string[]): void {
    const group = groupById(account, region, id);
    if (group) account.store.put({ ...group, hidden: withoutInstances(group.hidden, instanceIds) });
}

function noteActivity({ account, region }: Call, id: string, refusal: ApiError | undefined): void {
    const group = groupById(account, region, id);
    if (!group) return;
    const { failedActivity: _last, ...hidden } = group.hidden;
    const failed = refusal && { failedActivity: `${refusal.code} - ${refusal.text}` };
    account.store.put({ ...group, hidden: { ...hidden, ...failed } });
}

/**
 * Instance refresh: replaces what was started from an older template one by one, a new one first where the maximum healthy
 * percentage lets it ("launch before terminating" needs more than 100; EC2 Auto Scaling user guide,
 * instance-maintenance-policy). What cannot be launched stops it; the call that began it does not wait for it.
 */
export async function refresh(call: Call, id: string): Promise<void> {
    for (;;) {
        const group = groupById(call.account, call.region, id);
        const running = group ? runningOf(call.account, group) : [];
        const outdated = group && running.find(each => isOutdated(group, each.id));
        if (!group || !outdated) return;
        const first = launchesFirst(group);
        if (!first) await end(call, id, [outdated.id]);
        const refusal = await launchUpTo(call, id, running.length + (first ? 1 : 0));
        await call.account.change(() => noteActivity(call, id, refusal));
        if (refusal) return;
        await showNodes(call, id);
        if (first) await end(call, id, [outdated.id]);
    }
}

function launchesFirst(group: StoredResource): boolean {
    const preferences = record(record(group.inputs, "instanceRefresh") ?? {}, "preferences") ?? {};
    const policy = record(group.inputs, "instanceMaintenancePolicy") ?? {};
    const most = preferences.maxHealthyPercentage ?? policy.maxHealthyPercentage;
    return typeof most === "number" && most > 100;
}

/** Instances that could join by now become nodes; those that are gone are nodes no more. */
export async function showNodes(call: Call, id: string): Promise<void> {
    const { account, region } = call;
    const group = groupById(account, region, id);
    if (!group) return;
    const joins = runningOf(account, group).flatMap(instance => {
        const outcome = selfManagedNode(account, region, instance, templateOfInstance(group, instance.id));
        return "node" in outcome ? [{ ...outcome, instanceId: instance.id }] : [];
    });
    const before = texts(group.hidden, "clusters");
    const clusters = [...new Set([...before, ...joins.map(each => each.clusterArn)])];
    for (const clusterArn of clusters) {
        const nodes: readonly NodeSpec[] = joins.filter(each => each.clusterArn === clusterArn).map(each => each.node);
        await account.machines.ensureNodes(clusterArn, nodesName(id), nodes);
    }
    await account.change(() => {
        const latest = groupById(account, region, id);
        if (!latest) return;
        const joined = joins.map(each => each.instanceId);
        account.store.put({
            ...latest,
            hidden: { ...latest.hidden, clusters: joined.length > 0 ? clusters : [], joined },
        });
    });
}

/** Under this name a cluster keeps the nodes of the group. No managed group is called so. */
function nodesName(id: string): string {
    return `asg/${id}`;
}

/** Instances that run and are no node, each with the reason. */
export function unjoined(call: Pick<Call, "account" | "region">, group: StoredResource) {
    return runningOf(call.account, group)
        .filter(each => !hasJoined(group, each.id))
        .map(instance => ({
            instanceId: instance.id,
            outcome: selfManagedNode(call.account, call.region, instance, templateOfInstance(group, instance.id)),
        }));
}

export async function takeDown(call: Call, id: string): Promise<void> {
    const group = groupById(call.account, call.region, id);
    if (!group) return;
    for (const clusterArn of texts(group.hidden, "clusters"))
        await call.account.machines.ensureNodes(clusterArn, nodesName(id), []);
    await end(call, id, idsOf(runningOf(call.account, group)));
}

function idsOf(instances: readonly { readonly id: string }[]): readonly string[] {
    return instances.map(each => each.id);
}

/** Changes the sizes, as UpdateAutoScalingGroup and a scheduled action do. */
export function resized(
    outputs: Props,
    sizes: Partial<Record<"minSize" | "maxSize" | "desiredCapacity", number>>,
): Props {
    const next = { ...outputs, ...sizes };
    const [min, max] = [number(next, "minSize"), number(next, "maxSize")];
    // Without a desired capacity of its own a change of the bounds moves it between them (UpdateAutoScalingGroup).
    const desired = Math.min(max, Math.max(min, number(next, "desiredCapacity")));
    return { ...next, desiredCapacity: desired };
}
