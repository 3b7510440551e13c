/** The network interfaces that a launch asks for, and what EC2 refuses of them. */
import type { ApiError, Json, Props } from "../../contract";
import { isList, optionalNumber, optionalText, records, texts } from "../../props";
import { ec2Error } from "./ec2-error";
import type { InstanceType } from "./instance-types";
import { fabricInterfaces, networkCards, type InterfaceKind, type NetworkCard } from "./network-cards";

/** One interface of a launch. */
export interface InterfaceSpec {
    readonly card: number;
    readonly device: number;
    readonly kind: InterfaceKind;
    readonly securityGroupIds: readonly string[];
    readonly publicAddress: boolean;
    /** Private IPv4 addresses, the primary one included. "EFA-only … can't be assigned an IP address" (EC2 user guide, efa). */
    readonly addresses: number;
    /** Delegated blocks of sixteen addresses. */
    readonly prefixes: number;
}

/** The interfaces of a launch template's data, in its order; none when it says nothing. */
export function interfacesOf(data: Props): readonly InterfaceSpec[] {
    return records(data, "networkInterfaces").map(each => {
        const kind = kindOf(optionalText(each, "interfaceType"));
        const secondary = optionalNumber(each, "ipv4AddressCount") ?? 0;
        return {
            card: optionalNumber(each, "networkCardIndex") ?? 0,
            device: optionalNumber(each, "deviceIndex") ?? 0,
            kind,
            securityGroupIds: texts(each, "securityGroups"),
            publicAddress: isTrue(each.associatePublicIpAddress),
            addresses: kind === "efa-only" ? 0 : 1 + secondary,
            prefixes: optionalNumber(each, "ipv4PrefixCount") ?? listed(each.ipv4Prefixes),
        };
    });
}

/** The one interface of a launch that names none. */
export function plainInterface(securityGroupIds: readonly string[]): InterfaceSpec {
    return { card: 0, device: 0, kind: "interface", securityGroupIds, publicAddress: false, addresses: 1, prefixes: 0 };
}

export function isPrimary(each: Pick<InterfaceSpec, "card" | "device">): boolean {
    return each.card === 0 && each.device === 0;
}

/** EFA with or without addresses: what can reach its peers past the operating system. */
export function isFabric(each: Pick<InterfaceSpec, "kind">): boolean {
    return each.kind !== "interface";
}

/**
 * What EC2 refuses whatever the instance type, undefined when nothing. Texts of the groups and of the public address: EC2's
 * own, quoted in many public repositories; the others are ours for rules of EC2 user guide efa-acc-inst-types and API
 * InstanceNetworkInterfaceSpecification ("The primary network interface must be assigned to network card index 0").
 */
export function combinationProblem(
    specs: readonly InterfaceSpec[],
    instanceLevelGroups: readonly string[],
    operation = "RunInstances",
): ApiError | undefined {
    const refuse = (text: string) => ec2Error(operation, "InvalidParameterCombination", text);
    if (specs.length === 0) return undefined;
    if (instanceLevelGroups.length > 0)
        return refuse(
            "Network interfaces and an instance-level security groups may not be specified on the same request",
        );
    const primary = specs.find(isPrimary);
    if (!primary)
        return refuse("A network interface with network card index 0 and device index 0 is required: the primary one.");
    if (primary.kind === "efa-only")
        return refuse("An EFA-only network interface cannot be the primary network interface.");
    const places = specs.map(each => `${each.card}/${each.device}`);
    if (new Set(places).size < places.length)
        return refuse("Each network interface requires a unique device index on its network card.");
    if (specs.length > 1 && specs.some(each => each.publicAddress))
        return refuse(
            "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.",
        );
    if (specs.some(each => each.kind === "efa-only" && each.prefixes > 0))
        return refuse("An EFA-only network interface cannot be assigned IP addresses.");
    return undefined;
}

/**
 * What the instance type does not take, undefined when nothing. Texts: `EFA interfaces are not supported on m5.2xlarge` and
 * `EFA interface count 17 exceeds allowed limit for p6-b300.48xlarge. Network Card 0 (requested: 1, limit: 0).`, both
 * published answers of RunInstances; those of plain interfaces and of indexes are made after them.
 */
export function limitProblem(
    type: InstanceType,
    specs: readonly InterfaceSpec[],
    operation = "RunInstances",
): ApiError | undefined {
    const cards = networkCards(type);
    const fabric = specs.filter(isFabric);
    if (fabric.length > 0 && !cards.some(each => fabricInterfaces(each) > 0))
        return ec2Error(operation, "UnsupportedOperation", `EFA interfaces are not supported on ${type.name}`);
    const beyond = specs.find(each => each.card >= cards.length);
    if (beyond)
        return ec2Error(
            operation,
            "InvalidParameterValue",
            `Network card index ${beyond.card} is not valid for ${type.name}, which has ${cards.length} network cards.`,
        );
    return (
        overLimit(type, specs, cards, each => each.interfaces, "Interface", type.maxInterfaces, operation) ??
        overLimit(type, fabric, cards, fabricInterfaces, "EFA interface", type.efaInterfaces, operation) ??
        misplaced(type, cards, specs, operation)
    );
}

function overLimit<Card>(
    type: InstanceType,
    specs: readonly InterfaceSpec[],
    cards: readonly Card[],
    limitOf: (card: Card) => number,
    what: string,
    most: number | undefined,
    operation: string,
): ApiError | undefined {
    const over = cards.flatMap((card, index) => {
        const requested = specs.filter(each => each.card === index).length;
        const limit = limitOf(card);
        return requested > limit ? [` Network Card ${index} (requested: ${requested}, limit: ${limit}).`] : [];
    });
    if (over.length === 0 && (most === undefined || specs.length <= most)) return undefined;
    return ec2Error(
        operation,
        "AttachmentLimitExceeded",
        `${what} count ${specs.length} exceeds allowed limit for ${type.name}.${over.join("")}`,
    );
}

/**
 * "A network card that allows only one interface must use device index 0" (aws/aws-parallelcluster 6930), and a card that
 * takes one kind takes no other; our words.
 */
function misplaced(
    type: InstanceType,
    cards: readonly NetworkCard[],
    specs: readonly InterfaceSpec[],
    operation: string,
): ApiError | undefined {
    for (const { card, device, kind } of specs) {
        const { interfaces, kinds } = cards[card] ?? { interfaces: 0, kinds: [] };
        const where = `network card ${card} of ${type.name}`;
        if (device >= interfaces)
            return ec2Error(
                operation,
                "InvalidParameterValue",
                `Device index ${device} is not valid for ${where}, which takes ${interfaces} network interfaces.`,
            );
        if (!kinds.includes(kind))
            return ec2Error(
                operation,
                "InvalidParameterValue",
                `The interface type ${kind} is not valid for ${where}, which takes ${kinds.join(", ")}.`,
            );
    }
    return undefined;
}

export function kindOf(value: string | undefined): InterfaceKind {
    return value === "efa" || value === "efa-only" ? value : "interface";
}

function listed(value: Json | undefined): number {
    return isList(value) ? value.length : 0;
}

/** Launch templates write their flags as text. */
function isTrue(value: Json | undefined): boolean {
    return value === true || value === "true";
}
