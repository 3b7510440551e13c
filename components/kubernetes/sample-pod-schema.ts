import { z } from "zod";
import { once } from "../catalog/once";
import { shapeProblems } from "../fleet/shape-problems";
import { shown, type Problem } from "../fleet/problem";

/** What a sample pod may be told: a pod that asks for nothing would land, and prove nothing. */
const sampleOptions = once(() => {
    // `min` would ask an output of the engine for its length.
    const name = z.string().regex(/\S/, "a name");
    return z.strictObject({
        image: name.optional(),
        devices: amount('1 or more, or "all"', ["all"]).optional(),
        cores: amount("1 or more", []).optional(),
        hugePages: z
            .strictObject({
                size: z.enum(["2Mi", "1Gi"]),
                amount: z.string().regex(/^[1-9]\d*[MG]i$/, "an amount as Kubernetes writes it, for example 4Gi"),
            })
            .optional(),
        neuronScheduler: name.optional(),
    });
});

/** A whole number, or one of a few words. */
function amount(allowed: string, words: readonly string[]) {
    return z.custom<unknown>().check(({ value, issues }) => {
        if (
            words.some(word => word === value) ||
            (typeof value === "number" && value >= 1 && Number.isSafeInteger(value))
        )
            return;
        const problem: Problem = {
            id: "config.value",
            path: "",
            got: shown(value),
            allowed,
            fix: "leave it out, or write a whole number without quotes",
        };
        issues.push({ code: "custom", input: value, params: { problem } });
    });
}

/** What is wrong with the options of a sample pod, whatever a program passed. */
export function sampleOptionProblems(options: unknown): Problem[] {
    return shapeProblems(sampleOptions(), options);
}
