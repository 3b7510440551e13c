import type { Taint, TaintEffect } from "./pool";

/** A toleration as Kubernetes writes it. Without `key` (then with `Exists`): every taint; without `effect`: every effect. */
export interface Toleration {
    readonly key?: string;
    /** `Equal` when left out. */
    readonly operator?: "Equal" | "Exists";
    readonly value?: string;
    readonly effect?: TaintEffect;
    /** How long a `NoExecute` taint is tolerated once it appears; for ever when left out. */
    readonly tolerationSeconds?: number;
}

/** One expression over the labels of a node, as Kubernetes writes it. `Gt` and `Lt` compare whole numbers. */
export type NodeRequirement =
    | { readonly key: string; readonly operator: "In" | "NotIn"; readonly values: readonly string[] }
    | { readonly key: string; readonly operator: "Exists" | "DoesNotExist" }
    | { readonly key: string; readonly operator: "Gt" | "Lt"; readonly values: readonly [string] };

/** Expressions that must all hold. A term without expressions matches no node. */
export interface NodeSelectorTerm {
    readonly matchExpressions: readonly NodeRequirement[];
}

/** What a pod asks of its node: the part of a pod template that decides where it may land. */
export interface Workload {
    readonly tolerations: readonly Toleration[];
    readonly nodeSelector: Readonly<Record<string, string>>;
    /** Terms of the required node affinity, one of which must hold; `any` when there is no required affinity. */
    readonly nodeAffinity: "any" | readonly NodeSelectorTerm[];
    /** By resource, in base units: cores of `cpu`, bytes of `memory`, devices of extended resources. */
    readonly requests: Readonly<Record<string, number>>;
}

/**
 * Whether the toleration covers the taint. Source: `ToleratesTaint`, k8s.io/api/core/v1/toleration.go.
 *
 * @example tolerates({ key: "team", operator: "Exists" }, { key: "team", value: "research", effect: "NoSchedule" }); // true
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
    const { key = "", operator = "Equal", value = "", effect } = toleration;
    if (effect !== undefined && effect !== taint.effect) return false;
    if (key !== "" && key !== taint.key) return false;
    return operator === "Exists" || value === taint.value;
}

/**
 * Taints keep a pod off, or throw it off, unless they only express a preference.
 *
 * @example blocks({ key: "team", value: "", effect: "PreferNoSchedule" }); // false
 */
export function blocks(taint: Taint): boolean {
    return taint.effect !== "PreferNoSchedule";
}

/**
 * A taint as kubectl writes it.
 *
 * @example taintText({ key: "team", value: "research", effect: "NoSchedule" }); // "team=research:NoSchedule"
 */
export function taintText({ key, value, effect }: Taint): string {
    return `${key}${value === "" ? "" : `=${value}`}:${effect}`;
}
