import type { ResourceType } from "../cloud/contract";
import { filledIn, withoutMarkers } from "./check";
import { canonical, differences, isAbsent, type Difference } from "./difference";
import type { TypeSchema } from "./schema/type-schema";
import { known, notKnown, revealed, type Value, type Values } from "./value";

/** The engine's question: what would change, and does it need a new resource? */
export interface DiffQuestion {
    readonly type: ResourceType;
    readonly schema: TypeSchema;
    readonly previousInputs: Values;
    readonly previousOutputs: Values;
    readonly next: Values;
    readonly ignoreChanges: readonly string[];
    /** Tags after the update, default tags included; undefined for types without tags. */
    readonly tagsAll: Value | undefined;
    /** The provider's own region. */
    readonly region: string;
}

export interface DiffAnswer {
    readonly differences: readonly (Difference & { readonly replaces: boolean })[];
    readonly deleteBeforeReplace: boolean;
}

export function diffInputs(question: DiffQuestion): DiffAnswer {
    const { type, schema, previousInputs, next } = question;
    const found = differences(previousInputs, next, schema.inputs, type.unordered ?? [])
        .filter(({ path }) => path !== "region")
        .filter(({ path, kind }) => !(kind === "delete" && type.computed?.includes(path)));
    const replacing = [
        ...type.replaceOn,
        ...(type.replacesFor?.(known(withoutMarkers(previousInputs)).props, known(withoutMarkers(next)).props) ?? []),
        "region",
    ];
    const all = [...found, ...tagDifference(question, found), ...regionDifference(question)]
        .filter(({ path }) => !question.ignoreChanges.some(ignored => isWithin(path, ignored)))
        .map(each => ({ ...each, replaces: replacing.some(pattern => isWithin(each.path, pattern)) }));
    return {
        differences: all,
        deleteBeforeReplace: all.some(each => each.replaces) && mustGoFirst(question),
    };
}

/** Default tags of the provider, and tags that someone added to the resource, show only in all tags together. */
function tagDifference({ previousOutputs, tagsAll }: DiffQuestion, found: readonly Difference[]): Difference[] {
    if (tagsAll === undefined || found.some(({ path }) => isWithin(path, "tags"))) return [];
    const before = revealed(previousOutputs.tagsAll ?? null);
    const after = revealed(tagsAll);
    if (before === notKnown || (isAbsent(before) && isAbsent(after)) || canonical(before) === canonical(after))
        return [];
    return [{ path: "tagsAll", kind: "update" }];
}

function regionDifference({ type, previousInputs, previousOutputs, next, region }: DiffQuestion): Difference[] {
    if (type.global) return [];
    const before = previousOutputs.region ?? previousInputs.region ?? region;
    const after = next.region ?? region;
    return canonical(revealed(before)) === canonical(revealed(after)) ? [] : [{ path: "region", kind: "update" }];
}

/** Two resources cannot have one physical name at a time, unless the provider chose it and chooses another for the new one. */
function mustGoFirst({ type, previousInputs, next }: DiffQuestion): boolean {
    if (type.deleteBeforeReplace) return true;
    if (!type.autoname) return false;
    const { property } = type.autoname;
    const name = next[property];
    if (name === undefined || name === notKnown || filledIn(next).includes(property)) return false;
    return canonical(revealed(name)) === canonical(revealed(previousInputs[property] ?? null));
}

/** True for the path itself and for everything below it. `vpcConfig.subnetIds` holds `vpcConfig.subnetIds[0]`. */
export function isWithin(path: string, ancestor: string): boolean {
    if (ancestor === "*" || path === ancestor) return true;
    return path.startsWith(ancestor) && /^[.[]/.test(path.slice(ancestor.length));
}
