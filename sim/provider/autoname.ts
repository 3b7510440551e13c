import { createHash } from "node:crypto";

/** What the engine asks for in naming; `propose` and `enforce` come from the user's `pulumi:autonaming` configuration. */
export type Naming =
    | { readonly mode: "default" }
    | { readonly mode: "propose" | "enforce"; readonly name: string }
    | { readonly mode: "disable" };

const randomDigits = 7;

/**
 * A physical name for a resource whose program gives none: `<name>-<7 hex digits>`, the same for the same seed.
 * Source: pulumi-terraform-bridge `AutoName`, pulumi `resource.NewUniqueName`.
 *
 * @throws when the name would be longer than the API takes.
 */
export function autoname(
    resourceName: string,
    seed: Uint8Array,
    maxLength: number,
    naming: Naming,
): string | undefined {
    switch (naming.mode) {
        case "disable":
            return undefined;
        case "propose":
        case "enforce":
            if (naming.name.length > maxLength)
                throw new Error(`name '${naming.name}' is longer than maximum length ${maxLength}`);
            return naming.name;
        case "default": {
            const prefix = `${resourceName}-`;
            if (prefix.length + randomDigits > maxLength) {
                throw new Error(
                    `name '${prefix}' plus ${randomDigits} random chars is longer than maximum length ${maxLength}`,
                );
            }
            return prefix + createHash("sha256").update(seed).digest("hex").slice(0, randomDigits);
        }
    }
}
