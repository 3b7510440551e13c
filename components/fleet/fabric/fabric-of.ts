import { awsNetworkCards } from "../../catalog/aws/network-cards";
import { efaInterfaces, type EfaChoice, type EfaSurroundings } from "./efa-choice";
import { plainFabric, type Fabric } from "./fabric";
import { interfaceLayout } from "./interfaces";
import { placementOf, type PlacementChoice, type PlacementSurroundings } from "./placement";

/** How a group wants its nodes wired, and what decides about it. */
export interface FabricQuestion extends EfaSurroundings, Omit<PlacementSurroundings, "efaInterfaces"> {
    readonly efa: EfaChoice;
    readonly placement: PlacementChoice;
}

/**
 * How the nodes of a group are wired. Call `fabricProblems` first.
 *
 * @example
 * const train = {
 *     machineType: "p5.48xlarge",
 *     intent: "training",
 *     zones: ["use2-az1"],
 *     drivers: ["nvidia", "efa"],
 *     capacity: onDemand(),
 *     efa: "auto",
 *     placement: "auto",
 * } as const;
 * fabricOf(train).efaInterfaces; // 32
 * fabricOf(train).placement; // "cluster"
 *
 * @throws RangeError for more EFA interfaces than the type has.
 */
export function fabricOf(question: FabricQuestion): Fabric {
    const cards = awsNetworkCards(question.machineType);
    const count = cards.known ? efaInterfaces(question.efa, question) : 0;
    const placement = placementOf(question.placement, { ...question, efaInterfaces: count });
    if (!cards.known || count === 0) return { ...plainFabric, placement };
    return { interfaces: interfaceLayout(cards.cards, count), efaInterfaces: count, placement };
}
