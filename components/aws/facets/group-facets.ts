import type { Facets } from "../../fleet/facets";
import type { Pool } from "../../fleet/pool";
import { efaSecurityGroup } from "../node-group/efa-security-group";
import { nodePolicies } from "../node-group/node-policies";

/**
 * What a node group says of a fleet's surroundings: the role of its nodes, how it enters the cluster, and the security group of
 * its EFA interfaces. EKS lets in the role
 * of a managed group; the library lets in that of a self-managed one.
 *
 * @param ownRole whether the library makes the role; of another, nobody knows what it may do
 */
export function groupFacets(pool: Pool, ownRole: boolean): Facets {
    const { name, cluster, groupKind } = pool;
    const efa = efaSecurityGroup(pool);
    const role = `${name}-node`;
    const policies = ownRole ? nodePolicies : ({ known: false, why: "the role exists already" } as const);
    return {
        nodeRoles: [{ name: role, pools: [name], policies }],
        securityGroups: efa === undefined ? [] : [efa],
        accessEntries: groupKind === "selfManaged" ? [{ name: role, cluster, type: "EC2_LINUX" }] : [],
    };
}
