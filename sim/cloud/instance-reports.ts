import { unjoined } from "./aws/autoscaling/group-life";
import { AUTO_SCALING_GROUP } from "./aws/autoscaling/tokens";
import { fabricOf, type Fabric } from "./aws/ec2/fabric";
import { allInstances, type Instance } from "./aws/ec2/instances";
import { clusterNamed } from "./aws/eks/clusters";
import { joinProblem } from "./aws/eks/join";
import { NODE_GROUP } from "./aws/eks/tokens";
import type { Account, StoredResource } from "./contract";
import { text } from "./props";

/** The instances of one owner, as nobody but the account itself could tell of them. */
export interface InstancesReport {
    /** The type and id of the node group or Auto Scaling group. */
    readonly type: string;
    readonly id: string;
    readonly region: string;
    readonly instances: readonly InstanceReport[];
    readonly fabric: Fabric;
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
    return [NODE_GROUP, AUTO_SCALING_GROUP].flatMap(type =>
        account.store.list(type).flatMap(group => {
            const { region, id } = group;
            const instances = all.filter(each => each.owner === group.outputs.arn);
            if (instances.length === 0) return [];
            const reasons = type === NODE_GROUP ? reasonsOfManaged(account, group) : reasonsOfOwn(account, group);
            return [
                {
                    type,
                    id,
                    region,
                    instances: instances.map(each => reported(each, reasons(each.id))),
                    fabric: fabricOf(account, region, instances),
                },
            ];
        }),
    );
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
