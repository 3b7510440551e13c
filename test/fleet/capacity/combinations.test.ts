// Proves that a combination of capacity, group, placement, image, repair and type is refused exactly when one of its parts is
// refused by itself, and always by name. Does not prove that a part is refused rightly: its own tests do.
import assert from "node:assert/strict";
import type { AwsInstanceType } from "../../../components/catalog/aws/instance-types";
import { capacityProblems, type CapacityQuestion } from "../../../components/fleet/capacity/capacity-problems";
import { problemIds } from "../../../components/fleet/problem-ids";
import { aQuestion, kinds, oneOfEach } from "./builders";

type Choices = { readonly [Part in keyof CapacityQuestion]?: readonly CapacityQuestion[Part][] };

const choices = {
    capacity: kinds.map(kind => oneOfEach[kind]),
    groupKind: ["managed", "selfManaged", "auto"],
    placement: ["none", "cluster", { given: "pg-0a1b" }],
    image: ["AL2023", "Bottlerocket", "custom", "COS"],
    repair: [true, false],
    machineType: ["p5.48xlarge", "g6.xlarge", "trn2.48xlarge", "p6e-gb200.36xlarge"] satisfies AwsInstanceType[],
} as const satisfies Choices;

const combinations = Object.entries(choices).reduce<readonly Partial<CapacityQuestion>[]>(
    (all, [part, values]) => all.flatMap(before => values.map(value => ({ ...before, [part]: value }))),
    [{}],
);
const problemsOf = (asked: Partial<CapacityQuestion>) =>
    capacityProblems(aQuestion({ update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" }, ...asked }));
const refused = combinations.filter(asked => problemsOf(asked).length > 0);

describe("the ways to buy machines on AWS", () => {
    it(`are refused by name in ${refused.length} of ${combinations.length} combinations`, () => {
        for (const asked of refused) {
            for (const { id } of problemsOf(asked)) assert.ok(Object.hasOwn(problemIds, id), id);
        }
        assert.ok(refused.length > 0 && refused.length < combinations.length);
    });

    it("are refused exactly when the capacity is not for one of the parts", () => {
        const harmless = { groupKind: "managed", placement: "none", image: "AL2023", repair: false } as const;
        for (const asked of combinations) {
            const { capacity, machineType, groupKind, placement, image, repair } = asked;
            const alone = [{ groupKind }, { placement }, { image }, { repair }, { machineType }].map(part => ({
                ...harmless,
                capacity,
                ...part,
            }));
            // On its own each part is asked with a type that the kind is sold for.
            const sold = capacity?.kind === "futureReservation" ? "g6.xlarge" : "p5.48xlarge";
            const expected = alone.some(part => problemsOf({ machineType: sold, ...part }).length > 0);
            assert.equal(problemsOf(asked).length > 0, expected, JSON.stringify(asked));
        }
    });
});
