import fc from "fast-check";
import { aReservation, aSecurityGroup, aSubnet } from "../../facet-builders";
import { clusters, poolNames, regions, zones } from "./small-world";

export const subnets = fc
    .array(
        fc.record({
            zone: fc.constantFrom(...zones),
            prefixLength: fc.constantFrom(28, 27, 26, 24, 16),
            taken: fc.constantFrom(0, 0, 1, 11),
            ofControlPlane: fc.boolean(),
            pools: poolNames,
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aSubnet({ name: `s${index}`, ...parts })));

const selfRules = aSecurityGroup({ name: "sg-0" }).rules;
export const securityGroups = fc
    .array(
        fc.record({
            ofCluster: fc.constantFrom(false, false, false, true),
            pools: poolNames,
            rules: fc.oneof(
                fc.subarray([...selfRules]),
                fc.constant([
                    { direction: "ingress" as const, protocol: "all", peer: { group: "sg-1" } },
                    { direction: "egress" as const, protocol: "all", peer: { cidr: "0.0.0.0/0" } },
                    { direction: "egress" as const, protocol: "tcp", peer: { group: "sg-0" } },
                ]),
            ),
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aSecurityGroup({ name: `sg-${index}`, ...parts })));

export const placementGroups = fc.subarray(
    regions.flatMap(region => [
        { name: "near", region, strategy: "cluster" as const },
        { name: "other", region, strategy: "spread" as const },
    ]),
);

/** One of them has the tags that pools ask for, another is in the group: else a pool would have several. */
export const reservations = fc
    .array(
        fc.record({
            machineType: fc.constantFrom("p5.48xlarge", "p5.48xlarge", "g6.xlarge"),
            zone: fc.constantFrom("z1", "z1", "z2"),
            instances: fc.constantFrom(0, 1, 4, 100),
            region: fc.constantFrom(...regions),
        }),
        { maxLength: 4 },
    )
    .map(all =>
        all.map((parts, index) =>
            aReservation({
                name: `cr-${index}`,
                tags: index === 2 ? { team: "a", other: "b" } : {},
                resourceGroups: index === 3 ? ["arn:group"] : [],
                ...parts,
            }),
        ),
    );

/** Each pool has at most one role. */
export const nodeRoles = fc
    .array(fc.constantFrom(0, 0, 1, 2), { minLength: 4, maxLength: 4 })
    .chain(roleOf =>
        fc.record({
            roleOf: fc.constant(roleOf),
            policies: fc.constantFrom(
                ["AmazonEKSWorkerNodePolicy"],
                ["AmazonEKSWorkerNodePolicy", "AdministratorAccess"],
            ),
        }),
    )
    .map(({ roleOf, policies }) =>
        [1, 2].map(role => ({
            name: `role-${role}`,
            pools: roleOf.flatMap((each, index) => (each === role ? [`p${index}`] : [])),
            policies: role === 1 ? policies : ["AmazonEKS_CNI_Policy"],
        })),
    );

export const accessEntries = fc.subarray(
    clusters.flatMap(cluster => [
        { name: "role-1", cluster, type: "EC2_LINUX" as const },
        { name: "role-1", cluster, type: "STANDARD" as const },
        { name: "role-2", cluster, type: "AWS_AUTH" as const },
    ]),
);
