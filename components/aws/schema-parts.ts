import { z } from "zod";
import type { Problem } from "../fleet/problem";

/** Tags as a configuration file writes them. */
export const tagSettings = z.record(z.string(), z.string()).describe("Tags for every resource.");

/** Problems that rest on dated facts and that the user knows better. */
export const acknowledgeSettings = z
    .array(z.string())
    .describe("Ids of problems to accept, because the dated fact behind them no longer holds.");

/** A string that may be known only after other resources exist (`Input<string>`): nothing more can be checked now. */
export const laterString = z.any().check(context => {
    if (isLater(context.value)) return;
    const given: unknown = context.value;
    const problem: Problem =
        given === undefined
            ? { id: "config.missing", path: "", got: "nothing", allowed: "a string", fix: "add it" }
            : { id: "config.type", path: "", got: typeof given, allowed: "a string", fix: "give a string" };
    context.issues.push({ code: "custom", input: given, params: { problem } });
});

/** Tags as a program writes them: their values may be known only later. */
export const laterTags = z.record(z.string(), laterString);

function isLater(value: unknown): boolean {
    return (typeof value === "string" && value !== "") || (typeof value === "object" && value !== null);
}
