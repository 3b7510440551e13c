import type { Json, Props } from "../cloud/contract";

/** A value of Pulumi's wire format: JSON in which parts may be secret or not known yet. */
export type Value = null | boolean | number | string | Secret | NotKnown | readonly Value[] | Values;
export interface Values {
    readonly [key: string]: Value;
}

const secretTag = Symbol("secret");

export interface Secret {
    readonly [secretTag]: true;
    readonly value: Value;
}

export function secret(value: Value): Secret {
    return { [secretTag]: true, value };
}

export function isSecret(value: Value | undefined): value is Secret {
    return typeof value === "object" && value !== null && secretTag in value;
}

export const notKnown: unique symbol = Symbol("not known yet");
export type NotKnown = typeof notKnown;

// Pulumi's wire format. Source: @pulumi/pulumi runtime/rpc.js.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const unknownMarkers = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
]);
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Reads what `Struct.toJavaScript()` gives. */
export function fromWire(wire: unknown): Value {
    if (typeof wire === "string") return unknownMarkers.has(wire) ? notKnown : wire;
    if (wire === null || wire === undefined) return null;
    if (typeof wire === "boolean" || typeof wire === "number") return wire;
    if (Array.isArray(wire)) return wire.map(fromWire);
    if (typeof wire !== "object") throw new TypeError(`a ${typeof wire} cannot travel over the wire`);
    const entries = Object.entries(wire);
    const fields = new Map<string, unknown>(entries);
    switch (fields.get(signatureKey)) {
        case secretSignature:
            return secret(fromWire(fields.get("value")));
        case outputSignature: {
            const value = fields.has("value") ? fromWire(fields.get("value")) : notKnown;
            return fields.get("secret") === true ? secret(value) : value;
        }
        case resourceSignature:
            return fields.has("id") ? fromWire(fields.get("id")) : fromWire(fields.get("urn"));
        default:
            return Object.fromEntries(entries.map(([key, each]) => [key, fromWire(each)]));
    }
}

export function valuesFromWire(wire: unknown): Values {
    const value = fromWire(wire);
    return isValues(value) ? value : {};
}

/** Gives what `Struct.fromJavaScript()` takes. */
export function toWire(value: Value): Json {
    if (value === notKnown) return unknownMarker;
    if (isSecret(value)) return { [signatureKey]: secretSignature, value: toWire(value.value) };
    if (isValueList(value)) return value.map(toWire);
    if (isValues(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toWire(each)]));
    return value;
}

export function isValueList(value: Value | undefined): value is readonly Value[] {
    return Array.isArray(value);
}

export function isValues(value: Value | undefined): value is Values {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);
}

/** Without the wrapping of secrets. */
export function revealed(value: Value): Value {
    if (isSecret(value)) return revealed(value.value);
    if (isValueList(value)) return value.map(revealed);
    if (isValues(value)) return mapValues(value, revealed);
    return value;
}

export function holdsSecret(value: Value | undefined): boolean {
    if (isSecret(value)) return true;
    if (isValueList(value)) return value.some(holdsSecret);
    return isValues(value) && Object.values(value).some(holdsSecret);
}

export function holdsUnknown(value: Value | undefined): boolean {
    if (value === notKnown) return true;
    if (isSecret(value)) return holdsUnknown(value.value);
    if (isValueList(value)) return value.some(holdsUnknown);
    return isValues(value) && Object.values(value).some(holdsUnknown);
}

/** The known part in plain JSON: secrets revealed, what is unknown or null left out (null inside lists), its paths named. */
export function known(values: Values): { readonly props: Props; readonly unknown: ReadonlySet<string> } {
    const unknown = new Set<string>();
    const props = knownPart(values, "", unknown);
    return { props: props as Props, unknown };
}

function knownPart(value: Value, path: string, unknown: Set<string>): Json {
    if (isSecret(value)) return knownPart(value.value, path, unknown);
    if (value === notKnown) {
        unknown.add(path);
        return null;
    }
    if (isValueList(value)) return value.map((each, index) => knownPart(each, `${path}[${index}]`, unknown));
    if (!isValues(value)) return value;
    const entries = Object.entries(value).map(
        ([key, each]) => [key, knownPart(each, childPath(path, key), unknown)] as const,
    );
    return Object.fromEntries(entries.filter(([, each]) => each !== null));
}

export function mapValues(values: Values, change: (value: Value, key: string) => Value): Values {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}

/** `tags`, `vpcConfig.subnetIds`, `tags["kubernetes.io/role/elb"]` */
export function childPath(path: string, key: string): string {
    if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
    return path === "" ? key : `${path}.${key}`;
}
