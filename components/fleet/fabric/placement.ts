import { awsInstanceType } from "../../catalog/aws/instance-types";
import { capacityRules } from "../capacity/capacity-rules";
import type { Capacity } from "../capacity/capacity";
import { shown, type Problem } from "../problem";
import type { Fabric } from "./fabric";

/**
 * Where the machines of a group stand. `auto`: close together in a placement group of their own when they have EFA and are
 * bought in a way that allows it. `own`: so in any case. `none`: anywhere. `{ name }`: in a placement group that exists.
 */
export type PlacementChoice = "auto" | "own" | "none" | { readonly name: string };

/** What decides about placement besides the choice. */
export interface PlacementSurroundings {
    readonly machineType: string;
    readonly capacity: Capacity;
    readonly zones: readonly string[];
    readonly efaInterfaces: number;
}

/**
 * Where the machines of a group will stand. A choice that cannot be followed is answered as if it could: call
 * `placementProblems` first.
 *
 * @example
 * const where = { machineType: "p5.48xlarge", zones: ["use2-az1"], efaInterfaces: 32 };
 * placementOf("auto", { ...where, capacity: onDemand() }); // "cluster"
 * placementOf("auto", { ...where, capacity: reservation({ id: "cr-0a1b2c3d4e5f60718", zone: "use2-az1" }) }); // "none": reserved machines stand where they stand
 */
export function placementOf(choice: PlacementChoice, where: PlacementSurroundings): Fabric["placement"] {
    if (typeof choice === "object") return { given: choice.name };
    switch (choice) {
        case "auto":
            return where.efaInterfaces > 0 && mayCluster(where) ? "cluster" : "none";
        case "own":
            return "cluster";
        case "none":
            return "none";
    }
}

/**
 * What is wrong with the placement of a group: the type or its zones do not allow it. What a kind of capacity allows,
 * `capacityProblems` says.
 *
 * @example
 * const where = { machineType: "p5.48xlarge", capacity: onDemand(), efaInterfaces: 0 };
 * placementProblems("own", { ...where, zones: ["use2-az1", "use2-az2"] }); // [{ id: "fabric.placement", … }]
 */
export function placementProblems(choice: PlacementChoice, where: PlacementSurroundings): Problem[] {
    if (choice === "auto" || choice === "none") return [];
    const asked = typeof choice === "object" ? `placement group ${shown(choice.name)}` : "a placement group of its own";
    return [
        ...(where.zones.length > 1 ? [severalZones(asked, where.zones)] : []),
        ...(clustersType(where.machineType) ? [] : [notThisType(asked, where.machineType)]),
    ];
}

function mayCluster({ machineType, capacity, zones }: PlacementSurroundings): boolean {
    const { placements } = capacityRules[capacity.kind];
    return placements.includes("cluster") && zones.length === 1 && clustersType(machineType);
}

/** A type of which nobody says it is not held back. */
function clustersType(machineType: string): boolean {
    const strategies = awsInstanceType(machineType)?.placementStrategies;
    return !strategies?.known || strategies.list.includes("cluster");
}

function severalZones(asked: string, zones: readonly string[]): Problem {
    return {
        id: "fabric.placement",
        path: "placement",
        got: `${asked}, with zones ${zones.join(", ")}`,
        allowed: "one zone: a cluster placement group does not span zones",
        fix: `name one zone, for example zones: ${shown(zones.slice(0, 1))}, or leave placement out`,
    };
}

function notThisType(asked: string, machineType: string): Problem {
    const strategies = awsInstanceType(machineType)?.placementStrategies;
    const possible = strategies?.known === true ? strategies.list : [];
    return {
        id: "fabric.placement",
        path: "placement",
        got: `${asked} for ${machineType}`,
        allowed: `a type that EC2 packs together; ${machineType} has ${possible.join(", ") || "no strategy"}`,
        fix: "leave placement out, or choose another instance type",
    };
}
