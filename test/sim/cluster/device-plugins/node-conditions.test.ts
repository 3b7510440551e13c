/** Conditions as they are written into a node's status. Does not prove what an API server allows: a real one is asked elsewhere. */
import assert from "node:assert/strict";
import { reportConditions } from "../../../../sim/cluster/device-plugins/node-conditions";
import type { KubernetesApi } from "../../../../sim/cluster/kubernetes/api-client";

const since = "2026-11-01T00:00:00Z";
const found = { type: "FpgaNotLoaded", reason: "FpgaImageNotLoaded", message: "slot 1: why" } as const;

async function written(status: "True" | "False") {
    const calls: string[] = [];
    let patched: { status: { conditions: Record<string, string>[] } } | undefined;
    const conditions = [{ type: "FpgaNotLoaded", status: "True", lastTransitionTime: since }];
    const api = {
        actingAs: (user: string) => ({
            get: (path: string) => {
                calls.push(`${user} get ${path}`);
                return Promise.resolve({ status: { conditions } });
            },
            patch: (path: string, _kind: string, body: typeof patched) => {
                calls.push(`${user} patch ${path}`);
                patched = body;
                return Promise.resolve({});
            },
        }),
    };
    await reportConditions(api as unknown as KubernetesApi, "ip-fpga", "detector", [{ ...found, status }]);
    return { calls, condition: patched?.status.conditions[0] };
}

describe("a condition of a node", () => {
    it("is read and written as whoever found it", async () => {
        const { calls, condition } = await written("True");
        assert.deepEqual(calls, ["detector get /api/v1/nodes/ip-fpga", "detector patch /api/v1/nodes/ip-fpga/status"]);
        const { type, status, reason, message } = condition ?? {};
        assert.deepEqual({ type, status, reason, message }, { ...found, status: "True" });
    });

    it("keeps the moment of its change while it says the same", async () => {
        assert.equal((await written("True")).condition?.lastTransitionTime, since);
        assert.notEqual((await written("False")).condition?.lastTransitionTime, since);
    });
});
