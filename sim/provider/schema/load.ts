import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../cloud/checkout";
import type { TypeSchema } from "./type-schema";

const loaded = new Map<string, TypeSchema>();

export const schemaFolder = "sim/provider/schema/generated";

/** `aws:ec2/vpc:Vpc` → `ec2/Vpc.json` */
export function schemaFile(token: string): string {
    const [, module, name] = /^(?:aws|pulumi):([^/:]+)(?:\/[^:]+)?:(\w+)$/.exec(token) ?? [];
    if (module === undefined || name === undefined) throw new Error(`${token} is not a token of the AWS provider`);
    return `${module}/${name}.json`;
}

/** The schema of a type that the account holds, a lookup that it answers, or the provider (`pulumi:providers:aws`). */
export function schemaOf(token: string): TypeSchema {
    const known = loaded.get(token);
    if (known) return known;
    const file = path.join(checkout(), schemaFolder, schemaFile(token));
    if (!existsSync(file)) throw new Error(`${file} is missing: run node --import tsx sim/provider/schema/generate.ts`);
    const schema = JSON.parse(readFileSync(file, "utf8")) as TypeSchema;
    loaded.set(token, schema);
    return schema;
}
