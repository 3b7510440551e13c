import type { Account } from "../../contract";
import { RESOURCE_GROUP_RESOURCE } from "../resourcegroups/tokens";
import { reservationsIn, type Reservation } from "./reservations";

/** The reservations that a resource group holds, in order of their creation. */
export function reservationsInGroup(account: Account, region: string, groupArn: string): readonly Reservation[] {
    const members = new Set(
        account.store
            .list(RESOURCE_GROUP_RESOURCE, region)
            .filter(each => each.outputs.groupArn === groupArn)
            .map(each => each.outputs.resourceArn),
    );
    return reservationsIn(account, region).filter(each => members.has(each.arn));
}
