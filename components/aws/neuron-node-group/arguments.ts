import type { AwsNeuronInstanceType } from "../../catalog/aws/instance-types";
import type { LncOfTypes } from "../../catalog/aws/neuron-types";
import type { AwsCapacity } from "../../fleet/capacity/capacity";
import type { NodeGroupArgs } from "../node-group/arguments";
import type { FabricArgs } from "../node-group/fabric-arguments";

/**
 * How many physical cores of a Trainium2 chip count as one, by the field's name the logical NeuronCore configuration (LNC):
 * only on types that have the choice. Source: Neuron documentation, logical-neuroncore-config.
 *
 * @example const each: aws.LncOf<"trn2.48xlarge"> = 1; // and never anything of "trn1.32xlarge"
 */
export type LncOf<Type extends AwsNeuronInstanceType> = Type extends keyof LncOfTypes ? LncOfTypes[Type] : never;

/**
 * A group of nodes with Inferentia or Trainium chips.
 *
 * @example
 * const args: aws.NeuronNodeGroupArgs = { cluster, instanceType: "inf2.xlarge", nodes: { min: 0, max: 6 }, capacity: spot() };
 *
 * @example
 * const single: aws.NeuronNodeGroupArgs<"trn2.48xlarge"> = { cluster, instanceType: "trn2.48xlarge", nodes: 4, lnc: 1 };
 */
export interface NeuronNodeGroupArgs<Type extends AwsNeuronInstanceType = AwsNeuronInstanceType>
    extends NodeGroupArgs, FabricArgs {
    /** A type with Inferentia or Trainium, for example `trn2.48xlarge`. */
    readonly instanceType: Type;
    /**
     * How the machines are bought: `onDemand()`, `spot()`, `reservation(…)`, `capacityBlock(…)` or `futureReservation(…)`.
     * Default: `onDemand()`. EC2 sells blocks of Trainium, not of Inferentia.
     */
    readonly capacity?: AwsCapacity;
    /**
     * Physical cores of Trainium2 that count as one `aws.amazon.com/neuroncore`, written at boot. Default: 2, as the chips have
     * it; programs must be compiled for the same number. Not with `advertiser: "draDriver"`: there each claim says it.
     */
    readonly lnc?: LncOf<Type>;
    /**
     * Release of the Neuron SDK with which the programs of these nodes are built, for example `2.26.1`: refused where its
     * driver no longer knows the chips, as of Inferentia (inf1). Default: nothing is held against.
     */
    readonly neuronSdk?: string;
}
