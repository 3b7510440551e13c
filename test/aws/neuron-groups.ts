import type { NeuronNodeGroupArgs } from "../../components/aws/neuron-node-group/arguments";
import { planNeuronNodeGroup } from "../../components/aws/neuron-node-group/plan";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import { awsInstanceTypes, isNeuron, type AwsNeuronInstanceType } from "../../components/catalog/aws/instance-types";
import { awsOfferingsOf } from "../../components/catalog/aws/offerings";
import type { Instant } from "../../components/fleet/instant";
import { aCluster, aNetwork, now } from "./builders";
import { problemsFrom } from "./problems";

export type GivenNeuron = Partial<Omit<NeuronNodeGroupArgs, "cluster">>;

export const neuronTypes = awsInstanceTypes().filter(isNeuron);

/** A cluster in a region that offers the type. */
export function aClusterFor(type: string) {
    const { region, zoneIds } = awsOfferingsOf(type).find(({ zoneIds: zones }) => zones.length > 0) ?? {};
    return aCluster({ network: aNetwork({ region: region ?? "us-east-2", zones: zoneIds ?? ["use2-az1"] }) });
}

/** A group of two nodes, trn2.48xlarge unless another type is given, where it is offered. */
export function plannedNeuron(args: GivenNeuron = {}, at: Instant = now): NodeGroupPlan {
    const instanceType: AwsNeuronInstanceType = args.instanceType ?? "trn2.48xlarge";
    return planNeuronNodeGroup("chips", { cluster: aClusterFor(instanceType), nodes: 2, ...args, instanceType }, at);
}

/** Id and path of everything for which the same group is refused. */
export function refusedNeuron(args: object, at?: Instant) {
    return problemsFrom(() => plannedNeuron(args as GivenNeuron, at)).map(({ id, path }) => [id, path]);
}
