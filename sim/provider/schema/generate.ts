/**
 * Writes the schemas of everything the simulated account serves, from the installed `@pulumi/aws`.
 * Run it after adding a type or changing the version: `node --import tsx sim/provider/schema/generate.ts`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../cloud/checkout";
import { lookups, resourceTypes } from "../../cloud/aws";
import { schemaFile, schemaFolder } from "./load";
import { sdkTypes } from "./sdk-types";
import type { TypeSchema } from "./type-schema";

/** Every schema the simulated account needs. */
export function generatedSchemas(): readonly TypeSchema[] {
    const sdk = sdkTypes(path.join(checkout(), "node_modules/@pulumi/aws"));
    return [
        sdk.provider(),
        ...resourceTypes.map(type => sdk.resource(type.token)),
        ...lookups.map(lookup => sdk.lookup(lookup.token)),
    ];
}

export function schemaText(schema: TypeSchema): string {
    return `${JSON.stringify(schema, undefined, 1)}\n`;
}

function main(): void {
    const folder = path.join(checkout(), schemaFolder);
    const schemas = generatedSchemas();
    rmSync(folder, { recursive: true, force: true });
    for (const schema of schemas) {
        const file = path.join(folder, schemaFile(schema.token));
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, schemaText(schema));
    }
    process.stdout.write(`${schemas.length} schemas written to ${schemaFolder}\n`);
}

if (require.main === module) main();
