/** Does not prove that a real kubelet would fail for the same reason: what a node needs to join is a table of the simulator. */
import assert from "node:assert/strict";

import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import { ACCESS_ENTRY, NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { aCluster, aRole, createAddOn, createGroup, nodesOf, updateGroup, type TestCluster } from "./a-cluster";

describe("group that cannot come up", () => {
    const expectFailed = async (cluster: TestCluster, changes: Props, last: RegExp) => {
        const { id, outputs, failure } = await createGroup(cluster, changes);
        assert.equal(id, "shared:serve");
        assert.equal(outputs.status, "CREATE_FAILED");
        assert.match(
            failure ?? "",
            /^waiting for EKS Node Group \(shared:serve\) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'\. last error: /,
        );
        assert.match(failure ?? "", last);
        assert.ok(cluster.account.store.get(NODE_GROUP, "us-east-2", id), "the group stays");
    };

    it("says which quota is too low", async () => {
        const cluster = await aCluster({}, { quotas: {} });
        await expectFailed(
            cluster,
            { instanceTypes: ["p5.48xlarge"], amiType: "AL2023_x86_64_NVIDIA" },
            /eks-serve-\S+: AsgInstanceLaunchFailures: Could not launch On-Demand Instances\. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 0 allows .* Launching EC2 instance failed\./,
        );
    });

    it("says where capacity is out, and uses zones that have some", async () => {
        const everywhere = await aCluster(
            {},
            { faults: [{ kind: "capacityOut", instanceType: "m7i.large", zone: "*" }] },
        );
        await expectFailed(
            everywhere,
            {},
            /AsgInstanceLaunchFailures: Could not launch On-Demand Instances\. InsufficientInstanceCapacity - .*will be working on provisioning additional capacity\. Launching EC2 instance failed\./,
        );
        const oneZone = await aCluster(
            {},
            { faults: [{ kind: "capacityOut", instanceType: "m7i.large", zone: "use2-az1" }] },
        );
        assert.equal((await createGroup(oneZone)).failure, undefined);
        assert.deepEqual(
            new Set(nodesOf(oneZone).map(node => node.labels["topology.k8s.aws/zone-id"])),
            new Set(["use2-az2", "use2-az3"]),
        );
    });

    it("says that addresses ran out, and keeps what launched", async () => {
        const cluster = await aCluster({}, {}, 27);
        await expectFailed(
            cluster,
            { scalingConfig: { minSize: 0, desiredSize: 9, maxSize: 9 } },
            /InsufficientFreeAddresses: One or more of the subnets associated with your managed node group does not have enough available IP addresses/,
        );
        const launched = cluster.account.store.list(INSTANCE).length;
        assert.ok(launched > 0 && launched < 9);
        assert.equal(nodesOf(cluster).length, launched);
    });

    it("says that a public subnet gives no public address", async () => {
        const cluster = await aCluster();
        await expectFailed(
            cluster,
            { subnetIds: [cluster.network.publicSubnetId] },
            /Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of \[subnet-\S+\] for node group serve does not automatically assign public IP addresses/,
        );
    });

    const failsToJoin: readonly [what: string, policies: readonly string[], last: RegExp][] = [
        [
            "a role without the worker policy",
            ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"],
            /NodeCreationFailure: Instances failed to join the kubernetes cluster/,
        ],
        [
            "a role that may not pull images",
            ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"],
            /NodeCreationFailure: Unhealthy nodes in the kubernetes cluster \(.*AmazonEC2ContainerRegistryPullOnly/,
        ],
        [
            "a role without network permissions",
            ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
            /NodeCreationFailure: Unhealthy nodes in the kubernetes cluster \(.*AmazonEKS_CNI_Policy/,
        ],
    ];
    for (const [what, policies, last] of failsToJoin)
        it(`says that nodes fail with ${what}`, async () => {
            const cluster = await aCluster();
            await expectFailed(cluster, { nodeRoleArn: await aRole(cluster.account, "poor", "ec2", policies) }, last);
            assert.deepEqual(nodesOf(cluster), []);
        });

    it("says that nodes fail without a way out of their subnet", async () => {
        const cluster = await aCluster();
        const inputs = { vpcId: cluster.network.vpcId, cidrBlock: "10.0.200.0/24", availabilityZoneId: "use2-az1" };
        const closed = await cluster.account.create("aws:ec2/subnet:Subnet", inputs);
        await expectFailed(
            cluster,
            { subnetIds: [closed.id] },
            /NodeCreationFailure: Instances failed to join .*subnet-/,
        );
    });

    it("says that nodes fail without the VPC CNI", async () => {
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
        await expectFailed(cluster, {}, /NodeCreationFailure: Unhealthy nodes .*vpc-cni/);
    });

    it("says that nodes fail with a role that enters as another kind", async () => {
        const cluster = await aCluster();
        const entry = { clusterName: "shared", principalArn: cluster.nodeRoleArn, type: "STANDARD" };
        await cluster.account.create(ACCESS_ENTRY, entry);
        await expectFailed(cluster, {}, /Instances failed to join .*access entry of type EC2_LINUX/);
    });

    it("takes no update, and can be deleted", async () => {
        const cluster = await aCluster({}, { faults: [{ kind: "capacityOut", instanceType: "*", zone: "*" }] });
        await createGroup(cluster);
        await assert.rejects(
            updateGroup(cluster, {}),
            /StatusCode: 409, .*ResourceInUseException: Nodegroup cannot be updated as it is currently not in Active State \(it is CREATE_FAILED: .*InsufficientInstanceCapacity.*Delete or replace/,
        );
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });
});

describe("CNI with a role of its own", () => {
    async function minimalGroup(agent: boolean) {
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
        const { account } = cluster;
        const roleArn = await aRole(account, "cni", "pods.eks", ["AmazonEKS_CNI_Policy"]);
        if (agent) await createAddOn(cluster, "eks-pod-identity-agent");
        await createAddOn(cluster, "vpc-cni", {
            podIdentityAssociations: [{ roleArn, serviceAccount: "aws-node" }],
        });
        const nodeRoleArn = await aRole(account, "minimal", "ec2", [
            "AmazonEKSWorkerNodePolicy",
            "AmazonEC2ContainerRegistryPullOnly",
        ]);
        return createGroup(cluster, { nodeRoleArn });
    }

    it("lets a minimal node role join", async () => assert.equal((await minimalGroup(true)).failure, undefined));

    it("gets no role without the pod identity agent", async () =>
        assert.match((await minimalGroup(false)).failure ?? "", /Unhealthy nodes .*AmazonEKS_CNI_Policy/));
});
