import { z } from "zod";

/** Capacity of Amazon in a configuration file. */
export function capacitySettings() {
    return z
        .discriminatedUnion("kind", amazonKinds())
        .describe("How the machines are bought. Default: on demand.")
        .optional();
}

/** Capacity in a program: Google's kinds pass, for a rule says better than a schema what to use instead. */
export function capacityArguments() {
    const googleKinds = ["flexStart", "queued", "calendar"] as const;
    return z
        .discriminatedUnion("kind", [
            ...amazonKinds(),
            ...googleKinds.map(kind => z.looseObject({ kind: z.literal(kind) })),
        ])
        .optional();
}

function amazonKinds() {
    const zone = z.string().describe("Zone id in which the machines stand.");
    const instances = z.number().describe("How many machines there are. Default: as many as the group may have.");
    const moment = (text: string) => z.string().describe(`${text}, in UTC: 2026-12-20T11:30:00Z.`);
    const reservationId = z.string().describe("cr-…");
    return [
        z.strictObject({ kind: z.literal("onDemand") }),
        z.strictObject({ kind: z.literal("spot") }),
        z.strictObject({
            kind: z.literal("reservation"),
            from: z
                .union([
                    z.strictObject({ id: reservationId }),
                    z.strictObject({ resourceGroupArn: z.string() }),
                    z.strictObject({ tags: z.record(z.string(), z.string()) }),
                ])
                .describe("The reservation by its id, or any of a resource group."),
            zone,
            instances: instances.optional(),
            endsAt: moment("When it ends by itself").optional(),
        }),
        z.strictObject({
            kind: z.literal("capacityBlock"),
            reservationId,
            zone,
            startsAt: moment("When it starts"),
            endsAt: moment("When it ends"),
            instances: instances.optional(),
        }),
        z.strictObject({
            kind: z.literal("futureReservation"),
            reservationId,
            zone,
            startsAt: moment("When it starts"),
            endsAt: moment("When it ends by itself").optional(),
            instances: instances.optional(),
        }),
    ] as const;
}
