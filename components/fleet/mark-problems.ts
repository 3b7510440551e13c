import {
    asLabelValue,
    isLabelValue,
    isQualifiedName,
    labelValueText,
    nonEmptyLabelValueText,
    qualifiedNameText,
} from "./names";
import { ownerOfKey } from "./node-marks";
import { childPath } from "./paths";
import { taintEffects, type Taint, type TaintEffect } from "./pool";
import { didYouMean, shown, type Problem } from "./problem";

/** A taint as a user writes it: the value may be left out. */
export interface TaintInput {
    readonly key: string;
    readonly value?: string;
    readonly effect: TaintEffect;
}

/** What a cloud's node groups ask of labels and taints beyond the Kubernetes API. */
export interface MarkLimits {
    /** Letters of a whole key, prefix included. */
    readonly keyLength: number;
    readonly emptyLabelValues: boolean;
    readonly taints: number;
    readonly cloud: string;
}

/** Source: EKS API reference, CreateNodegroup, UpdateLabelsPayload (values of 1 to 63 letters) and Taint, read 2026-11-22. */
export const eksMarkLimits: MarkLimits = { keyLength: 63, emptyLabelValues: false, taints: 50, cloud: "EKS" };

/**
 * Taints with every field. Call `taintProblems` first.
 *
 * @example taintsOf([{ key: "team", effect: "NoSchedule" }]); // [{ key: "team", value: "", effect: "NoSchedule" }]
 */
export function taintsOf(inputs: readonly TaintInput[]): Taint[] {
    return inputs.map(({ key, value = "", effect }) => ({ key, value, effect }));
}

/**
 * What is wrong with a user's node labels.
 *
 * @example labelProblems({ "kubernetes.io/os": "linux" }, eksMarkLimits); // [{ id: "label.reserved", … }]
 */
export function labelProblems(labels: unknown, limits: MarkLimits, path = "labels"): Problem[] {
    if (labels === undefined) return [];
    if (!isRecord(labels)) return [wrongType(labels, "an object of label keys and values", path)];
    return Object.entries(labels).flatMap(([key, value]) => {
        const where = childPath(path, key);
        return [...keyProblems("label", key, limits, where), ...labelValueProblems(value, limits, where)];
    });
}

/**
 * What is wrong with a user's taints, beside the ones that the group has anyway.
 *
 * @example taintProblems([{ key: "team", effect: "noSchedule" }], eksMarkLimits, []); // [{ id: "taint.syntax", … }]
 */
export function taintProblems(
    taints: unknown,
    limits: MarkLimits,
    groupHas: readonly Taint[],
    path = "taints",
): Problem[] {
    if (taints === undefined) return [];
    if (!Array.isArray(taints)) return [wrongType(taints, "a list of taints", path)];
    const list: readonly unknown[] = taints;
    return [
        ...list.flatMap((taint, index) => oneTaintProblems(taint, limits, `${path}[${index}]`)),
        ...duplicateTaints(list, path),
        ...countProblems(list.length, groupHas.length, limits, path),
    ];
}

function labelValueProblems(value: unknown, limits: MarkLimits, path: string): Problem[] {
    const allowed = limits.emptyLabelValues ? labelValueText : nonEmptyLabelValueText;
    if (typeof value !== "string") {
        const fix = ["number", "boolean"].includes(typeof value) ? `write "${shown(value)}" in quotes` : "write a text";
        return [{ id: "label.syntax", path, got: shown(value), allowed: `a text: ${allowed}`, fix }];
    }
    if (isLabelValue(value) && (value !== "" || limits.emptyLabelValues)) return [];
    return [{ id: "label.syntax", path, got: shown(value), allowed, fix: valueFix(value) }];
}

function oneTaintProblems(taint: unknown, limits: MarkLimits, path: string): Problem[] {
    if (!isRecord(taint)) return [wrongType(taint, "an object with key, value and effect", path)];
    const { key, value, effect } = taint;
    return [
        ...(typeof key === "string"
            ? keyProblems("taint", key, limits, `${path}.key`)
            : [syntax(key, qualifiedNameText, "write a key, for example example.com/team", `${path}.key`)]),
        ...(value === undefined || (typeof value === "string" && isLabelValue(value))
            ? []
            : [syntax(value, labelValueText, valueFix(value), `${path}.value`)]),
        ...(taintEffects.some(known => known === effect) ? [] : [wrongEffect(effect, `${path}.effect`)]),
    ];
}

function keyProblems(kind: "label" | "taint", key: string, limits: MarkLimits, path: string): Problem[] {
    if (!isQualifiedName(key)) {
        const fix = "write for example example.com/team";
        return [{ id: `${kind}.syntax`, path, got: shown(key), allowed: qualifiedNameText, fix }];
    }
    const owner = ownerOfKey(key);
    if (owner !== undefined) {
        const allowed = `a key of your own: ${owner} sets this one`;
        const name = key.slice(key.indexOf("/") + 1);
        const fix = `remove it, or use a prefix of your own, for example example.com/${name}`;
        return [{ id: `${kind}.reserved`, path, got: shown(key), allowed, fix }];
    }
    if (key.length <= limits.keyLength) return [];
    const allowed = `at most ${limits.keyLength} letters with the prefix, the limit of ${limits.cloud}`;
    return [
        { id: `${kind}.syntax`, path, got: shown(key), allowed, fix: `shorten it by ${key.length - limits.keyLength}` },
    ];
}

function duplicateTaints(taints: readonly unknown[], path: string): Problem[] {
    const first = new Map<string, number>();
    return taints.flatMap((taint, index): Problem[] => {
        if (!isRecord(taint) || typeof taint.key !== "string" || typeof taint.effect !== "string") return [];
        const identity = `${taint.key}:${taint.effect}`;
        const earlier = first.get(identity);
        if (earlier === undefined) {
            first.set(identity, index);
            return [];
        }
        const fix = `remove ${path}[${earlier}] or ${path}[${index}]`;
        return [
            {
                id: "taint.duplicate",
                path: `${path}[${index}]`,
                got: identity,
                allowed: "each key and effect once",
                fix,
            },
        ];
    });
}

function countProblems(given: number, own: number, limits: MarkLimits, path: string): Problem[] {
    const tooMany = given + own - limits.taints;
    if (tooMany <= 0) return [];
    return [
        {
            id: "taint.too-many",
            path,
            got: own === 0 ? `${given} taints` : `${given} taints and ${own} of the group itself`,
            allowed: `at most ${limits.taints} taints, the limit of ${limits.cloud}`,
            fix: `remove ${tooMany}`,
        },
    ];
}

function wrongEffect(effect: unknown, path: string): Problem {
    const fix = typeof effect === "string" ? didYouMean(effect, taintEffects, "use NoSchedule") : "use NoSchedule";
    return syntax(effect, taintEffects.join(", "), fix, path);
}

function syntax(value: unknown, allowed: string, fix: string, path: string): Problem {
    return { id: "taint.syntax", path, got: shown(value), allowed, fix };
}

function wrongType(value: unknown, allowed: string, path: string): Problem {
    return { id: "config.type", path, got: shown(value), allowed, fix: `give ${allowed}` };
}

function valueFix(value: unknown): string {
    const better = typeof value === "string" ? asLabelValue(value) : undefined;
    return better === undefined ? "write for example research" : `write "${better}"`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
