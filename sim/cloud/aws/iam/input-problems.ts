/** What the provider refuses before it calls IAM. Source: terraform-provider-aws, `internal/service/iam` schemas. */
import type { InputProblem, Props } from "../../contract";
import { policyJson } from "./policy-document";

/** Names are letters, digits and `+=,.@_-`. */
export function nameProblem(inputs: Props, property: string, maxLength: number): readonly InputProblem[] {
    const name = inputs[property];
    if (typeof name !== "string") return [];
    const reason =
        name.length < 1 || name.length > maxLength
            ? `expected length of ${property} to be in the range (1 - ${maxLength}), got ${name}`
            : /^[\w+=,.@-]*$/.test(name)
              ? undefined
              : `invalid value for ${property} (must match [\\w+=,.@-])`;
    return reason === undefined ? [] : [{ property, reason }];
}

export function jsonProblem(inputs: Props, property: string): readonly InputProblem[] {
    const source = inputs[property];
    if (typeof source !== "string" || policyJson(source) !== undefined) return [];
    return [{ property, reason: `"${property}" contains an invalid JSON policy: not a JSON object` }];
}
