import { z } from "zod";
import { once } from "../catalog/once";
import { isKnownLater } from "../fleet/known-later";
import type { Problem } from "../fleet/problem";

/**
 * What a text is that is an `Input<string>` in a program: a plain string in a configuration file, and in a program anything
 * that becomes a string once other resources exist. Schemas of both are made from one description, on the first question.
 */
export type LaterText = z.ZodType<string, string>;

/** The text of a configuration file. */
export const plainText = once((): LaterText => z.string());

/** The text of a program: of one that is not known yet, only its presence can be checked. */
export const laterText = once((): LaterText =>
    z.custom<string>().check(context => {
        if (mayBecomeText(context.value)) return;
        const given: unknown = context.value;
        context.issues.push({ code: "custom", input: given, params: { problem: noText(given) } });
    }),
);

/** What was given is not shown: it may be a secret in the wrong place. */
function noText(given: unknown): Problem {
    if (given === undefined)
        return { id: "config.missing", path: "", got: "nothing", allowed: "a string", fix: "add it" };
    if (given === "")
        return {
            id: "config.type",
            path: "",
            got: '""',
            allowed: "a string that is not empty",
            fix: "leave it out, or fill it",
        };
    const got = given === null ? "null" : Array.isArray(given) ? "a list" : typeof given;
    return { id: "config.type", path: "", got, allowed: "a string", fix: "give a string" };
}

/** What every component takes. */
export function commonSchema(text: LaterText) {
    return {
        tags: z.record(z.string(), text).describe("Tags for every resource.").optional(),
        acknowledge: z
            .array(z.string())
            .describe("Ids of problems to accept, because the dated fact behind them no longer holds.")
            .optional(),
    };
}

function mayBecomeText(value: unknown): boolean {
    return typeof value === "string" ? value !== "" : isKnownLater(value);
}
