import { z } from "zod";

import { arnOf } from "./aws/ec2/ec2-error";
import { instanceType } from "./aws/ec2/instance-types";
import { CAPACITY_BLOCK_RESERVATION, CAPACITY_RESERVATION } from "./aws/ec2/tokens";
import { zoneNamed } from "./aws/ec2/zones";
import type { Json } from "./contract";
import type { SimAccount } from "./sim-account";

const instant = z.iso.datetime({ offset: true });

/** A reservation that somebody bought outside any program: in the console, or through an account team. */
const givenReservation = z
    .strictObject({
        /** As AWS gives it: `cr-` and seventeen hexadecimal digits. Without one the account makes one up. */
        id: z
            .string()
            .regex(/^cr-[0-9a-f]{17}$/)
            .optional(),
        kind: z.enum(["on-demand", "future", "capacity-block"]),
        region: z.string(),
        /** Name of the zone: `us-east-2a`. */
        zone: z.string(),
        instanceType: z.string(),
        count: z.int().min(1),
        matching: z.enum(["open", "targeted"]).default("targeted"),
        startsAt: instant.optional(),
        endsAt: instant.optional(),
        tags: z.record(z.string(), z.string()).default({}),
    })
    .superRefine((given, context) => {
        const missing = (path: string) =>
            context.addIssue({ code: "custom", path: [path], message: `required for ${given.kind}` });
        if (given.kind !== "on-demand" && given.startsAt === undefined) missing("startsAt");
        if (given.kind === "capacity-block" && given.endsAt === undefined) missing("endsAt");
        if (!instanceType(given.instanceType))
            context.addIssue({ code: "custom", path: ["instanceType"], message: "no such instance type" });
        if (!zoneNamed(given.region, given.zone))
            context.addIssue({ code: "custom", path: ["zone"], message: `no zone of ${given.region}` });
    });

export type GivenReservation = z.input<typeof givenReservation>;

/**
 * Puts a reservation into the account that no program declares, so that one can be named by its id. It needs no quota and no
 * capacity: whoever sold it has seen to that.
 *
 * @returns its id.
 * @throws with everything that is wrong with it, or when its id is taken.
 */
export async function giveReservation(account: SimAccount, given: unknown): Promise<string> {
    const read = givenReservation.safeParse(given);
    if (!read.success) throw new RangeError(`reservation: ${z.prettifyError(read.error)}`);
    const { region, kind, tags } = read.data;
    const id = read.data.id ?? account.newId("cr");
    const block = kind === "capacity-block";
    const type = block ? CAPACITY_BLOCK_RESERVATION : CAPACITY_RESERVATION;
    const outputs: Record<string, Json> = {
        arn: arnOf({ account, region }, "capacity-reservation", id),
        availabilityZone: read.data.zone,
        instanceCount: read.data.count,
        instancePlatform: "Linux/UNIX",
        instanceType: read.data.instanceType,
        tenancy: "default",
        ebsOptimized: false,
        endDateType: read.data.endsAt === undefined ? "unlimited" : "limited",
        ...(read.data.endsAt !== undefined && { endDate: read.data.endsAt }),
        ...(block
            ? { reservationType: "capacity-block", startDate: read.data.startsAt ?? "" }
            : { instanceMatchCriteria: read.data.matching, ownerId: account.accountId, ephemeralStorage: false }),
        region,
        tags,
        tagsAll: tags,
    };
    await account.change(() => {
        if (account.store.get(type, region, id)) throw new RangeError(`reservation: ${id} is in the account already`);
        account.store.put({
            type,
            region,
            id,
            inputs: {},
            outputs,
            hidden: read.data.startsAt === undefined ? {} : { startDate: read.data.startsAt },
            createdAt: account.now().toISOString(),
            requested: false,
        });
    });
    return id;
}
