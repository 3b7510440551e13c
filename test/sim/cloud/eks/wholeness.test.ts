/**
 * Random calls against one cluster while capacity, quotas and machines fail: whatever happens, the account stays whole. Does
 * not prove that each call does what it should; the tables beside this file do.
 */
import assert from "node:assert/strict";

import fc from "fast-check";

import { instancesOfOwner } from "../../../../sim/cloud/aws/ec2/instances";
import { CLUSTER, NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { INSTANCE, NAT_GATEWAY, NETWORK_INTERFACE } from "../../../../sim/cloud/aws/ec2/tokens";
import type { Account, Machines, NodeSpec } from "../../../../sim/cloud/contract";
import { number, record, text, textMap, texts } from "../../../../sim/cloud/props";
import type { Fault } from "../../../../sim/cloud/faults";
import { fakeMachines } from "../an-account";
import { aCluster, createAddOn, createGroup, groupInputs, type TestCluster } from "./a-cluster";

const region = "us-east-2";
const names = ["a", "b", "c"];

type Step =
    | { readonly kind: "want"; readonly group: string; readonly desired: number; readonly release: string }
    | { readonly kind: "remove"; readonly group: string }
    | { readonly kind: "addOn" }
    | { readonly kind: "fail"; readonly broken: boolean }
    | { readonly kind: "capacity"; readonly zones: readonly string[] }
    | { readonly kind: "restart" };

const group = fc.constantFrom(...names);
const desired = fc.integer({ min: 0, max: 6 });
const release = fc.constantFrom("1.35.2-20260304", "1.35.6-20260923");
const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant("want"), group, desired, release }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove"), group }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: "addOn" }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail"), broken: fc.boolean() }) },
    {
        weight: 1,
        arbitrary: fc.record({
            kind: fc.constant("capacity"),
            zones: fc.subarray(["use2-az1", "use2-az2", "use2-az3"]),
        }),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: "restart" }) },
);

interface World {
    readonly cluster: TestCluster;
    readonly faults: Fault[];
    readonly machines: { broken: boolean; nodes: ReadonlyMap<string, readonly NodeSpec[]> };
}

async function aWorld(): Promise<World> {
    const faults: Fault[] = [];
    const inner = fakeMachines();
    const state = { broken: false, nodes: inner.nodes };
    const orFail = <T>(work: () => Promise<T>) =>
        state.broken ? Promise.reject(new Error("machines are down")) : work();
    const machines: Machines = {
        ensureCluster: spec => orFail(() => inner.ensureCluster(spec)),
        removeCluster: key => orFail(() => inner.removeCluster(key)),
        ensureNodes: (key, name, nodes) => orFail(() => inner.ensureNodes(key, name, nodes)),
    };
    // Room for a third of what the steps ask for at most.
    const cluster = await aCluster({}, { machines, faults, quotas: { "ec2/L-1216C47A": 12 } }, 26);
    return { cluster, faults, machines: state };
}

async function take({ cluster, faults, machines }: World, next: Step): Promise<void> {
    const { account } = cluster;
    switch (next.kind) {
        case "want": {
            const changes = {
                nodeGroupName: next.group,
                scalingConfig: { minSize: 0, desiredSize: next.desired, maxSize: 6 },
                releaseVersion: next.release,
            };
            const id = `shared:${next.group}`;
            if (account.store.get(NODE_GROUP, region, id) === undefined) await createGroup(cluster, changes);
            else await account.update(NODE_GROUP, id, groupInputs(cluster, changes));
            break;
        }
        case "remove":
            await account.remove(NODE_GROUP, `shared:${next.group}`);
            break;
        case "addOn":
            await createAddOn(cluster, "coredns");
            break;
        case "fail":
            machines.broken = next.broken;
            break;
        case "capacity":
            faults.splice(
                0,
                faults.length,
                ...next.zones.map(zone => ({ kind: "capacityOut" as const, instanceType: "*", zone })),
            );
            break;
        case "restart":
            await account.resume();
            break;
    }
}

/** Everything that holds of an account between two calls. */
function assertWhole(account: Account): void {
    const groups = account.store.list(NODE_GROUP, region);
    const owners = new Set(groups.map(each => text(each.outputs, "arn")));
    const instances = account.store.list(INSTANCE, region);
    for (const each of instances) assert.ok(owners.has(text(each.outputs, "owner")), `${each.id} belongs to nobody`);

    for (const each of groups) {
        const generations = Object.keys(record(each.hidden, "generations") ?? {});
        assert.ok(generations.includes(text(each.hidden, "newest")), `${each.id} launches from nothing`);
        const running = instancesOfOwner(account, region, text(each.outputs, "arn")).map(instance => instance.id);
        const launchedFrom = textMap(each.hidden, "launchedFrom");
        assert.deepEqual(Object.keys(launchedFrom).sort(), running.sort(), `${each.id} forgot an instance`);
        for (const generation of Object.values(launchedFrom)) assert.ok(generations.includes(generation));
        assert.ok(number(record(each.outputs, "scalingConfig") ?? {}, "desiredSize") <= 6);
    }

    const holders = new Set([
        ...instances.map(each => each.id),
        ...account.store.list(CLUSTER, region).map(each => text(each.outputs, "arn")),
        ...account.store.list(NAT_GATEWAY, region).map(each => each.id),
    ]);
    const interfaces = account.store.list(NETWORK_INTERFACE, region);
    for (const each of interfaces) assert.ok(holders.has(text(each.outputs, "owner")), `${each.id} is held by nobody`);
    const addresses = interfaces.flatMap(each => texts(each.outputs, "addresses"));
    assert.equal(new Set(addresses).size, addresses.length, "an address was given twice");
}

/** Once machines work again, nodes are the instances of the groups that are up. */
function assertNodesAreInstances({ cluster, machines }: World): void {
    const { account, arn } = cluster;
    for (const each of account.store.list(NODE_GROUP, region)) {
        if (each.outputs.status === "CREATE_FAILED") continue;
        const instances = instancesOfOwner(account, region, text(each.outputs, "arn")).map(
            instance => instance.privateDnsName,
        );
        const nodes = machines.nodes.get(`${arn} ${text(each.inputs, "nodeGroupName")}`) ?? [];
        assert.deepEqual(nodes.map(node => node.name).sort(), instances.sort());
    }
}

describe("account under failing calls", () => {
    it("stays whole, and can be emptied", () =>
        fc.assert(
            fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async steps => {
                const world = await aWorld();
                const { account } = world.cluster;
                for (const next of steps) {
                    await take(world, next).catch((error: unknown) => assert.ok(error instanceof Error));
                    assertWhole(account);
                }
                world.machines.broken = false;
                await account.resume();
                assertWhole(account);
                assertNodesAreInstances(world);
                for (const each of account.store.list(NODE_GROUP, region)) await account.remove(NODE_GROUP, each.id);
                await account.remove(CLUSTER, "shared");
                assertWhole(account);
                assert.deepEqual(account.store.list(INSTANCE, region), []);
            }),
            { numRuns: 40 },
        )).timeout(120_000);
});
