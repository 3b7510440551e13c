import type { NetworkPlan } from "./plan";

/** What machines in the private subnets of a network reach outside its VPC, by what the network itself makes. */
export interface Reach {
    readonly internet: boolean;
    /** AWS services by endpoints, as their names end: `s3`, `ecr.api`. */
    readonly services: readonly string[];
}

/** Of a network that exists already, nobody says. */
export function reachOf(plan: NetworkPlan): Reach | undefined {
    if (plan.kind === "adopted") return undefined;
    return { internet: plan.natZones.length > 0, services: plan.endpoints.map(({ service }) => service) };
}
