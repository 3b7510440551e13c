// Proves the arithmetic of windows. Does not prove that EKS and EC2 keep to the minutes that their guides name.
import assert from "node:assert/strict";
import fc from "fast-check";
import { blockEnd } from "../../../components/catalog/aws/capacity-rules";
import {
    autoscalerOwns,
    nodesIn,
    windowOf,
    windowTimes,
    type WindowState,
} from "../../../components/fleet/capacity/window";
import { instantMs, type Instant } from "../../../components/fleet/instant";
import { aBlock, aReservation, blockAndMoment, kinds, moment, oneOfEach } from "./builders";

const type = "p5.48xlarge";

describe("a window", () => {
    it("of a block says when it opens, when pods must be gone, when EC2 stops machines, and when it ends", () => {
        assert.deepEqual(windowTimes(aBlock(), type), {
            opensAt: "2026-12-13T11:30:00Z",
            drainBy: "2026-12-20T10:50:00Z",
            stopsFrom: "2026-12-20T11:00:00Z",
            endsAt: "2026-12-20T11:30:00Z",
        });
    });

    it("of an UltraServer's block drains an hour and ten minutes before it ends", () => {
        assert.equal(windowTimes(aBlock(), "p6e-gb200.36xlarge").drainBy, "2026-12-20T10:20:00Z");
    });

    it("of a reservation has nothing to drain: its machines run on", () => {
        const endsAt = "2026-12-20T11:30:00Z";
        assert.deepEqual(windowTimes(aReservation({ endsAt }), type), { endsAt });
        assert.deepEqual(windowTimes(aReservation(), type), {});
    });

    it("leaves out what is no moment", () => {
        assert.deepEqual(windowTimes(aBlock({ endsAt: "2026-02-30T00:00:00Z" }), type), {
            opensAt: "2026-12-13T11:30:00Z",
        });
    });

    const states: readonly (readonly [Instant, WindowState])[] = [
        ["2026-12-13T11:29:59Z", "notOpen"],
        ["2026-12-13T11:30:00Z", "open"],
        ["2026-12-20T10:49:59Z", "open"],
        ["2026-12-20T10:50:00Z", "draining"],
        ["2026-12-20T11:29:59Z", "draining"],
        ["2026-12-20T11:30:00Z", "ended"],
    ];
    for (const [now, state] of states) {
        it(`of a block is ${state} at ${now}`, () => assert.equal(windowOf(aBlock(), type, now).state, state));
    }

    it("is always there exactly for capacity that names no moment", () => {
        const always = kinds.filter(kind => windowOf(oneOfEach[kind], type, "2030-01-01T00:00:00Z").state === "always");
        assert.deepEqual(always, ["onDemand", "spot", "reservation", "flexStart", "queued"]);
    });

    it("goes one way: notOpen, open, draining, ended", () => {
        const order: readonly WindowState[] = ["notOpen", "open", "draining", "ended"];
        fc.assert(
            fc.property(blockAndMoment, moment, ({ block, now }, other) => {
                const [first, second] = [now, other].sort() as [Instant, Instant];
                const at = (instant: Instant) => order.indexOf(windowOf(block, type, instant).state);
                assert.ok(at(first) >= 0 && at(first) <= at(second));
            }),
        );
    });

    it("leaves the minutes of the type between draining, stopping and the end", () => {
        fc.assert(
            fc.property(blockAndMoment, fc.constantFrom(type, "p6e-gb200.36xlarge"), ({ block, now }, machine) => {
                const { drainBy, stopsFrom, endsAt } = windowOf(block, machine, now);
                const minutes = (instant?: Instant) => (instantMs(instant ?? "") ?? NaN) / 60_000;
                assert.equal(minutes(endsAt) - minutes(drainBy), blockEnd(machine).drainMinutes);
                assert.equal(minutes(endsAt) - minutes(stopsFrom), blockEnd(machine).stopMinutes);
                assert.ok(minutes(stopsFrom) - minutes(drainBy) >= 10);
            }),
        );
    });
});

describe("the nodes of a group", () => {
    const asked = { min: 2, desired: 3, max: 4 };

    it("are those that were asked for while there are machines, and none otherwise; the limit stays", () => {
        const none = { min: 0, desired: 0, max: 4 };
        const expected: Record<WindowState, typeof asked> = {
            always: asked,
            notOpen: none,
            open: asked,
            draining: none,
            ended: none,
        };
        for (const [state, nodes] of Object.entries(expected)) {
            assert.deepEqual(nodesIn(state as WindowState, asked), nodes, state);
        }
    });

    it("belong to an autoscaler between limits, unless the engine must raise them when the window opens", () => {
        const scaled = { min: 0, desired: 0, max: 4 };
        assert.ok(autoscalerOwns(oneOfEach.onDemand, asked));
        assert.ok(autoscalerOwns(oneOfEach.reservation, asked));
        assert.ok(autoscalerOwns(aBlock(), scaled));
        assert.ok(!autoscalerOwns(aBlock(), asked));
        assert.ok(!autoscalerOwns(oneOfEach.futureReservation, { min: 0, desired: 1, max: 4 }));
        for (const kind of kinds) assert.ok(!autoscalerOwns(oneOfEach[kind], { min: 2, desired: 2, max: 2 }), kind);
    });
});
