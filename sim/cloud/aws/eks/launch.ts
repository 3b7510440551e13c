/** Launching and ending a group's instances, as its Auto Scaling group does. */
import { ApiError, type Call, type StoredResource } from "../../contract";
import { record, text, textMap, texts } from "../../props";
import { instanceType } from "../ec2/instance-types";
import { runInstances, terminateInstances, type Instance } from "../ec2/instances";
import { subnetById, type Subnet } from "../ec2/subnets";
import { templateLaunch } from "../ec2/template-launch";
import { prefixDelegation } from "./add-on-settings";
import { clusterNamed } from "./clusters";
import { newestGeneration, withLaunched, withoutInstances } from "./generations";
import { groupArn, instancesOfGroup } from "./node-groups";
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

/** What another zone or another type of the group may still answer differently. */
const passesOver = new Set([
    "InsufficientFreeAddressesInSubnet",
    "InsufficientInstanceCapacity",
    // A cluster placement group that holds another zone.
    "InvalidParameterValue",
    "MaxSpotInstanceCountExceeded",
    "ReservationCapacityExceeded",
    "Unsupported",
]);

interface Place {
    readonly subnet: Subnet;
    readonly instanceType: string;
}

/** Where the next instance may go, best first: zones by how few instances they have, types in the group's order. */
function places(call: Call, id: string): readonly Place[] {
    const group = groupById(call, id);
    if (!group) return [];
    const running = instancesOfGroup(call.account, group);
    const inZone = (zone: string) => running.filter(each => each.zone === zone).length;
    const inSubnet = (subnetId: string) => running.filter(each => each.subnetId === subnetId).length;
    const subnets = texts(group.inputs, "subnetIds")
        .map(each => subnetById(call.account, call.region, each))
        .filter(each => each !== undefined)
        .sort(
            (a, b) => inZone(a.zone) - inZone(b.zone) || inSubnet(a.id) - inSubnet(b.id) || (a.zone < b.zone ? -1 : 1),
        );
    const types = newestGeneration(group).instanceTypes;
    return types.flatMap(type => subnets.map(subnet => ({ subnet, instanceType: type })));
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
        network: warmAddresses(place.instanceType, prefixDelegation(call.account, cluster)),
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

/** EKS adds the cluster's own group where the launch template names none (EKS user guide launch-templates). */
function ownOr(named: readonly string[], own: string): readonly string[] {
    return named.length > 0 ? named : [own];
}

/**
 * What the VPC CNI takes when a node starts: every address of the first interface (WARM_ENI_TARGET=1), or one prefix
 * (WARM_PREFIX_TARGET=1). Source: amazon-vpc-cni-k8s README and docs/prefix-and-ip-target.md, defaults.
 */
function warmAddresses(type: string, prefixes: boolean): { secondaryAddresses?: number; prefixes?: number } {
    if (prefixes) return { prefixes: 1 };
    return { secondaryAddresses: (instanceType(type)?.ipv4PerInterface ?? 1) - 1 };
}

/** Ends instances and forgets what they came from. To be called inside a change. */
export function endInstances(call: Call, id: string, instanceIds: readonly string[]): void {
    terminateInstances(call.account, call.region, instanceIds);
    const group = groupById(call, id);
    if (group) call.account.store.put({ ...group, hidden: withoutInstances(group.hidden, instanceIds) });
}

/** Who goes first when a group shrinks: of the zone with the most instances the one that runs longest (the default policy). */
export function firstToGo(running: readonly Instance[], count: number): readonly Instance[] {
    const left = [...running];
    const gone: Instance[] = [];
    while (gone.length < count && left.length > 0) {
        const inZone = (zone: string) => left.filter(each => each.zone === zone).length;
        const most = Math.max(...left.map(each => inZone(each.zone)));
        const [oldest] = left
            .filter(each => inZone(each.zone) === most)
            .sort((a, b) =>
                a.launchedAt < b.launchedAt ? -1 : a.launchedAt > b.launchedAt ? 1 : a.id < b.id ? -1 : 1,
            );
        if (!oldest) break;
        gone.push(oldest);
        left.splice(left.indexOf(oldest), 1);
    }
    return gone;
}
