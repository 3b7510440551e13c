import type { AwsInstanceTypeFacts, AwsUsageClass } from "../../catalog/aws/instance-types";
import type { Capacity } from "../../fleet/capacity/capacity";
import type { Problem } from "../../fleet/problem";

/** What is wrong with buying a type in this way. A type of which nobody says how it is sold is not held back. */
export function capacityProblems(type: AwsInstanceTypeFacts, capacity: Capacity): Problem[] {
    const wanted = usageClass(capacity);
    if (!type.usageClasses.known || type.usageClasses.list.includes(wanted)) return [];
    const sold = type.usageClasses.list.join(", ");
    return [
        {
            id: "capacity.not-sold",
            path: "capacity",
            got: `${wanted} for ${type.name}`,
            allowed: `${sold}: how EC2 sells ${type.name}${type.asOf === "" ? "" : `, as of ${type.asOf}`}`,
            fix: type.usageClasses.list.includes("on-demand") ? "use onDemand()" : "choose another instance type",
        },
    ];
}

function usageClass({ kind }: Capacity): AwsUsageClass {
    switch (kind) {
        case "spot":
            return "spot";
        case "capacityBlock":
            return "capacity-block";
        default:
            return "on-demand";
    }
}
