import { awsNetworkCards } from "../../catalog/aws/network-cards";
import type { DeviceFamily } from "../../catalog/devices";
import type { Intent } from "../intent";
import { recommendedEfaInterfaces } from "./interfaces";

/**
 * Whether nodes get EFA. `auto`: for training in one zone, on a type and an image that have it. `required`: yes, and a refusal
 * where it cannot be. `off`: no. `{ interfaces }`: this many interfaces instead of those that AWS recommends for the type.
 */
export type EfaChoice = "auto" | "required" | "off" | { readonly interfaces: number };

/** What decides about EFA besides the choice. */
export interface EfaSurroundings {
    readonly machineType: string;
    readonly intent: Intent;
    readonly zones: readonly string[];
    /** Families whose driver the image holds. */
    readonly drivers: readonly DeviceFamily[];
}

/**
 * EFA interfaces of one node. A choice that cannot be followed is answered as if it could: call `fabricProblems` first.
 *
 * @example
 * const where = { machineType: "p5.48xlarge", intent: "training", drivers: ["nvidia", "efa"] } as const;
 * efaInterfaces("auto", { ...where, zones: ["use2-az1"] }); // 32
 * efaInterfaces("auto", { ...where, zones: ["use2-az1", "use2-az2"] }); // 0: EFA frames do not leave a zone
 */
export function efaInterfaces(choice: EfaChoice, { machineType, intent, zones, drivers }: EfaSurroundings): number {
    if (typeof choice === "object") return choice.interfaces;
    const cards = awsNetworkCards(machineType);
    const recommended = cards.known ? recommendedEfaInterfaces(cards.cards) : 0;
    switch (choice) {
        case "auto":
            return intent === "training" && zones.length === 1 && drivers.includes("efa") ? recommended : 0;
        case "required":
            return recommended;
        case "off":
            return 0;
    }
}
