/** Does not prove that nodes run: the machines of these tests only remember the nodes they were told. */
import assert from "node:assert/strict";

import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import { NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { ROLE_POLICY_ATTACHMENT } from "../../../../sim/cloud/aws/iam/tokens";
import type { Fault } from "../../../../sim/cloud/faults";
import { record } from "../../../../sim/cloud/props";
import { aCluster, createGroup, nodesOf, updateGroup } from "./a-cluster";

describe("UpdateNodegroup", () => {
    it("grows and shrinks with the desired size", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await updateGroup(cluster, { scalingConfig: { minSize: 0, desiredSize: 4, maxSize: 4 } });
        assert.equal(nodesOf(cluster).length, 4);
        await updateGroup(cluster, { scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 4 } });
        assert.equal(nodesOf(cluster).length, 1);
        assert.equal(cluster.account.store.list(INSTANCE).length, 1);
    });

    it("is degraded when it cannot grow, without failing the update", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 6 } });
        await createGroup(cluster);
        const { outputs, failure } = await updateGroup(cluster, {
            scalingConfig: { minSize: 0, desiredSize: 4, maxSize: 4 },
        });
        assert.equal(failure, undefined);
        assert.equal(outputs.status, "DEGRADED");
        assert.equal(nodesOf(cluster).length, 3);
    });

    it("stays degraded until it launches again", async () => {
        const faults: Fault[] = [{ kind: "capacityOut", instanceType: "*", zone: "*" }];
        const cluster = await aCluster({}, { faults });
        const sized = async (desiredSize: number) =>
            (await updateGroup(cluster, { scalingConfig: { minSize: 0, desiredSize, maxSize: 4 } })).outputs.status;
        await createGroup(cluster, { scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 } });
        assert.equal(await sized(2), "DEGRADED");
        assert.equal(await sized(0), "DEGRADED");
        faults.pop();
        assert.equal(await sized(1), "ACTIVE");
    });

    it("refuses a minimum above the desired size in its own words", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await assert.rejects(
            updateGroup(cluster, { scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 } }),
            /updating EKS Node Group \(shared:serve\): operation error EKS: UpdateNodegroupConfig, .*InvalidParameterException: Minimum capacity 3 can't be greater than desired size 2/,
        );
    });

    it("shows new labels and taints on the nodes that run", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        const names = nodesOf(cluster).map(node => node.name);
        await updateGroup(cluster, { labels: { tier: "b" }, taints: [{ key: "a", effect: "NO_EXECUTE" }] });
        assert.deepEqual(
            nodesOf(cluster).map(({ name, labels, taints }) => ({ name, tier: labels.tier, taints })),
            names.map(name => ({ name, tier: "b", taints: [{ key: "a", effect: "NoExecute" }] })),
        );
    });

    it("replaces every node for another release", async () => {
        const cluster = await aCluster();
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304" });
        const before = nodesOf(cluster).map(node => node.providerId);
        const { outputs } = await updateGroup(cluster, { releaseVersion: "1.35.6-20260923" });
        assert.equal(outputs.releaseVersion, "1.35.6-20260923");
        assert.equal(outputs.status, "ACTIVE");
        const after = nodesOf(cluster);
        assert.equal(after.length, 2);
        assert.ok(after.every(node => !before.includes(node.providerId)));
        assert.ok(after.every(node => node.nodeInfo.kubeletVersion === "v1.35.6-eks-simulated"));
    });

    it("leaves the old nodes and versions when it cannot launch new ones", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 4 } });
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304" });
        const before = nodesOf(cluster);
        const { outputs, failure } = await updateGroup(cluster, { releaseVersion: "1.35.6-20260923" });
        assert.match(
            failure ?? "",
            /unexpected state 'Failed', wanted target 'Successful'\. last error: .*VcpuLimitExceeded/,
        );
        assert.equal(outputs.releaseVersion, "1.35.2-20260304");
        assert.deepEqual(nodesOf(cluster), before);
    });

    it("needs no room for a surge with the MINIMAL strategy", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 4 } });
        const updateConfig = { maxUnavailable: 1, updateStrategy: "MINIMAL" };
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304", updateConfig });
        const { failure } = await updateGroup(cluster, { releaseVersion: "1.35.6-20260923", updateConfig });
        assert.equal(failure, undefined);
        assert.equal(nodesOf(cluster).length, 2);
    });

    it("follows a desired size that someone else set", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        const { account } = cluster;
        await account.change(() => {
            const group = account.store.get(NODE_GROUP, "us-east-2", "shared:serve");
            assert.ok(group);
            const scalingConfig = { minSize: 0, desiredSize: 3, maxSize: 4 };
            account.store.put({ ...group, outputs: { ...group.outputs, scalingConfig } });
        });
        const read = await account.read(NODE_GROUP, "shared:serve");
        assert.equal(record(read ?? {}, "scalingConfig")?.desiredSize, 3);
        await account.resume();
        assert.equal(nodesOf(cluster).length, 3);
    });
});

describe("DeleteNodegroup", () => {
    it("takes nodes and instances along", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(nodesOf(cluster), []);
        assert.deepEqual(cluster.account.store.list(INSTANCE), []);
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });

    it("works when its role's policies went first", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        for (const each of cluster.account.store.list(ROLE_POLICY_ATTACHMENT))
            if (each.id.startsWith("node/")) await cluster.account.remove(ROLE_POLICY_ATTACHMENT, each.id);
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });
});
