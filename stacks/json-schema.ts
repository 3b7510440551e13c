import { z } from "zod";
import { awsInstanceTypes, awsRegions, isAwsNvidiaInstanceType, isAwsSystemInstanceType } from "../components/catalog";
import { namespace } from "./configuration";
import { stackSettings } from "./settings";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema of a whole `Pulumi.<stack>.yaml`, as text of a JSON file. */
export function schemaText(): string {
    return `${JSON.stringify(stackFileSchema(), null, 4)}\n`;
}

/** Ours are checked to the last key; what belongs to the engine and to providers is left to them. */
export function stackFileSchema(): JsonSchema {
    const settings = z.toJSONSchema(stackSettings, { override: completeInstanceTypes, io: "input" });
    const { properties = {}, required = [] } = settings;
    return {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        title: "A stack of pulumi-accelerators",
        type: "object",
        properties: {
            config: {
                type: "object",
                properties: {
                    "aws:region": { enum: awsRegions().map(region => region.name), description: "Default AWS region." },
                    ...prefixed(properties),
                },
                required: required.map(key => `${namespace}:${key}`),
                patternProperties: { [`^(?!${namespace}:)`]: true },
                additionalProperties: false,
            },
        },
    };
}

function prefixed<T>(properties: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [`${namespace}:${key}`, value]));
}

/** Editors complete instance types: which ones depends on the kind of pool. */
function completeInstanceTypes({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
    const kind = constant(jsonSchema.properties?.kind);
    const instanceType = jsonSchema.properties?.instanceType;
    const legal = kind === "gpu" ? isAwsNvidiaInstanceType : kind === "system" ? isAwsSystemInstanceType : undefined;
    if (legal !== undefined && typeof instanceType === "object") {
        instanceType.enum = awsInstanceTypes()
            .map(type => type.name)
            .filter(legal);
    }
}

function constant(schema: JsonSchema | boolean | undefined): unknown {
    return typeof schema === "object" ? schema.const : undefined;
}
