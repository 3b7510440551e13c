import { onDemand } from "../../../components/fleet/capacity/capacity";
import type { FabricQuestion } from "../../../components/fleet/fabric";

/** A training group of p5.48xlarge in one zone that says nothing of its fabric. */
export function aFabricQuestion(changes: Partial<FabricQuestion> = {}): FabricQuestion {
    return {
        machineType: "p5.48xlarge",
        intent: "training",
        zones: ["use2-az1"],
        drivers: ["nvidia", "efa"],
        capacity: onDemand(),
        efa: "auto",
        placement: "auto",
        ...changes,
    };
}
