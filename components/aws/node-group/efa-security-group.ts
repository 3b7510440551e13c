import type { SecurityGroup, SecurityGroupRule } from "../../fleet/facets";
import type { Pool } from "../../fleet/pool";

/**
 * The security group that lets the nodes of one pool speak EFA to each other, and to nobody else; undefined without EFA. EFA
 * frames pass only by rules of every protocol that refer to a group, in both directions. Source: EC2 user guide efa-start,
 * "Prepare an EFA-enabled security group".
 */
export function efaSecurityGroup({ name: pool, fabric }: Pick<Pool, "name" | "fabric">): SecurityGroup | undefined {
    if (fabric.efaInterfaces === 0) return undefined;
    const name = `${pool}-efa`;
    const toItself = (direction: SecurityGroupRule["direction"]): SecurityGroupRule => ({
        direction,
        protocol: "all",
        peer: { group: name },
    });
    return { name, ofCluster: false, rules: [toItself("ingress"), toItself("egress")], pools: [pool] };
}
