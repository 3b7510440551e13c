/** Launching and ending a group's instances, as its Auto Scaling group does. */
import { ApiError, type Call, type StoredResource } from "../../contract";
import { record, text, textMap, texts } from "../../props";
import { passesOver, placesFor, type Place } from "../autoscaling/spread";
import type { Boots } from "../ec2/ended-instances";
import { runInstances, terminateInstances } from "../ec2/instances";
import { templateLaunch } from "../ec2/template-launch";
import { clusterNamed } from "./clusters";
import { newestGeneration, withLaunched, withoutInstances, type Generation } from "./generations";
import { hardwareOf } from "./instance-hardware";
import { bootsWith } from "./node";
import { groupArn, instancesOfGroup } from "./node-groups";
import { nodeImage } from "./node-images";
import { podAddresses } from "./pod-addresses";
import { NODE_GROUP } from "./tokens";

export function groupById(
    { account, region }: Pick<Call, "account" | "region">,
    id: string,
): StoredResource | undefined {
    return account.store.get(NODE_GROUP, region, id);
}

/**
 * Launches instances one at a time until there are as many as wanted, each in the zone that has the fewest ("Auto Scaling
 * attempts to distribute instances evenly between the Availability Zones"; EC2 Auto Scaling user guide). A zone or type that
 * refuses is passed over; what every one of them refuses ends it, and what runs by then stays.
 */
export async function launchUpTo(call: Call, id: string, wanted: number): Promise<ApiError | undefined> {
    for (;;) {
        const group = groupById(call, id);
        if (!group || instancesOfGroup(call.account, group).length >= wanted) return undefined;
        const refusal = await launchOne(call, id, wanted);
        if (refusal) return refusal;
    }
}

async function launchOne(call: Call, id: string, wanted: number): Promise<ApiError | undefined> {
    let refusal: ApiError | undefined;
    for (const place of places(call, id)) {
        try {
            await call.account.change(() => launchAt(call, id, place, wanted));
            return undefined;
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            refusal = error;
            if (!passesOver.has(error.code)) return error;
        }
    }
    return refusal;
}

function places(call: Call, id: string): readonly Place[] {
    const group = groupById(call, id);
    if (!group) return [];
    const running = instancesOfGroup(call.account, group);
    return placesFor(call, running, texts(group.inputs, "subnetIds"), newestGeneration(group).instanceTypes);
}

/** Launches one more, unless somebody else has launched it meanwhile. */
function launchAt(call: Call, id: string, place: Place, wanted: number): void {
    const group = groupById(call, id);
    if (!group || instancesOfGroup(call.account, group).length >= wanted) return;
    const generation = newestGeneration(group);
    const cluster = clusterNamed(call.account, call.region, text(group.inputs, "clusterName"), "DescribeNodegroup");
    const own = text(record(cluster.outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId");
    const template = generation.launchTemplate;
    const { interfaces, reservation, placement } = templateLaunch(generation.launchData);
    const launched = runInstances(call, {
        instanceType: place.instanceType,
        subnetId: place.subnet.id,
        count: 1,
        market: generation.market,
        owner: groupArn(group),
        securityGroupIds: interfaces.length > 0 ? [] : ownOr(generation.securityGroupIds, own),
        interfaces: interfaces.map(each => ({ ...each, securityGroupIds: ownOr(each.securityGroupIds, own) })),
        reservation,
        placement,
        tags: {
            "eks:cluster-name": cluster.id,
            "eks:nodegroup-name": text(group.inputs, "nodeGroupName"),
            [`kubernetes.io/cluster/${cluster.id}`]: "owned",
            ...textMap(group.outputs, "tagsAll"),
        },
        ...(template && { launchTemplate: { id: template.id, version: Number(template.version) } }),
        network: podAddresses(call.account, cluster, place.instanceType),
        ...bootsOf(generation, place.instanceType),
    });
    const latest = groupById(call, id) ?? group;
    call.account.store.put({
        ...latest,
        hidden: withLaunched(
            latest.hidden,
            launched.map(each => each.id),
        ),
    });
}

function bootsOf({ imageType, imageId, config }: Generation, instanceType: string): { readonly boots?: Boots } {
    const [fpgas, image] = [hardwareOf(instanceType)?.fpgas ?? 0, nodeImage(imageType)];
    return image && fpgas > 0 ? { boots: { ...bootsWith({ image, imageId, config }), fpgas } } : {};
}

/** EKS adds the cluster's own group where the launch template names none (EKS user guide launch-templates). */
function ownOr(named: readonly string[], own: string): readonly string[] {
    return named.length > 0 ? named : [own];
}

/** Ends instances and forgets what they came from. To be called inside a change. */
export function endInstances(call: Call, id: string, instanceIds: readonly string[]): void {
    terminateInstances(call.account, call.region, instanceIds);
    const group = groupById(call, id);
    if (group) call.account.store.put({ ...group, hidden: withoutInstances(group.hidden, instanceIds) });
}
