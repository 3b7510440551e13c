import { nodeLabel, type NodeLabel } from "./node-labels";
import type { Pool } from "./pool";
import { shown } from "./problem";
import type { Seen } from "./seen";
import type { NodeRequirement, NodeSelectorTerm } from "./workload";

/** What a test says of a pool, and in which words when it does not hold. */
export type Tested = { readonly verdict: "holds" } | { readonly verdict: "fails" | "undecided"; readonly why: string };

/** Prepares one term of a node affinity: all its expressions must hold. A term without expressions matches no node. */
export function termTest(term: NodeSelectorTerm): (pool: Seen<Pool>) => Tested {
    if (term.matchExpressions.length === 0) return () => ({ verdict: "fails", why: "an empty term matches no node" });
    const expressions = term.matchExpressions.map(requirement => ({
        key: requirement.key,
        text: requirementText(requirement),
        holds: requirementTest(requirement),
    }));
    return pool => {
        let undecided: Tested | undefined;
        for (const { key, text, holds } of expressions) {
            const label = nodeLabel(pool, key);
            const result = holds(label);
            if (result === false) return { verdict: "fails", why: `${text} (${labelText(label)})` };
            if (result === undefined) undecided ??= { verdict: "undecided", why: `${text} (${labelText(label)})` };
        }
        return undecided ?? { verdict: "holds" };
    };
}

/**
 * One expression; `undefined` when the label's value would decide and is not known.
 * Source: k8s.io/apimachinery/pkg/labels/selector.go (`Requirement.Matches`, `NewRequirement`), v0.35: an expression that
 * the API would refuse (no values, not a whole number) makes its term match nothing.
 */
function requirementTest(requirement: NodeRequirement): (label: NodeLabel) => boolean | undefined {
    switch (requirement.operator) {
        case "Exists":
            return label => presence(label);
        case "DoesNotExist":
            return label => negated(presence(label));
        case "In": {
            const values = new Set(requirement.values);
            if (values.size === 0) return () => false;
            return label =>
                label.is === "value" ? values.has(label.value) : label.is === "absent" ? false : undefined;
        }
        case "NotIn": {
            const values = new Set(requirement.values);
            if (values.size === 0) return () => false;
            return label =>
                label.is === "value" ? !values.has(label.value) : label.is === "absent" ? true : undefined;
        }
        case "Gt":
        case "Lt":
            return comparison(requirement.operator, requirement.values[0]);
    }
}

function comparison(operator: "Gt" | "Lt", limitText: string): (label: NodeLabel) => boolean | undefined {
    const limit = wholeNumber(limitText);
    if (limit === undefined) return () => false;
    return label => {
        if (label.is === "absent") return false;
        if (label.is !== "value") return undefined;
        const value = wholeNumber(label.value);
        return value !== undefined && (operator === "Gt" ? value > limit : value < limit);
    };
}

/** A label value as a 64-bit whole number. Signs are no label syntax. */
function wholeNumber(text: string): bigint | undefined {
    if (!/^\d{1,63}$/.test(text)) return undefined;
    const value = BigInt(text);
    return value <= 0x7fff_ffff_ffff_ffffn ? value : undefined;
}

function presence(label: NodeLabel): boolean | undefined {
    return label.is === "unknown" ? undefined : label.is !== "absent";
}

function negated(value: boolean | undefined): boolean | undefined {
    return value === undefined ? undefined : !value;
}

function requirementText(requirement: NodeRequirement): string {
    const values = "values" in requirement ? ` ${shown(requirement.values)}` : "";
    return `${requirement.key} ${requirement.operator}${values}`;
}

function labelText(label: NodeLabel): string {
    switch (label.is) {
        case "value":
            return `the nodes have ${shown(label.value)}`;
        case "absent":
            return "the nodes have no such label";
        case "present":
        case "unknown":
            return label.why;
    }
}
