import type { InputProblem } from "../cloud/contract";
import { isProps, optionalNumber, optionalText, textMap, texts } from "../cloud/props";
import { conform } from "./conform";
import type { TypeSchema, ValueSchema } from "./schema/type-schema";
import { isSecret, known, secret, type Value, type Values } from "./value";

/** How one provider is set up. Everything else that the real provider takes is accepted and means nothing here. */
export interface ProviderConfiguration {
    readonly region: string;
    readonly defaultTags: Readonly<Record<string, string>>;
    readonly maxAttempts: number | undefined;
}

/** Configuration as the engine sends it: every value that is not text is written as JSON text. */
export function checkConfiguration(
    sent: Values,
    schema: TypeSchema,
    account: { readonly accountId: string; readonly regions: readonly string[] },
): { readonly values: Values; readonly problems: readonly InputProblem[] } {
    const read = Object.entries(sent)
        .filter(([key]) => !engineKeys.has(key))
        .map(([key, value]) => [key, unpacked(value, schema.inputs[key])] as const);
    const { values, problems } = conform(Object.fromEntries(read), schema, "provider");
    const { props } = known(values);
    const region = optionalText(props, "region");
    if (values.region === undefined) {
        problems.push({
            property: "region",
            reason: "Missing region: set it with `pulumi config set aws:region us-east-2`, AWS_REGION, or the provider's `region`.",
        });
    } else if (region !== undefined && !account.regions.includes(region)) {
        problems.push({ property: "region", reason: `invalid AWS Region: ${region}` });
    }
    const allowed = texts(props, "allowedAccountIds");
    if (
        (allowed.length > 0 && !allowed.includes(account.accountId)) ||
        texts(props, "forbiddenAccountIds").includes(account.accountId)
    ) {
        problems.push({ property: "allowedAccountIds", reason: `AWS account ID not allowed: ${account.accountId}` });
    }
    return { values, problems };
}

export function configurationOf(values: Values): ProviderConfiguration {
    const { props } = known(values);
    const defaultTags = props.defaultTags;
    return {
        region: optionalText(props, "region") ?? "",
        defaultTags: isProps(defaultTags) ? textMap(defaultTags, "tags") : {},
        maxAttempts: optionalNumber(props, "maxRetries"),
    };
}

/** Settings that speak to the engine and not to the provider. */
const engineKeys = new Set(["version", "pluginDownloadURL", "pluginChecksums", "__internal"]);

function unpacked(value: Value, schema: ValueSchema | undefined): Value {
    if (isSecret(value)) return secret(unpacked(value.value, schema));
    if (typeof value !== "string" || !schema || schema.kind === "string") return value;
    try {
        return JSON.parse(value) as Value;
    } catch {
        return value;
    }
}
