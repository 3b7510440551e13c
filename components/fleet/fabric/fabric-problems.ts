import { awsInstanceTypes } from "../../catalog/aws/instance-types";
import { awsNetworkCards } from "../../catalog/aws/network-cards";
import { shown, type Problem } from "../problem";
import { efaInterfaces, type EfaChoice } from "./efa-choice";
import type { FabricQuestion } from "./fabric-of";
import { mostEfaInterfaces } from "./interfaces";
import { placementProblems } from "./placement";

/**
 * Everything that stands against wiring nodes in this way.
 *
 * @example
 * const serve = {
 *     machineType: "g6.xlarge",
 *     intent: "inference",
 *     zones: ["use2-az1", "use2-az2"],
 *     drivers: ["nvidia", "efa"],
 *     capacity: onDemand(),
 *     efa: "required",
 *     placement: "auto",
 * } as const;
 * fabricProblems(serve).map(({ id }) => id); // ["fabric.no-efa", "fabric.one-zone"]
 */
export function fabricProblems(question: FabricQuestion): Problem[] {
    const count = efaInterfaces(question.efa, question);
    return [
        ...(isAsked(question.efa) ? efaProblems(question) : []),
        ...placementProblems(question.placement, { ...question, efaInterfaces: count }),
    ];
}

function isAsked(efa: EfaChoice): efa is Exclude<EfaChoice, "auto" | "off"> {
    return efa === "required" || (typeof efa === "object" && efa.interfaces > 0);
}

function efaProblems({ machineType, zones, drivers, efa }: FabricQuestion): Problem[] {
    const cards = awsNetworkCards(machineType);
    const most = cards.known ? mostEfaInterfaces(cards.cards) : 0;
    const tooMany = typeof efa === "object" && efa.interfaces > most;
    return [
        ...(most === 0 ? [withoutEfa(efa, machineType, cards.known ? undefined : cards.why)] : []),
        ...(most > 0 && tooMany ? [tooManyInterfaces(efa.interfaces, machineType, most)] : []),
        ...(zones.length > 1 ? [severalZones(zones)] : []),
        ...(drivers.includes("efa") ? [] : [withoutDriver(efa)]),
    ];
}

function withoutEfa(efa: EfaChoice, machineType: string, why: string | undefined): Problem {
    const larger = sameFamily(machineType).find(type => hasEfa(type));
    return {
        id: "fabric.no-efa",
        path: "efa",
        got: `${shown(efa)} for ${machineType}`,
        allowed: why === undefined ? "a type with EFA" : `a type with EFA: ${why}`,
        fix: `leave efa out${larger === undefined ? ", or choose another instance type" : `, or use ${larger}`}`,
    };
}

function sameFamily(machineType: string): readonly string[] {
    const family = `${machineType.split(".")[0] ?? ""}.`;
    return awsInstanceTypes()
        .map(({ name }) => name)
        .filter(name => name.startsWith(family));
}

function hasEfa(machineType: string): boolean {
    const cards = awsNetworkCards(machineType);
    return cards.known && mostEfaInterfaces(cards.cards) > 0;
}

function tooManyInterfaces(asked: number, machineType: string, most: number): Problem {
    return {
        id: "fabric.too-many-interfaces",
        path: "efa.interfaces",
        got: shown(asked),
        allowed: `at most ${most}: the EFA interfaces of ${machineType}`,
        fix: `write ${most}, or "required" for as many as AWS recommends`,
    };
}

function severalZones(zones: readonly string[]): Problem {
    return {
        id: "fabric.one-zone",
        path: "efa, zones",
        got: shown(zones),
        allowed: "one zone: EFA frames do not leave it",
        fix: `keep one of them, for example zones: ${shown(zones.slice(0, 1))}`,
    };
}

function withoutDriver(efa: EfaChoice): Problem {
    return {
        id: "fabric.no-efa-driver",
        path: "efa",
        got: `${shown(efa)} with an image without EFA's driver`,
        allowed: "an image that holds the driver of EFA",
        fix: "leave efa out, or choose another image",
    };
}
