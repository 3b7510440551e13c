// Proves that a stack is refused, and reported, by the limits that its file sets. Does not prove the sums: invariants and market have
// their own tests.
import assert from "node:assert/strict";
import { planMarkdown } from "../../components/fleet";
import { checkSettings } from "../../stacks/configuration";
import { reportStack, violations } from "../../stacks/plan";
import { aGpuPool, aStack, poolsOf, problemsOf, surroundings, system } from "./builders";

const train = aGpuPool({ instanceType: "p5.48xlarge", nodes: { min: 1, max: 4 }, zones: ["use2-az1"] });

function aLimitedStack(limits: object): object {
    return { pools: { system, train }, limits };
}

function reportOf(settings: unknown) {
    return reportStack("quickstart", checkSettings("quickstart", settings), surroundings);
}

describe("the limits of a stack", () => {
    // 4 × 55.04 and 2 × 0.1008: 220.3616 at the largest size, 55.2416 to start with.
    const refused: readonly (readonly [string, limits: object, problem: string])[] = [
        [
            "a budget that its largest size exceeds",
            { budgetUsdPerHour: { max: 220.36 } },
            "budget.exceeded limits.budgetUsdPerHour.max",
        ],
        [
            "a budget that it exceeds as it starts",
            { budgetUsdPerHour: { desired: 55.24 } },
            "budget.exceeded limits.budgetUsdPerHour.desired",
        ],
        [
            "a quota that an update would exceed",
            { quotas: { "L-417A185B": 192 * 4 - 1 } },
            "quota.exceeded limits.quotas.L-417A185B",
        ],
    ];
    for (const [what, limits, problem] of refused) {
        it(`refuse ${what}, where the file says it`, () => {
            const stack = aLimitedStack(limits);
            assert.deepEqual(
                problemsOf(stack).map(({ id, path }) => `${id} ${path}`),
                [problem],
            );
            assert.deepEqual(
                violations(reportOf(stack)).map(({ id, path }) => `${id} ${path}`),
                [problem],
            );
        });
    }

    it("let a stack pass that keeps them", () => {
        const limits = {
            budgetUsdPerHour: { max: 220.37, desired: 55.25 },
            quotas: { "L-417A185B": 10_000, "L-1216C47A": 100 },
        };
        assert.equal(poolsOf(aLimitedStack(limits)).length, 2);
        const { quotas, budgetUsdPerHour } = reportOf(aLimitedStack(limits));
        assert.deepEqual(budgetUsdPerHour, limits.budgetUsdPerHour);
        assert.deepEqual(Object.fromEntries(quotas.map(({ quota, limit }) => [quota.code, limit])), {
            "L-417A185B": { known: true, vcpus: 10_000 },
            "L-1216C47A": { known: true, vcpus: 100 },
        });
    });

    it("are none where the file says nothing: what is not known is undecided, not good", () => {
        const { findings, tally } = reportOf(aStack());
        assert.equal(tally.violated, 0);
        const ofQuotas = findings.filter(({ invariant }) => invariant === "X6").map(({ verdict }) => verdict);
        assert.deepEqual([...new Set(ofQuotas)], ["undecided"]);
    });

    const wrong: readonly (readonly [string, limits: object, path: string])[] = [
        ["a code that is none", { quotas: { "L-417A185C": 1 } }, "limits.quotas.L-417A185C"],
        ["half a vCPU", { quotas: { "L-417A185B": 0.5 } }, "limits.quotas.L-417A185B"],
        ["a budget of nothing", { budgetUsdPerHour: { max: 0 } }, "limits.budgetUsdPerHour.max"],
        ["a budget as text", { budgetUsdPerHour: { max: "500" } }, "limits.budgetUsdPerHour.max"],
        ["a limit that there is not", { usd: 5 }, "limits.usd"],
    ];
    for (const [what, limits, path] of wrong) {
        it(`cannot be ${what}`, () =>
            assert.deepEqual(
                problemsOf(aLimitedStack(limits)).map(problem => problem.path),
                [path],
            ));
    }

    it("find the nearest code", () => {
        const [problem] = problemsOf(aLimitedStack({ quotas: { "L-417A185C": 1 } }));
        assert.match(problem?.fix ?? "", /L-417A185B/);
    });
});

describe("the report of a stack", () => {
    it("holds new subnets against the addresses of the nodes", () => {
        const subjects = reportOf(aStack({ network: { zones: 2 } })).findings.flatMap(({ invariant, subject }) =>
            invariant === "X7" ? [subject] : [],
        );
        assert.deepEqual(subjects, ["subnet 10.0.32.0/19", "subnet 10.0.64.0/19"]);
    });

    it("does not know how large existing subnets are", () => {
        const network = { adopt: { region: "us-east-2", vpcId: "vpc-0a1b2c3d4e5f60718", subnets: existingSubnets } };
        const found = reportOf(aStack({ network })).findings.filter(({ invariant }) => invariant === "X7");
        assert.deepEqual(
            found.map(({ verdict }) => verdict),
            ["undecided"],
        );
    });

    it("renders as Markdown", () => {
        assert.match(
            planMarkdown(reportOf(aLimitedStack({})), "quickstart"),
            /\| train \| p5\.48xlarge \| onDemand \|/,
        );
    });
});

const existingSubnets = [
    { id: "subnet-0a1b2c3d4e5f60711", zoneId: "use2-az1" },
    { id: "subnet-0a1b2c3d4e5f60712", zoneId: "use2-az2" },
];
