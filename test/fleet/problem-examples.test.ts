// Proves that the documented examples of the fleet's own problems are what a user would really see. The examples of other rooms'
// problems are theirs to prove.
import assert from "node:assert/strict";
import { z } from "zod";
import { planAdvertisers } from "../../components/fleet/advertisers";
import { fleetProblems } from "../../components/fleet/check-fleet";
import { eksMarkLimits, labelProblems, taintProblems } from "../../components/fleet/mark-problems";
import { eksNodeGroupLimit, nodeCountProblems } from "../../components/fleet/node-range";
import { ownTaints } from "../../components/fleet/node-marks";
import { duplicatePoolNames, poolNameProblems } from "../../components/fleet/pool-names";
import { unacknowledged, type Problem } from "../../components/fleet/problem";
import { problemIds, type OverridableId, type ProblemId } from "../../components/fleet/problem-ids";
import { schemaProblems } from "../../components/fleet/schema-problems";
import { advertisingImage, anAdvertiser, aPool } from "./builders";

const pool = z.strictObject({
    instanceType: z.string(),
    nodes: z.strictObject({ min: z.number().optional() }).optional(),
    capacity: z.string().optional(),
    zones: z.string().optional(),
});
const schema = z.strictObject({
    pools: z.strictObject({ train: pool }).optional(),
    network: z.strictObject({ nat: z.enum(["none", "one", "perZone"]) }).optional(),
});

function ofSchema(input: unknown): Problem[] {
    return schemaProblems(schema.safeParse(input).error?.issues ?? [], schema, input);
}

const train = aPool();
const research = { key: "team", value: "research", effect: "NoSchedule" } as const;
const manyTaints = Array.from({ length: 50 }, (_, i) => ({ ...research, key: `team-${i}` }));

/** For each id of the fleet, the mistake that its example shows. */
const mistakes: Partial<Record<ProblemId, () => Problem[]>> = {
    "acknowledge.not-overridable": () => unacknowledged([], ["nodes.range" as OverridableId]),
    "config.missing": () => ofSchema({ pools: { train: {} } }),
    "config.type": () => ofSchema({ pools: { train: { instanceType: "p5", nodes: { min: "2" } } } }),
    "config.unknown-key": () => ofSchema({ pools: { train: { instancetype: "p5" } } }),
    "config.value": () => ofSchema({ network: { nat: "perzone" } }),
    "label.reserved": () => labelProblems({ "kubernetes.io/os": "linux" }, eksMarkLimits),
    "label.syntax": () => labelProblems({ team: "machine learning" }, eksMarkLimits),
    "nodes.none": () => nodeCountProblems(0, eksNodeGroupLimit),
    "nodes.not-a-count": () => nodeCountProblems({ min: 1.5, max: 2 }, eksNodeGroupLimit),
    "nodes.range": () => nodeCountProblems({ min: 8, max: 4 }, eksNodeGroupLimit),
    "nodes.too-many": () => nodeCountProblems({ min: 0, max: 1000 }, eksNodeGroupLimit),
    "pool.duplicate-name": () => duplicatePoolNames([train, aPool({ name: "serve" }), train]),
    "pool.name": () => poolNameProblems("Train_A"),
    "pool.not-served": () =>
        fleetProblems({
            pools: [aPool({ taints: [...train.taints, research] })],
            advertisers: planAdvertisers([train]).plugins,
        }),
    "pool.two-advertisers": () =>
        fleetProblems({
            pools: [aPool({ name: "edge", image: advertisingImage })],
            advertisers: [anAdvertiser({ name: "nvidia-device-plugin" })],
        }),
    "taint.duplicate": () => taintProblems([research, { ...research, value: "other" }], eksMarkLimits, []),
    "taint.reserved": () => taintProblems([{ ...research, key: "nvidia.com/gpu" }], eksMarkLimits, []),
    "taint.syntax": () => taintProblems([{ ...research, effect: "noSchedule" }], eksMarkLimits, []),
    "taint.too-many": () => taintProblems(manyTaints, eksMarkLimits, ownTaints(["nvidia"])),
};

describe("the documented example", () => {
    for (const [id, mistake] of Object.entries(mistakes) as [ProblemId, () => Problem[]][]) {
        it(`of ${id} is what a user sees`, () => assert.deepEqual(mistake(), [{ id, ...problemIds[id].example }]));
    }
});
