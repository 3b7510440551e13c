/** What time does to a node group: its capacity block ends, instances are taken from it, capacity that it waits for comes. */
import type { Call, StoredResource, TimedChanges } from "../../contract";
import { record, textMap } from "../../props";
import { freeSlots, reservationById, stateOf, type Reservation } from "../ec2/reservations";
import { templateLaunch } from "../ec2/template-launch";
import { newestGeneration, withoutInstances } from "./generations";
import { groupById } from "./launch";
import { carryOut, GroupFailure } from "./node-group-lifecycle";
import { instancesOfGroup } from "./node-groups";
import { scalingOf } from "./node-group-rules";

/**
 * "EKS scales down the node group 40 minutes before the end" of a capacity block, ten before EC2 takes what still runs
 * (eks-best-practices, aiml compute; EC2 sends its warning at the same moment). That the minimum goes to zero too is not
 * verified: a group that keeps one could not be at zero.
 */
export const drainMinutes = 40;

/** Due since ever: nothing has to be waited for. */
const atOnce = new Date(0);

export const nodeGroupTime: TimedChanges = {
    next(call, group) {
        if (group.outputs.status !== "ACTIVE" && group.outputs.status !== "DEGRADED") return undefined;
        if (lostInstances(call, group).length > 0) return atOnce;
        const reservation = reservationOf(call, group);
        if (!reservation) return undefined;
        return awaitedAt(call, group, reservation) ?? drainedAt(group, reservation);
    },
    async pass(call, id) {
        await call.account.change(() => {
            const group = groupById(call, id);
            if (!group) return;
            const hidden = withoutInstances(group.hidden, lostInstances(call, group));
            const reservation = reservationOf(call, group);
            const drains = reservation && drainedAt(group, reservation);
            const scalingConfig =
                drains !== undefined && drains <= call.account.now()
                    ? { ...record(group.outputs, "scalingConfig"), minSize: 0, desiredSize: 0 }
                    : record(group.outputs, "scalingConfig");
            call.account.store.put({
                ...group,
                hidden,
                outputs: { ...group.outputs, scalingConfig: scalingConfig ?? null },
            });
        });
        await carryOut(call, id).catch((error: unknown) => {
            if (!(error instanceof GroupFailure)) throw error;
        });
    },
};

/** Instances that somebody else terminated. The group's Auto Scaling group notices and starts others, if it can. */
function lostInstances(call: Call, group: StoredResource): readonly string[] {
    const running = new Set(instancesOfGroup(call.account, group).map(each => each.id));
    return Object.keys(textMap(group.hidden, "launchedFrom")).filter(each => !running.has(each));
}

/** The reservation that the group's launch template names. */
function reservationOf(call: Call, group: StoredResource): Reservation | undefined {
    const { reservation } = templateLaunch(newestGeneration(group).launchData);
    return reservation.targetId === undefined
        ? undefined
        : reservationById(call.account, call.region, reservation.targetId);
}

/** An Auto Scaling group goes on trying to launch; it succeeds as soon as its reservation has room. */
function awaitedAt(call: Call, group: StoredResource, reservation: Reservation): Date | undefined {
    const { desiredSize } = scalingOf(group.outputs);
    if (instancesOfGroup(call.account, group).length >= desiredSize) return undefined;
    if (stateOf(reservation, call.account.now()) === "scheduled") return reservation.startsAt;
    return freeSlots(call.account, call.region, reservation) > 0 ? atOnce : undefined;
}

function drainedAt(group: StoredResource, { kind, endsAt }: Reservation): Date | undefined {
    if (kind !== "capacity-block" || endsAt === undefined) return undefined;
    const { minSize, desiredSize } = scalingOf(group.outputs);
    return minSize + desiredSize === 0 ? undefined : new Date(endsAt.getTime() - drainMinutes * 60_000);
}
