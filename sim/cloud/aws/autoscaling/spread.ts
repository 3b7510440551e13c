/** Where an Auto Scaling group launches next, and which instance goes first. */
import type { Call } from "../../contract";
import type { Instance } from "../ec2/instances";
import { subnetById, type Subnet } from "../ec2/subnets";

export interface Place {
    readonly subnet: Subnet;
    readonly instanceType: string;
}

/** What another zone or another type of the group may still answer differently. */
export const passesOver: ReadonlySet<string> = new Set([
    "InsufficientFreeAddressesInSubnet",
    "InsufficientInstanceCapacity",
    // A cluster placement group that holds another zone.
    "InvalidParameterValue",
    "MaxSpotInstanceCountExceeded",
    "ReservationCapacityExceeded",
    "SpotMaxPriceTooLow",
    "Unsupported",
]);

/**
 * Places for the next instance, best first: "Auto Scaling attempts to distribute instances evenly between the Availability
 * Zones" (EC2 Auto Scaling user guide); types in the group's own order.
 */
export function placesFor(
    { account, region }: Pick<Call, "account" | "region">,
    running: readonly Instance[],
    subnetIds: readonly string[],
    types: readonly string[],
): readonly Place[] {
    const inZone = (zone: string) => running.filter(each => each.zone === zone).length;
    const inSubnet = (subnetId: string) => running.filter(each => each.subnetId === subnetId).length;
    const subnets = subnetIds
        .map(each => subnetById(account, region, each))
        .filter(each => each !== undefined)
        .sort(
            (a, b) => inZone(a.zone) - inZone(b.zone) || inSubnet(a.id) - inSubnet(b.id) || (a.zone < b.zone ? -1 : 1),
        );
    return types.flatMap(instanceType => subnets.map(subnet => ({ subnet, instanceType })));
}

/** Who goes first when a group shrinks: of the zone with the most instances the one that runs longest (the default policy). */
export function firstToGo(running: readonly Instance[], count: number): readonly Instance[] {
    const left = [...running];
    const gone: Instance[] = [];
    while (gone.length < count && left.length > 0) {
        const inZone = (zone: string) => left.filter(each => each.zone === zone).length;
        const most = Math.max(...left.map(each => inZone(each.zone)));
        const [oldest] = left
            .filter(each => inZone(each.zone) === most)
            .sort((a, b) =>
                a.launchedAt < b.launchedAt ? -1 : a.launchedAt > b.launchedAt ? 1 : a.id < b.id ? -1 : 1,
            );
        if (!oldest) break;
        gone.push(oldest);
        left.splice(left.indexOf(oldest), 1);
    }
    return gone;
}
