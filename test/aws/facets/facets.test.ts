/** What the components know of a fleet's surroundings, and that rules hold whole fleets against it in a constructor. */
import assert from "node:assert/strict";
import { clusterFacets, groupFacets, networkFacets, planNetwork } from "../../../components/aws/planning";
import { EksCluster } from "../../../components/aws/eks-cluster/cluster";
import { GpuNodeGroup } from "../../../components/aws/gpu-node-group/gpu-node-group";
import { DevicePlugins } from "../../../components/kubernetes/device-plugins";
import { fleetContext, RefusedError } from "../../../components/fleet";
import { efaFabric } from "../../../components/fleet/invariants/efa-fabric";
import { aPool } from "../../fleet/builders";
import { record } from "../record";

const ohio = { region: "us-east-2", profile: undefined };

describe("what a network says of a fleet's surroundings", () => {
    it("is the size of every private subnet that it makes", () => {
        const plan = planNetwork("net", { cidr: "10.0.0.0/16", zones: ["use2-az1", "use2-az2"] }, ohio);
        assert.deepEqual(
            (networkFacets(plan).subnets as readonly { readonly zone: string; readonly prefixLength: number }[]).map(
                ({ zone, prefixLength }) => [zone, prefixLength],
            ),
            [
                ["use2-az1", 19],
                ["use2-az2", 19],
            ],
        );
    });

    it("is that the subnets of an existing one are not known", () => {
        const adopt = { vpcId: "vpc-1", subnets: [{ id: "subnet-1", zoneId: "use2-az1" }] };
        const { subnets } = networkFacets(planNetwork("net", { adopt }, ohio));
        assert.ok(subnets !== undefined && "known" in subnets && !subnets.known);
    });
});

describe("what a cluster says of a fleet's surroundings", () => {
    it("is nothing certain when it exists already", () => {
        const { addOns } = clusterFacets("shared", {
            kind: "adopted",
            version: "1.35",
            region: "us-east-2",
            zones: ["use2-az1"],
            reach: undefined,
            podAddresses: undefined,
        });
        assert.ok(addOns !== undefined && "known" in addOns && !addOns.known);
    });
});

describe("what a node group says of a fleet's surroundings", () => {
    it("is how its role enters the cluster: by EKS when it is managed, by an entry when it is not", () => {
        assert.deepEqual(groupFacets(aPool(), true).accessEntries, []);
        assert.deepEqual(groupFacets(aPool({ groupKind: "selfManaged" }), true).accessEntries, [
            { name: "train-node", cluster: "shared", type: "EC2_LINUX" },
        ]);
    });
});

describe("the security group of a pool's EFA interfaces", () => {
    const pool = aPool({ fabric: { interfaces: [], efaInterfaces: 32, placement: "cluster" } });

    it("is open to itself, as the rule about EFA fabrics wants it", () => {
        const { securityGroups } = groupFacets(pool, true);
        const [ofRules] = efaFabric
            .check({ pools: [pool], advertisers: [], securityGroups: securityGroups ?? [] }, fleetContext())
            .filter(({ subject }) => subject === "pool train, security groups");
        assert.equal(ofRules?.verdict, "holds");
    });

    it("is not there without EFA", () => assert.deepEqual(groupFacets(aPool(), true).securityGroups, []));
});

describe("DevicePlugins", () => {
    const fleet = (cidr: string, nodes: number, limits: object = {}) => {
        const cluster = new EksCluster("shared", { network: { region: "us-east-2", cidr, zones: 2 } });
        const train = new GpuNodeGroup("train", { cluster, instanceType: "p5.48xlarge", nodes });
        return new DevicePlugins("plugins", { cluster, pools: [train], limits });
    };
    const refused = async (declare: () => unknown) => {
        const ids: string[] = [];
        await record(() => {
            try {
                declare();
            } catch (error) {
                if (!(error instanceof RefusedError)) throw error;
                ids.push(...error.problems.map(({ id }) => id));
            }
        });
        return [...new Set(ids)];
    };

    it("is refused nothing when the fleet fits its surroundings", async () => {
        assert.deepEqual(await refused(() => fleet("10.0.0.0/16", 2)), []);
    });

    it("is refused a fleet that costs more than its budget, or needs more than its account is allowed", async () => {
        const limits = {
            budgetUsdPerHour: { max: 100 },
            quotaLimits: [{ region: "us-east-2", code: "L-417A185B", vcpus: 192 }],
        };
        assert.deepEqual(await refused(() => fleet("10.0.0.0/16", 2, limits)), ["budget.exceeded", "quota.exceeded"]);
    });
});
