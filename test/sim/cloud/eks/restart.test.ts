/** Does not prove what survives on disk: the two accounts of a test share one memory, as one directory would give them. */
import assert from "node:assert/strict";

import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import { ADD_ON, CLUSTER, NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import type { Machines } from "../../../../sim/cloud/contract";
import { openVolatile } from "../../../../sim/cloud/store/durable";
import { fakeMachines } from "../an-account";
import {
    aCluster,
    aNetwork,
    clusterInputs,
    clusterRole,
    createAddOn,
    createGroup,
    eksAccount,
    groupInputs,
} from "./a-cluster";

const never = () => new Promise<never>(() => undefined);

/** Machines that hang at one step, as when the local cloud ends while it is under way. */
const hangingAt = (step: keyof Machines): Machines => ({ ...fakeMachines(), [step]: never });

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise(resolve => setImmediate(resolve));

describe("local cloud that ended half-way", () => {
    it("finishes a cluster that was being created", async () => {
        const durable = openVolatile();
        const before = eksAccount({ durable, machines: hangingAt("ensureCluster") });
        const network = await aNetwork(before);
        void before.create(CLUSTER, clusterInputs(network, await clusterRole(before)));
        await settled();
        assert.equal(before.store.get(CLUSTER, "us-east-2", "shared")?.outputs.status, "CREATING");

        const after = eksAccount({ durable });
        assert.deepEqual(await after.resume(), []);
        const outputs = await after.read(CLUSTER, "shared");
        assert.equal(outputs?.status, "ACTIVE");
        assert.equal(outputs.endpoint, "https://127.0.0.1:16443");
    });

    it("finishes a group that was being created", async () => {
        const durable = openVolatile();
        const cluster = await aCluster({}, { durable });
        const before = eksAccount({ durable, machines: hangingAt("ensureNodes") });
        void createGroup({ ...cluster, account: before });
        await settled();
        assert.equal(before.store.get(NODE_GROUP, "us-east-2", "shared:serve")?.outputs.status, "CREATING");

        const after = eksAccount({ durable });
        assert.deepEqual(await after.resume(), []);
        assert.equal((await after.read(NODE_GROUP, "shared:serve"))?.status, "ACTIVE");
        assert.equal(after.machines.nodes.get(`${cluster.arn} serve`)?.length, 2);
        assert.equal(after.store.list(INSTANCE).length, 2);
    });

    it("does not wait for ever for a group whose cluster has no CNI yet", async () => {
        const durable = openVolatile();
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false }, { durable });
        const patient = { now: () => new Date("2026-11-23T10:00:00Z"), sleep: never };
        void createGroup({ ...cluster, account: eksAccount({ durable, clock: patient }) });
        await settled();

        const after = eksAccount({ durable, clock: { ...patient, sleep: () => settled().then(() => undefined) } });
        assert.deepEqual(await after.resume(), []);
        assert.equal((await after.read(NODE_GROUP, "shared:serve"))?.status, "CREATING");
        await createAddOn({ ...cluster, account: after }, "vpc-cni");
        while ((await after.read(NODE_GROUP, "shared:serve"))?.status === "CREATING") await settled();
        assert.equal((await after.read(NODE_GROUP, "shared:serve"))?.status, "ACTIVE");
    });

    it("finishes what was being deleted", async () => {
        const durable = openVolatile();
        const cluster = await aCluster({}, { durable });
        await createGroup(cluster);
        const before = eksAccount({ durable, machines: hangingAt("ensureNodes") });
        void before.remove(NODE_GROUP, "shared:serve");
        await settled();
        assert.equal((await before.read(NODE_GROUP, "shared:serve"))?.status, "DELETING");

        const after = eksAccount({ durable });
        assert.deepEqual(await after.resume(), []);
        assert.deepEqual(after.store.list(NODE_GROUP), []);
        assert.deepEqual(after.store.list(INSTANCE), []);
    });

    it("runs every cluster and every node again", async () => {
        const durable = openVolatile();
        const cluster = await aCluster({}, { durable });
        await createGroup(cluster, { labels: { tier: "a" } });
        await createAddOn(cluster, "kube-proxy");
        const shown = cluster.account.machines.nodes.get(`${cluster.arn} serve`);

        const after = eksAccount({ durable });
        assert.deepEqual(await after.resume(), []);
        assert.deepEqual(after.machines.nodes.get(`${cluster.arn} serve`), shown);
        assert.deepEqual([...after.machines.clusters.keys()], [cluster.arn]);
        assert.equal(after.store.list(ADD_ON)[0]?.hidden.status, "ACTIVE");
    });

    it("says which cluster it cannot run, and goes on", async () => {
        const durable = openVolatile();
        await aCluster({}, { durable });
        const machines = { ...fakeMachines(), ensureCluster: () => Promise.reject(new Error("etcd is gone")) };
        const failures = await eksAccount({ durable, machines }).resume();
        assert.deepEqual(
            failures.map(({ resource, error }) => [resource.id, error.message]),
            [["shared", "etcd is gone"]],
        );
    });

    it("says whose nodes it cannot show, and keeps to itself what a group's health says", async () => {
        const durable = openVolatile();
        const cluster = await aCluster({}, { durable });
        await createGroup(cluster);
        const machines = { ...fakeMachines(), ensureNodes: () => Promise.reject(new Error("no answer")) };
        const failures = await eksAccount({ durable, machines }).resume();
        assert.deepEqual(
            failures.map(({ resource, error }) => [resource.id, error.message]),
            [["shared:serve", "no answer"]],
        );
        const before = eksAccount({ durable, machines: hangingAt("ensureNodes") });
        void before.update(NODE_GROUP, "shared:serve", groupInputs(cluster, { releaseVersion: "1.35.2-20260304" }));
        await settled();
        const after = eksAccount({ durable, quotas: { "ec2/L-1216C47A": 4 } });
        assert.deepEqual(await after.resume(), []);
        assert.notEqual((await after.read(NODE_GROUP, "shared:serve"))?.releaseVersion, "1.35.2-20260304");
    });
});
