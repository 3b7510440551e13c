import { z } from "zod";
import { awsQuotas } from "../components/catalog";
import type { FleetConfig, Problem } from "../components/fleet";
import { clusterName } from "./cluster-name";

const amount = z.number().positive();

/** What a stack must stay within. The quotas are those of its account and region: a stack has one of each. */
export const limitsSettings = z.strictObject({
    budgetUsdPerHour: z
        .strictObject({
            max: amount.describe("With every pool at its largest size.").optional(),
            desired: amount.describe("With every pool at the size it starts with.").optional(),
        })
        .describe("List price, USD per hour; reserved machines count in full, used or not.")
        .optional(),
    nodeGroups: z
        .int()
        .positive()
        .describe("Managed node groups that the cluster may have, where EKS has raised quota L-6D54EA21. Default: 30.")
        .optional(),
    quotas: z
        .strictObject(
            Object.fromEntries(
                awsQuotas().map(({ code, name }) => [code, z.int().nonnegative().describe(name).optional()]),
            ),
        )
        .describe("vCPUs that the account may run in the region of the stack, by code of the quota.")
        .optional(),
});

export type LimitsSettings = z.infer<typeof limitsSettings>;

/** The limits as invariants take them. */
export function fleetConfig(limits: LimitsSettings | undefined, region: string): Partial<FleetConfig> {
    const quotaLimits = Object.entries(limits?.quotas ?? {}).flatMap(([code, vcpus]) =>
        vcpus === undefined ? [] : [{ region, code, vcpus }],
    );
    const { max, desired } = limits?.budgetUsdPerHour ?? {};
    const budget = { ...(max === undefined ? {} : { max }), ...(desired === undefined ? {} : { desired }) };
    const { nodeGroups } = limits ?? {};
    const groups = nodeGroups === undefined ? {} : { nodeGroups: { [clusterName]: nodeGroups } };
    return { quotaLimits, ...groups, ...(Object.keys(budget).length === 0 ? {} : { budgetUsdPerHour: budget }) };
}

/** The invariants name the limits by their own fields; the file has them under `limits`. */
export function ofLimits(problem: Problem): Problem {
    const path = problem.path
        .replace(/^budgetUsdPerHour\b/, "limits.$&")
        .replace(/^quotaLimits\["([\w-]+)"\]/, "limits.quotas.$1");
    return { ...problem, path };
}
