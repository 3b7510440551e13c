import type { z } from "zod";
import type { Problem } from "./problem";
import { schemaProblems } from "./schema-problems";

/** What is wrong with the shape of what was given; nothing when the schema takes it. */
export function shapeProblems(schema: z.ZodType, given: unknown): Problem[] {
    const parsed = schema.safeParse(given);
    return parsed.success ? [] : schemaProblems(parsed.error.issues, schema, given);
}
