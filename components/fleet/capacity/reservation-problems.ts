import type { GroupKind } from "../pool";
import { shown, type Problem } from "../problem";
import type { Capacity, Reservation } from "./capacity";
import { reservationSelectors, selectorOf } from "./capacity-rules";

/** 17 hexadecimal digits, or the 8 of older accounts. Source: EC2 user guide, "Resource IDs". */
const reservationId = /^cr-([0-9a-f]{8}|[0-9a-f]{17})$/;
/** Source: AWS service authorization reference, AWS Resource Groups. */
const groupArn = /^arn:aws[\w-]*:resource-groups:[a-z0-9-]+:\d{12}:group\/[\w.-]+(\/[\w.-]+)?$/;

/** What is wrong with how a capacity names its reservation. */
export function reservationProblems(capacity: Capacity, groupKind: GroupKind): Problem[] {
    switch (capacity.kind) {
        case "capacityBlock":
        case "futureReservation":
            return idProblems(capacity.reservationId, "capacity.reservationId");
        case "reservation":
            return choiceProblems(capacity.from, groupKind);
        default:
            return [];
    }
}

function choiceProblems(from: Reservation["from"], groupKind: GroupKind): Problem[] {
    const selector = selectorOf(from);
    const path = `capacity.from.${selector}`;
    if (!reservationSelectors[groupKind].includes(selector)) return [notSelectable(path, shown(from[selector]))];
    switch (selector) {
        case "id":
            return idProblems(from.id ?? "", path);
        case "resourceGroupArn":
            return arnProblems(from.resourceGroupArn ?? "", path);
        case "tags":
            return Object.keys(from.tags ?? {}).length > 0 ? [] : [noTags(path)];
    }
}

function idProblems(id: string, path: string): Problem[] {
    if (reservationId.test(id)) return [];
    return [
        {
            id: "capacity.reservation-id",
            path,
            got: shown(id),
            allowed: "cr- and 17 (or 8) of the digits 0-9 and a-f",
            fix: id.startsWith("cb-")
                ? "that is the id of an offering or of a block: give the id of its reservation, cr-…"
                : "ask EC2: aws ec2 describe-capacity-reservations",
        },
    ];
}

function arnProblems(arn: string, path: string): Problem[] {
    if (groupArn.test(arn)) return [];
    return [
        {
            id: "capacity.reservation-id",
            path,
            got: shown(arn),
            allowed: "arn:aws:resource-groups:<region>:<account>:group/<name>",
            fix: "ask AWS: aws resource-groups list-groups",
        },
    ];
}

function notSelectable(path: string, got: string): Problem {
    return {
        id: "capacity.tags",
        path,
        got,
        allowed: "an id or a resource group: a launch template cannot choose reservations by their tags",
        fix: "put the reservations into a resource group and give its resourceGroupArn, or give one id",
    };
}

function noTags(path: string): Problem {
    return {
        id: "capacity.tags",
        path,
        got: "no tags",
        allowed: "one tag or more: without any, every reservation of the account would do",
        fix: "name the tags of the reservation",
    };
}
