import type { Call, StoredResource, TimedChanges } from "../../contract";
import { freeSlots, reservationById, stateOf } from "../ec2/reservations";
import { templateLaunch } from "../ec2/template-launch";
import { follow, forget, showNodes, unjoined } from "./group-life";
import { groupById, lostInstances, newestTemplate, runningOf, sizesOf } from "./group-state";

/** Due since ever: nothing has to be waited for. */
const atOnce = new Date(0);

/** What time does to a group: instances are taken from it, its reservation opens, machines can join that could not before. */
export const groupTime: TimedChanges = {
    next(call, group) {
        if (lostInstances(call.account, group).length > 0) return atOnce;
        if (unjoined(call, group).some(each => "node" in each.outcome)) return atOnce;
        return runningOf(call.account, group).length < sizesOf(group).desired ? roomAt(call, group) : undefined;
    },
    async pass(call, id) {
        await call.account.change(() => {
            const group = groupById(call.account, call.region, id);
            if (group) forget(call, id, lostInstances(call.account, group));
        });
        await follow(call, id);
        await showNodes(call, id);
    },
};

/** An Auto Scaling group goes on trying to launch; it succeeds as soon as the reservation that it targets has room. */
function roomAt({ account, region }: Call, group: StoredResource): Date | undefined {
    const { targetId } = templateLaunch(newestTemplate(group).data).reservation;
    const reservation = targetId === undefined ? undefined : reservationById(account, region, targetId);
    if (!reservation) return undefined;
    if (stateOf(reservation, account.now()) === "scheduled") return reservation.startsAt;
    return freeSlots(account, region, reservation) > 0 ? atOnce : undefined;
}
