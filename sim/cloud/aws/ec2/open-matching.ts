import type { Call, StoredResource } from "../../contract";
import { optionalText, text } from "../../props";
import { marketOf } from "./launch-limits";
import { fits } from "./reservation-choice";
import { freeSlots, reservationById } from "./reservations";
import { INSTANCE, PLACEMENT_GROUP } from "./tokens";

/**
 * Lets running instances move into an open reservation that has become active: "those instances automatically run in the
 * reserved capacity" (EC2 user guide, capacity-reservations-create). Those launched with the preference `none` stay outside.
 */
export function joinOpenReservation(call: Call, id: string): void {
    const { account, region } = call;
    const reservation = reservationById(account, region, id);
    if (reservation?.matching !== "open") return;
    for (const stored of account.store.list(INSTANCE, region)) {
        if (freeSlots(account, region, reservation) === 0) return;
        const { outputs } = stored;
        if (optionalText(outputs, "reservationId") !== undefined || outputs.reservationPreference === "none") continue;
        if (marketOf(stored) !== "onDemand") continue;
        const fit = {
            instanceType: text(outputs, "instanceType"),
            zone: text(outputs, "zone"),
            platform: reservation.platform === "Linux/UNIX" ? reservation.platform : "",
            tenancy: optionalText(outputs, "tenancy") ?? "default",
            placementGroupArn: groupArn(call, stored),
        };
        if (fits(reservation, fit)) account.store.put({ ...stored, outputs: { ...outputs, reservationId: id } });
    }
}

function groupArn({ account, region }: Call, instance: StoredResource): string | undefined {
    const name = optionalText(instance.outputs, "placementGroup");
    const group = name === undefined ? undefined : account.store.get(PLACEMENT_GROUP, region, name);
    return group && text(group.outputs, "arn");
}
