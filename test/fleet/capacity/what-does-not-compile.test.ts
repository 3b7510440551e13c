// Asks the TypeScript compiler which capacities are no capacities. Does not look at the declarations of the packed library.
import assert from "node:assert/strict";
import { compile } from "../../catalog/compile";

describe("a capacity", () => {
    const heading = `
        import type { AwsCapacity, Capacity, ReservationChoice } from "../fleet/capacity/capacity";
        import { capacityBlock, reservation, spot } from "../fleet/capacity/capacity";
    `;
    const said = (line: string) => compile(`${heading}\n${line}`);
    const block = `reservationId: "cr-1", zone: "use2-az1", startsAt: "2026-12-13T11:30:00Z", endsAt: "2026-12-20T11:30:00Z"`;

    const good: readonly (readonly [string, string])[] = [
        ["a block", `export const x: AwsCapacity = capacityBlock({ ${block} });`],
        ["plain data", `export const x: Capacity = { kind: "capacityBlock", ${block} };`],
        ["a reservation by id", `export const x: AwsCapacity = reservation({ id: "cr-1", zone: "use2-az1" });`],
        ["a reservation by tags", `export const x: Capacity = reservation({ tags: { a: "b" }, zone: "use2-az1" });`],
    ];
    for (const [what, line] of good) it(`is ${what}`, () => assert.deepEqual(said(line), []));

    const bad: readonly (readonly [string, string])[] = [
        ["spot with a block", `export const x: Capacity = { kind: "spot", ${block} };`],
        ["spot with a reservation", `export const x: Capacity = { kind: "spot", from: { id: "cr-1" } };`],
        ["spot() of a block", `export const x = spot({ ${block} });`],
        [
            "a block without an end",
            `export const x = capacityBlock({ reservationId: "cr-1", zone: "z", startsAt: "2026-12-13T11:30:00Z" });`,
        ],
        [
            "a block that starts some day",
            `export const x = capacityBlock({ ${block.replace("2026-12-13T11:30:00Z", "tomorrow")} });`,
        ],
        [
            "a block without a zone",
            `export const x: Capacity = { kind: "capacityBlock", ${block.replace(`zone: "use2-az1", `, "")} };`,
        ],
        ["a reservation that names nothing", `export const x = reservation({ zone: "use2-az1" });`],
        ["an id and tags at once", `export const x: ReservationChoice = { id: "cr-1", tags: { a: "b" } };`],
        ["a reservation without a zone", `export const x = reservation({ id: "cr-1" });`],
        ["Google's kind on Amazon", `export const x: AwsCapacity = { kind: "flexStart", hours: 24 };`],
        ["a kind that there is not", `export const x: Capacity = { kind: "cheap" };`],
    ];
    for (const [what, line] of bad) it(`is not ${what}`, () => assert.equal(said(line).length, 1));
});
