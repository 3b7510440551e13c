import type { AccessEntry, NodeRole } from "../facets/node-role";
import type { Finding, Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems, type FacetItems } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/**
 * Managed policies that a node needs, in the variants that AWS gives: the kubelet, images, the pod network, the session
 * manager and the agents of CloudWatch. Source: EKS user guide, create-node-role; EC2 and CloudWatch user guides.
 */
const nodePolicies: ReadonlySet<string> = new Set([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKSWorkerNodeMinimalPolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
    "CloudWatchAgentServerPolicy",
]);

/**
 * X10: EKS lets in the roles of its managed groups; a group that the program manages has to see to it itself. Trap: machines
 * start, pay and never join, until the group fails with NodeCreationFailure. And what a node's role may do, every pod on it
 * may do that reaches the node's credentials.
 */
export const nodeRolesEnter: Invariant = {
    id: "X10",
    title: "the role of self-managed nodes may enter the cluster, and may do no more than a node needs",
    problems: ["node-role.no-access", "node-role.policies"],
    verdicts: {
        holds: "An access entry for machines lets the role in, and the role has only the policies of a node.",
        undecided: "The fleet says nothing of the role of self-managed nodes, or of access entries.",
        notApplicable: "EKS lets in the roles of the groups that it manages; GKE lets its nodes in.",
    },
    check: (fleet: Fleet) => {
        const roles = facetItems<Role>(fleet.nodeRoles, "node roles");
        const enters = entryTest(facetItems<SeenByName<AccessEntry>>(fleet.accessEntries, "access entries"));
        const rolesOf = rolesByPool(roles);
        const ofRoles = roles.is === "given" ? roles.items : [];
        return [
            ...judgeEntrances(fleet.pools, rolesOf, enters),
            ...ofRoles.map((role): Finding => finding("X10", `role ${role.name}`, minimal(role))),
        ];
    },
};

type Role = SeenByName<NodeRole>;

/** The roles of a pool's nodes, or why they are not known. */
type RolesOf = (pool: string) => { readonly roles: readonly Role[]; readonly unsure: string | undefined };

function rolesByPool(roles: FacetItems<Role>): RolesOf {
    if (roles.is !== "given") return () => ({ roles: [], unsure: roles.why });
    const byPool = grouped(
        roles.items.flatMap(role => (isUnknown(role.pools) ? [] : role.pools.map(pool => ({ pool, role })))),
        ({ pool }) => pool,
    );
    const hidden = roles.items.find(({ pools }) => isUnknown(pools));
    const unsure = hidden && `the pools of role ${hidden.name} are not known`;
    return pool => ({ roles: (byPool.get(pool) ?? []).map(({ role }) => role), unsure });
}

/** Types of entries that let machines in; an entry for people gives none of the rights of a node. */
const forMachines: ReadonlySet<unknown> = new Set<AccessEntry["type"]>(["EC2_LINUX", "EC2_WINDOWS", "AWS_AUTH"]);

type Entrance = "open" | "closed" | { readonly unsure: string };

function entryTest(entries: FacetItems<SeenByName<AccessEntry>>): (role: string, cluster: string) => Entrance {
    if (entries.is !== "given") return () => ({ unsure: entries.why });
    const byPrincipal = grouped(entries.items, ({ name }) => name);
    return (role, cluster) => {
        const own = (byPrincipal.get(role) ?? []).filter(
            entry => isUnknown(entry.cluster) || entry.cluster === cluster,
        );
        if (own.some(entry => entry.cluster === cluster && forMachines.has(entry.type))) return "open";
        const possible = own.some(
            entry => isUnknown(entry.type) || (isUnknown(entry.cluster) && forMachines.has(entry.type)),
        );
        return possible ? { unsure: `the access entry of ${role} is not known` } : "closed";
    };
}

type Enters = (role: string, cluster: string) => Entrance;

/** One finding for each role and cluster, because one entry lets all pools of the role in; one for every other pool. */
function judgeEntrances(pools: readonly SeenPool[], rolesOf: RolesOf, enters: Enters): Finding[] {
    const entrants = pools.map(pool => ({ pool, entrant: entrantOf(pool, rolesOf) }));
    const others = entrants.flatMap(({ pool, entrant }) =>
        "role" in entrant ? [] : [finding("X10", `pool ${pool.name}`, entrant)],
    );
    const known = entrants.flatMap(({ pool, entrant }) => ("role" in entrant ? [{ pool: pool.name, ...entrant }] : []));
    const together = grouped(known, ({ role, cluster }) => JSON.stringify([role, cluster]));
    const ofRoles = [...together.values()].flatMap(same => {
        const [first] = same;
        if (first === undefined) return [];
        const names = same.map(({ pool }) => pool);
        return [finding("X10", `role ${first.role} on ${first.cluster}`, entrance(first, names, enters))];
    });
    return [...others, ...ofRoles];
}

/** The role by which the machines of a pool enter its cluster, or why there is none to judge. */
type Entrant = { readonly role: string; readonly cluster: string } | Judgement;

function entrantOf({ name, cloud, cluster, groupKind }: SeenPool, rolesOf: RolesOf): Entrant {
    if (cloud === "gcp") return notApplicable("GKE lets its nodes in");
    if (isUnknown(groupKind)) return undecided(`who keeps its machines is not known: ${groupKind.why}`);
    if (groupKind !== "selfManaged") return notApplicable("EKS lets in the roles of the groups that it manages");
    if (isUnknown(cloud)) return undecided(`the cloud is not known: ${cloud.why}`);
    if (isUnknown(cluster)) return undecided(`the cluster is not known: ${cluster.why}`);
    const { roles, unsure } = rolesOf(name);
    const [role] = roles;
    if (role === undefined) return undecided(unsure ?? `the fleet says nothing of the role of ${name}`);
    return { role: role.name, cluster };
}

function entrance(
    { role, cluster }: { readonly role: string; readonly cluster: string },
    pools: readonly string[],
    enters: Enters,
): Judgement {
    const result = enters(role, cluster);
    if (result === "open") return holds;
    if (result !== "closed") return undecided(result.unsure);
    return violated({
        id: "node-role.no-access",
        path: pools.map(pool => `pools.${pool}`).join(", "),
        got: `role ${role} without an access entry for machines on cluster ${cluster}`,
        allowed: "an access entry of type EC2_LINUX for the role, or a line of aws-auth",
        fix: `add an access entry of type EC2_LINUX for ${role}`,
    });
}

function minimal({ name, policies }: Role): Judgement {
    if (isUnknown(policies)) return undecided(`the policies are not known: ${policies.why}`);
    const more = policies.filter(policy => !nodePolicies.has(policy));
    if (more.length === 0) return holds;
    return violated({
        id: "node-role.policies",
        path: `nodeRoles.${name}.policies`,
        got: more.join(", "),
        allowed: `only what a node needs: ${[...nodePolicies].join(", ")}`,
        fix: `give what needs ${more.join(" and ")} a role of its own, through Pod Identity`,
    });
}
