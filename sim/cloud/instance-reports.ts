import { unjoined } from "./aws/autoscaling/group-life";
import { AUTO_SCALING_GROUP } from "./aws/autoscaling/tokens";
import { endedInstances, type EndedInstance } from "./aws/ec2/ended-instances";
import { fabricOf, type Fabric } from "./aws/ec2/fabric";
import { allInstances, type Instance } from "./aws/ec2/instances";
import { clusterNamed } from "./aws/eks/clusters";
import { joinProblem } from "./aws/eks/join";
import { NODE_GROUP } from "./aws/eks/tokens";
import type { Account, StoredResource } from "./contract";
import { text } from "./props";

/** The instances of one owner, as nobody but the account itself could tell of them. */
export interface InstancesReport {
    /** The type and id of the node group or Auto Scaling group; `gone` and its ARN for one that is no more. */
    readonly type: string;
    readonly id: string;
    readonly region: string;
    readonly instances: readonly InstanceReport[];
    readonly fabric: Fabric;
    /** Those of the last hour that were terminated, of types with FPGAs: whether these were cleared. */
    readonly ended: readonly EndedInstance[];
}

export interface InstanceReport {
    readonly id: string;
    readonly instanceType: string;
    readonly zone: string;
    readonly market: Instance["market"];
    readonly reservationId: string | undefined;
    readonly placementGroup: string | undefined;
    readonly efaInterfaces: number;
    /** Why it is no node of its cluster; undefined when it is one. */
    readonly notJoined: string | undefined;
}

/** Every group that has instances, with what became of them: reservations, placement, fabric, and whether they joined. */
export function reportInstances(account: Account): readonly InstancesReport[] {
    const all = allInstances(account);
    const ended = endedInstances(account);
    const groups = [NODE_GROUP, AUTO_SCALING_GROUP].flatMap(type =>
        account.store.list(type).flatMap(group => {
            const { region, id } = group;
            const instances = all.filter(each => each.owner === group.outputs.arn);
            const gone = ended.filter(each => each.owner === group.outputs.arn);
            if (instances.length + gone.length === 0) return [];
            const reasons = type === NODE_GROUP ? reasonsOfManaged(account, group) : reasonsOfOwn(account, group);
            return [
                {
                    type,
                    id,
                    region,
                    instances: instances.map(each => reported(each, reasons(each.id))),
                    fabric: fabricOf(account, region, instances),
                    ended: gone,
                },
            ];
        }),
    );
    return [...groups, ...ofGoneOwners(account, groups, ended)];
}

/** The group went with its instances, and is known by its ARN alone. */
function ofGoneOwners(
    account: Account,
    groups: readonly InstancesReport[],
    ended: readonly EndedInstance[],
): readonly InstancesReport[] {
    const told = new Set(groups.flatMap(group => group.ended.map(({ owner }) => owner)));
    const owners = new Map(ended.filter(({ owner }) => !told.has(owner)).map(each => [each.owner, each.region]));
    return [...owners].map(([owner, region]) => ({
        type: "gone",
        id: owner,
        region,
        instances: [],
        fabric: fabricOf(account, region, []),
        ended: ended.filter(each => each.owner === owner),
    }));
}

function reported(instance: Instance, notJoined: string | undefined): InstanceReport {
    const { id, instanceType, zone, market, reservationId, placementGroup, efaInterfaces } = instance;
    return { id, instanceType, zone, market, reservationId, placementGroup, efaInterfaces, notJoined };
}

function reasonsOfManaged(account: Account, group: StoredResource): (id: string) => string | undefined {
    const cluster = clusterNamed(account, group.region, text(group.inputs, "clusterName"), "DescribeCluster");
    const because = joinProblem(account, cluster, group)?.because;
    return () => because;
}

function reasonsOfOwn(account: Account, group: StoredResource): (id: string) => string | undefined {
    const reasons = new Map(
        unjoined({ account, region: group.region }, group).map(({ instanceId, outcome }) => [
            instanceId,
            "because" in outcome ? outcome.because : "it is about to join",
        ]),
    );
    return id => reasons.get(id);
}
