import { closest, distance } from "fastest-levenshtein";

import type { InputProblem } from "../cloud/contract";
import type { TypeSchema, ValueSchema } from "./schema/type-schema";
import {
    childPath,
    holdsSecret,
    holdsUnknown,
    isSecret,
    isValueList,
    isValues,
    notKnown,
    revealed,
    secret,
    toWire,
    type Value,
    type Values,
} from "./value";

interface Shape {
    readonly properties: Readonly<Record<string, ValueSchema>>;
    readonly required: readonly string[];
}

/**
 * The values in the form the schema asks for, and what is wrong with them. As the real provider does, it reads numbers and
 * truth values from text, writes documents as JSON, and takes null for absent. Source: pulumi-terraform-bridge, `schema.go`.
 */
export function conform(
    values: Values,
    schema: Pick<TypeSchema, "inputs" | "required">,
    resourceName: string,
): { values: Values; problems: InputProblem[] } {
    const problems: InputProblem[] = [];
    const report = (path: string, reason: string) => {
        problems.push({
            property: path,
            reason: `${reason}${/[.?]$/.test(reason) ? "" : "."} Examine values at '${resourceName}.${path}'.`,
        });
    };
    return {
        values: conformObject(values, { properties: schema.inputs, required: schema.required }, "", report),
        problems,
    };
}

type Report = (path: string, reason: string) => void;

function conformObject(values: Values, shape: Shape, path: string, report: Report): Values {
    const conformed: Record<string, Value> = {};
    for (const [key, value] of Object.entries(values)) {
        if (key.startsWith("__")) conformed[key] = value;
        else if (value === null) continue;
        else {
            const schema = shape.properties[key];
            if (schema) conformed[key] = conformValue(value, schema, childPath(path, key), report);
            else
                report(childPath(path, key), `Invalid or unknown key${suggestion(key, Object.keys(shape.properties))}`);
        }
    }
    for (const key of shape.required) {
        if (conformed[key] !== undefined) continue;
        const argument = childPath(path, key);
        report(
            argument,
            `Missing required argument. The argument "${argument}" is required, but no definition was found.`,
        );
    }
    return conformed;
}

function conformValue(value: Value, schema: ValueSchema, path: string, report: Report): Value {
    if (value === notKnown) return value;
    if (isSecret(value)) return secret(conformValue(value.value, schema, path, report));
    switch (schema.kind) {
        case "any":
            return value;
        case "string":
            if (typeof value === "string") return value;
            if (typeof value === "number" || typeof value === "boolean") return String(value);
            break;
        case "number":
            if (typeof value === "number") return value;
            if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
                return Number(value);
            break;
        case "boolean":
            if (typeof value === "boolean") return value;
            if (value === "true" || value === "false") return value === "true";
            break;
        case "json":
            return document(value);
        case "list":
            if (isValueList(value)) {
                return value.map((each, index) => conformValue(each, schema.items, `${path}[${index}]`, report));
            }
            break;
        case "map":
            if (isValues(value)) {
                const entries = Object.entries(value).filter(([, each]) => each !== null);
                return Object.fromEntries(
                    entries.map(([key, each]) => [
                        key,
                        conformValue(each, schema.values, childPath(path, key), report),
                    ]),
                );
            }
            break;
        case "object":
            if (isValues(value)) return conformObject(value, schema, path, report);
            break;
    }
    report(path, `expected ${wanted[schema.kind]}, got ${got(value)}`);
    return value;
}

/** A policy given as an object is sent as JSON. Source: pulumi-aws, `TransformJSONDocument`. */
function document(value: Value): Value {
    if (typeof value === "string") return value;
    const text = holdsUnknown(value) ? notKnown : JSON.stringify(toWire(revealed(value)));
    return holdsSecret(value) ? secret(text) : text;
}

/** Nearest name, when one is near. */
export function suggestion(name: string, names: readonly string[]): string {
    if (names.length === 0) return "";
    const nearest = closest(name, names);
    return distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, name.length / 3)
        ? `. Did you mean '${nearest}'?`
        : "";
}

const wanted = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    json: "JSON",
    list: "a list",
    map: "a map",
    object: "an object",
    any: "a value",
};

function got(value: Value): string {
    if (isValueList(value)) return "a list";
    if (isValues(value)) return "an object";
    return JSON.stringify(value);
}
