import type { Props, ResourceType } from "../cloud/contract";
import type { TypeSchema } from "./schema/type-schema";
import { holdsSecret, revealed, secret, type Value, type Values } from "./value";

/** Outputs as the engine gets them: secret where the inputs were, and where the type always is. */
export function withSecrets(
    outputs: Props | Values,
    sources: readonly Values[],
    type: ResourceType,
    schema: TypeSchema,
): Values {
    const names = new Set([...schema.secretOutputs, ...(type.secretOutputs ?? [])]);
    for (const source of sources)
        for (const [key, value] of Object.entries(source)) if (holdsSecret(value)) names.add(key);
    if (names.has("tags")) names.add("tagsAll");
    return Object.fromEntries(
        Object.entries(outputs).map(([key, value]: [string, Value]) => [
            key,
            names.has(key) ? secret(revealed(value)) : value,
        ]),
    );
}
