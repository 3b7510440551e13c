import { z } from "zod";
import { shown, type Problem } from "../../fleet/problem";

/** How pods share the GPUs of a group. Numbers and profiles pass: what is wrong with them, the fleet's rules say. */
export function sharingSchema() {
    const renameByDefault = z.boolean().describe("Whether shares have a name of their own. Default: true.").optional();
    return z
        .discriminatedUnion("kind", [
            z.strictObject({ kind: z.literal("whole") }),
            migSchema(),
            z.strictObject({
                kind: z.literal("timeSlicing"),
                replicas: z.number().describe("Pods per GPU."),
                renameByDefault,
                failRequestsGreaterThanOne: z
                    .boolean()
                    .describe("Whether a pod that asks for more than one share is refused. Default: true.")
                    .optional(),
            }),
            z.strictObject({ kind: z.literal("mps"), replicas: z.number().describe("Pods per GPU."), renameByDefault }),
        ])
        .describe("How pods share the GPUs. Default: every GPU belongs to one pod at a time.")
        .optional();
}

function migSchema() {
    return z
        .strictObject({
            kind: z.literal("mig"),
            profile: z.string().describe("Every GPU in as many instances of this profile as fit.").optional(),
            instances: z
                .record(z.string(), z.number())
                .describe("Every GPU in these instances: profile to count.")
                .optional(),
        })
        .check(context => {
            const { profile, instances } = context.value;
            if ((profile === undefined) !== (instances === undefined)) return;
            const problem: Problem = {
                id: "config.value",
                path: "",
                got: shown(context.value),
                allowed: "profile or instances, one of them",
                fix: profile === undefined ? 'write for example profile: "1g.10gb"' : "remove one of them",
            };
            context.issues.push({ code: "custom", input: context.value, params: { problem } });
        });
}
