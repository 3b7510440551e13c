import type { z } from "zod";
import { nearest } from "../catalog/nearest";
import { pathText } from "./paths";
import { didYouMean, shown, under, type Problem } from "./problem";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

/**
 * The issues of a failed `safeParse` as problems: a misspelt key names the nearest one, a union reports the branch the
 * writer meant, and a `custom` issue whose `params.problem` is a `Problem` keeps it, seen from where it stands.
 *
 * @example
 * const schema = z.strictObject({ nodes: z.int() });
 * const config: unknown = { nodse: 2 };
 * const parsed = schema.safeParse(config);
 * if (!parsed.success) refuse("Pulumi.quickstart.yaml", schemaProblems(parsed.error.issues, schema, config));
 */
export function schemaProblems(issues: readonly Issue[], schema: Schema, input: unknown): Problem[] {
    const problems = issues.flatMap(issue => issueProblems(issue, schema, input));
    const meant = new Set(issues.flatMap(issue => misspelt(issue, schema)));
    return problems.filter(problem => problem.id !== "config.missing" || !meant.has(problem.path));
}

function issueProblems(issue: Issue, schema: Schema, input: unknown): Problem[] {
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map(key => unknownKey(issue.path, key, schema, input));
        case "invalid_type":
            if (issue.expected === "never") return [notHere(issue, input)];
            return [wrongType(issue.path, [issue.expected], input)];
        case "invalid_value":
            return [wrongChoice(issue.path, issue.values.map(String), input)];
        case "invalid_union":
            return unionProblems(issue, schema, input);
        case "too_small":
            return [
                wrongValue(
                    issue.path,
                    limitText(issue.inclusive === false ? "more than" : "at least", issue, issue.minimum),
                    input,
                ),
            ];
        case "too_big":
            return [
                wrongValue(
                    issue.path,
                    limitText(issue.inclusive === false ? "less than" : "at most", issue, issue.maximum),
                    input,
                ),
            ];
        case "invalid_key":
            return [wrongKey(issue)];
        case "invalid_element":
            return issue.issues.flatMap(inner =>
                issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, schema, input),
            );
        case "custom": {
            const carried: unknown = issue.params?.problem;
            return isProblem(carried)
                ? under(pathText(issue.path), [carried])
                : [wrongValue(issue.path, requirement(issue.message), input)];
        }
        default:
            return [wrongValue(issue.path, requirement(issue.message), input)];
    }
}

function unknownKey(path: Path, key: string, schema: Schema, input: unknown): Problem {
    const allowed = keysAt(schema, path, input);
    const [meant] = nearest(key, allowed);
    const given = valueAt(input, path);
    return {
        id: "config.unknown-key",
        path: pathText([...path, key]),
        got: shown(key),
        allowed: allowed.length === 0 ? "no keys" : allowed.join(", "),
        fix:
            meant === undefined
                ? "remove it"
                : isRecord(given) && meant in given
                  ? `remove it: ${meant} is given already`
                  : `did you mean ${meant}?`,
    };
}

/** A key that is known elsewhere: the schema says why not here. */
function notHere({ path, message }: Issue, input: unknown): Problem {
    return {
        id: "config.unknown-key",
        path: pathText(path),
        got: shown(valueAt(input, path)),
        allowed: message,
        fix: "remove it",
    };
}

/** Full paths of the keys that unknown keys of the issue were meant to be: they are not missing, they are misspelt. */
function misspelt(issue: Issue, schema: Schema): string[] {
    if (issue.code !== "unrecognized_keys") return [];
    const allowed = keysAt(schema, issue.path, undefined);
    return issue.keys.flatMap(key => {
        const [meant] = nearest(key, allowed);
        return meant === undefined ? [] : [pathText([...issue.path, meant])];
    });
}

function wrongType(path: Path, expected: readonly string[], input: unknown): Problem {
    const value = valueAt(input, path);
    const allowed = expected.map(typeText).join(" or ");
    const where = pathText(path);
    if (value === undefined) {
        return { id: "config.missing", path: where, got: "nothing", allowed, fix: `add ${where}` };
    }
    return { id: "config.type", path: where, got: shown(value), allowed, fix: typeFix(value, expected, allowed) };
}

/** Numbers in quotes and versions without are what a configuration file most often gets wrong. */
function typeFix(value: unknown, expected: readonly string[], allowed: string): string {
    const isNumberInQuotes = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    if (isNumberInQuotes && expected.some(type => type === "number" || type === "int")) {
        return `write ${value} without quotes`;
    }
    const lacksQuotes = typeof value === "number" || typeof value === "boolean";
    return lacksQuotes && expected.includes("string") ? "put it in quotes" : `give ${allowed}`;
}

function wrongChoice(path: Path, values: readonly string[], input: unknown): Problem {
    const value = valueAt(input, path);
    const where = pathText(path);
    const allowed = values.map(shown).join(", ");
    if (value === undefined) {
        return { id: "config.missing", path: where, got: "nothing", allowed, fix: `add ${where}` };
    }
    const otherwise = "use one of the allowed values";
    const fix = typeof value === "string" ? didYouMean(value, values, otherwise) : otherwise;
    return { id: "config.value", path: where, got: shown(value), allowed, fix };
}

function wrongValue(path: Path, allowed: string, input: unknown): Problem {
    const value = valueAt(input, path);
    return { id: "config.value", path: pathText(path), got: shown(value), allowed, fix: `give ${allowed}` };
}

function wrongKey(issue: z.core.$ZodIssueInvalidKey): Problem {
    const allowed = issue.issues.map(inner => requirement(inner.message)).join(", ");
    return { id: "config.value", path: pathText(issue.path), got: shown(issue.path.at(-1)), allowed, fix: "rename it" };
}

/** The message of the schema library without the words that the layout of a refusal says already. */
function requirement(message: string): string {
    return message
        .replace(/^Invalid (input|string|option): (must|expected) /, "a value that must ")
        .replace(/^Invalid /, "a valid ");
}

function limitText(relation: string, issue: { readonly origin: string }, limit: number | bigint): string {
    switch (issue.origin) {
        case "array":
        case "set":
            return `${relation} ${limit} ${limit === 1 ? "entry" : "entries"}`;
        case "string":
            return `${relation} ${limit} ${limit === 1 ? "character" : "characters"}`;
        default:
            return `${relation} ${limit}`;
    }
}

function unionProblems(issue: z.core.$ZodIssueInvalidUnion, schema: Schema, input: unknown): Problem[] {
    if ("options" in issue && Array.isArray(issue.options)) {
        return [wrongChoice(issue.path, issue.options.map(String), input)];
    }
    // Of a list of names, an object is as far from being meant as of any other type.
    const isOtherType = (branch: readonly Issue[]) =>
        branch.some(
            ({ code, path }) =>
                path.length === 0 &&
                (code === "invalid_type" || (code === "invalid_value" && isRecord(valueAt(input, issue.path)))),
        );
    const meant = issue.errors.filter(branch => !isOtherType(branch));
    const only = meant.length === 1 ? meant[0] : undefined;
    if (only !== undefined) {
        return only.flatMap(inner => issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, schema, input));
    }
    const expected = issue.errors.flatMap(branch =>
        branch.flatMap(i => (i.code === "invalid_type" ? [i.expected] : [])),
    );
    return expected.length > 0 && meant.length === 0
        ? [wrongType(issue.path, [...new Set(expected)], input)]
        : [wrongValue(issue.path, requirement(issue.message), input)];
}

/** What the schema library calls a type, in words. */
function typeText(type: string): string {
    switch (type) {
        case "int":
            return "a whole number";
        case "array":
            return "a list";
        case "object":
        case "record":
            return "an object";
        case "boolean":
            return "true or false";
        default:
            return `a ${type}`;
    }
}

/** Keys that the schema allows at a path. Where several branches are possible: the keys of all of them. */
function keysAt(schema: Schema, path: Path, input: unknown): string[] {
    const found = schemasAt([schema], path, input);
    return [...new Set(found.flatMap(s => objectKeys(s)))];
}

function schemasAt(schemas: readonly Schema[], path: Path, input: unknown): Schema[] {
    const here = schemas.flatMap(schema => branches(schema, input));
    const [part, ...rest] = path;
    if (part === undefined) return here;
    return schemasAt(
        here.flatMap(schema => childSchema(schema, part)),
        rest,
        isRecord(input) ? input[String(part)] : undefined,
    );
}

/** A schema without its wrappers; a union as its branches, the one whose discriminator fits when there is one. */
function branches(schema: Schema, input: unknown): Schema[] {
    const def = (schema as z.core.$ZodTypes)._zod.def;
    switch (def.type) {
        case "optional":
        case "nullable":
        case "default":
        case "prefault":
        case "nonoptional":
        case "readonly":
        case "catch":
            return branches(def.innerType, input);
        case "pipe":
            return branches(def.in, input);
        case "lazy":
            return branches(def.getter(), input);
        case "union": {
            const all = def.options.flatMap(option => branches(option, input));
            const fitting = all.filter(option => discriminatorFits(option, discriminatorOf(def), input));
            return fitting.length > 0 ? fitting : all;
        }
        default:
            return [schema];
    }
}

function discriminatorOf(def: z.core.$ZodUnionDef): string | undefined {
    return "discriminator" in def && typeof def.discriminator === "string" ? def.discriminator : undefined;
}

function discriminatorFits(option: Schema, discriminator: string | undefined, input: unknown): boolean {
    if (discriminator === undefined || !isRecord(input)) return false;
    const [field] = childSchema(option, discriminator);
    const values = field?._zod.values;
    return values?.has(input[discriminator] as z.core.util.Primitive) ?? false;
}

function childSchema(schema: Schema, part: PropertyKey): Schema[] {
    const def = (schema as z.core.$ZodTypes)._zod.def;
    switch (def.type) {
        case "object": {
            const child = (def.shape as Readonly<Record<string, Schema | undefined>>)[String(part)];
            return child === undefined ? [] : [child];
        }
        case "record":
            return [def.valueType];
        case "array":
            return [def.element];
        default:
            return [];
    }
}

function objectKeys(schema: Schema): string[] {
    const def = (schema as z.core.$ZodTypes)._zod.def;
    if (def.type !== "object") return [];
    return Object.entries(def.shape)
        .filter(
            ([, field]) =>
                !branches(field, undefined).some(({ _zod }) => (_zod as z.core.$ZodTypes["_zod"]).def.type === "never"),
        )
        .map(([key]) => key);
}

function valueAt(input: unknown, path: Path): unknown {
    return path.reduce<unknown>((value, part) => (isRecord(value) ? value[String(part)] : undefined), input);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null;
}

function isProblem(value: unknown): value is Problem {
    return isRecord(value) && ["id", "path", "got", "allowed", "fix"].every(key => typeof value[key] === "string");
}
