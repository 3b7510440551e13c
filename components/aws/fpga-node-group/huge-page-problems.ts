import { awsInstanceType } from "../../catalog/aws/instance-types";
import type { PoolHugePages } from "../../fleet/pool";
import { shown, type Problem } from "../../fleet/problem";

const perGiB = { "2Mi": 512, "1Gi": 1 } as const;

/** Pages that are taken out of a machine's memory must leave some; how much the kernel needs besides, nobody says. */
export function hugePageProblems(machineType: string, pages: PoolHugePages | undefined): Problem[] {
    const type = awsInstanceType(machineType);
    if (pages === undefined || type === undefined) return [];
    const { size, count } = pages;
    const most = type.memoryGiB * perGiB[size] - 1;
    if (Number.isInteger(count) && count >= 1 && count <= most) return [];
    return [
        {
            id: "fpga.huge-pages",
            path: "hugePages.count",
            got: `${shown(count)} pages of ${size}`,
            allowed: `1 to ${most}: ${machineType} has ${type.memoryGiB} GiB of memory, and pods need some of it`,
            fix: count > most ? "ask for fewer" : "leave hugePages out for none",
        },
    ];
}
