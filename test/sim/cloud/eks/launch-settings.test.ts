/*
 * What managed groups make of a launch template's interfaces, placement, key pair and reservation.
 * Not proven here: that EKS finds at creation what this account finds then; EC2's limits of a type show at launch only.
 */
import assert from "node:assert/strict";

import { freeAddresses, interfacesOfOwner } from "../../../../sim/cloud/aws/ec2/network-interfaces";
import { subnetOf } from "../../../../sim/cloud/aws/ec2/subnets";
import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { reportInstances } from "../../../../sim/cloud/instance-reports";
import { text } from "../../../../sim/cloud/props";
import { aCluster, aTemplate, createAddOn, createGroup, nodesOf, updateGroup, type TestCluster } from "./a-cluster";

const region = "us-east-2";
const PLACEMENT = "aws:ec2/placementGroup:PlacementGroup";

const efaOnly = (cards: number): readonly Props[] => [
    { networkCardIndex: 0, deviceIndex: 0 },
    { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" },
    ...Array.from({ length: cards - 1 }, (_, index) => ({
        networkCardIndex: index + 1,
        deviceIndex: 0,
        interfaceType: "efa-only",
    })),
];

const gpus = { instanceTypes: ["p5.48xlarge"], amiType: "AL2023_x86_64_NVIDIA" };
const one = { scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 4 } };
const oneZone = (cluster: TestCluster) => ({ subnetIds: cluster.network.subnetIds.slice(0, 1) });
const report = ({ account }: TestCluster) => reportInstances(account)[0];

describe("launch template of a managed group", () => {
    it("gives its instances the interfaces that it names, in the cluster's security group, whose members reach each other", async () => {
        const cluster = await aCluster();
        const launchTemplate = await aTemplate(cluster, { networkInterfaces: efaOnly(32) });
        const group = {
            ...gpus,
            ...oneZone(cluster),
            launchTemplate,
            scalingConfig: { minSize: 0, desiredSize: 2, maxSize: 2 },
        };
        assert.equal((await createGroup(cluster, group)).failure, undefined);
        const [instance] = cluster.account.store.list(INSTANCE);
        const interfaces = interfacesOfOwner(cluster.account, region, instance!.id);
        assert.equal(interfaces.length, 33);
        assert.deepEqual(
            new Set(interfaces.flatMap(each => each.securityGroupIds)),
            new Set([cluster.securityGroupId]),
        );
        assert.deepEqual(report(cluster)?.fabric, { interfaces: 64, peersReachable: true, because: [] });
    });

    it("takes the addresses of its layout beside those of the pod network", async () => {
        for (const prefixes of [false, true]) {
            const cluster = await aCluster();
            if (prefixes)
                await createAddOn(cluster, "vpc-cni", {
                    configurationValues: JSON.stringify({ env: { ENABLE_PREFIX_DELEGATION: "true" } }),
                });
            const [subnetId = ""] = cluster.network.subnetIds;
            const subnet = subnetOf(cluster.account, region, subnetId, "test");
            const before = freeAddresses(cluster.account, region, subnet);
            const launchTemplate = await aTemplate(cluster, { networkInterfaces: efaOnly(32) });
            await createGroup(cluster, { ...gpus, ...one, ...oneZone(cluster), launchTemplate });
            const read = await cluster.account.invoke("aws:ec2/getSubnet:getSubnet", { id: subnetId });
            assert.equal(read.availableIpAddressCount, before - (prefixes ? 17 : 50));
        }
    });

    const refusals: readonly (readonly [what: string, template: Props, says: RegExp])[] = [
        [
            "groups beside interfaces",
            { networkInterfaces: efaOnly(1), vpcSecurityGroupIds: ["sg-1"] },
            /InvalidRequestException: Network interfaces and an instance-level security groups may not be specified on the same request/,
        ],
        [
            "a subnet in an interface",
            { networkInterfaces: [{ deviceIndex: 0, subnetId: "subnet-1" }] },
            /You must not specify a subnet in your launch template/,
        ],
        [
            "a key pair that is not there",
            { keyName: "mine" },
            /InvalidRequestException: The key pair 'mine' does not exist/,
        ],
        [
            "a placement group that is not there",
            { placement: { groupName: "close" } },
            /InvalidRequestException: The Placement Group 'close' is unknown/,
        ],
        [
            "Spot, with or without a price",
            { instanceMarketOptions: { marketType: "spot", spotOptions: { maxPrice: "1.5" } } },
            /should not request Spot Instances/,
        ],
    ];
    for (const [what, template, says] of refusals)
        it(`is refused with ${what}`, async () => {
            const cluster = await aCluster();
            const launchTemplate = await aTemplate(cluster, template);
            await assert.rejects(createGroup(cluster, { ...gpus, ...one, launchTemplate }), says);
        });

    it("with more than its type takes fails at launch", async () => {
        const cluster = await aCluster();
        const launchTemplate = await aTemplate(cluster, { networkInterfaces: efaOnly(1) });
        const small = { instanceTypes: ["g6.xlarge"], amiType: "AL2023_x86_64_NVIDIA", ...one, launchTemplate };
        assert.match(
            (await createGroup(cluster, small)).failure ?? "",
            /AsgInstanceLaunchFailures: .*UnsupportedOperation - EFA interfaces are not supported on g6\.xlarge/,
        );
    });

    it("with a key pair of the account is taken, and the pair is found", async () => {
        const cluster = await aCluster();
        const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9l5Yp1dJ0mWq0PqM0gU1p2Zs8yY1dJ2f3u4v5w6x7y";
        const made = await cluster.account.create("aws:ec2/keyPair:KeyPair", { keyName: "mine", publicKey });
        const found = await cluster.account.invoke("aws:ec2/getKeyPair:getKeyPair", { keyName: "mine" });
        assert.deepEqual([found.keyPairId, found.keyType], [made.outputs.keyPairId, "ed25519"]);
        await assert.rejects(
            cluster.account.invoke("aws:ec2/getKeyPair:getKeyPair", { keyName: "other" }),
            /InvalidKeyPair\.NotFound: The key pair 'other' does not exist/,
        );
        await assert.rejects(
            cluster.account.create("aws:ec2/keyPair:KeyPair", { keyName: "bad", publicKey: "mine" }),
            /InvalidKey\.Format/,
        );
        const launchTemplate = await aTemplate(cluster, { keyName: "mine" });
        assert.equal((await createGroup(cluster, { launchTemplate })).failure, undefined);
    });
});

describe("cluster placement group of a managed group", () => {
    it("keeps its nodes in one zone, and refuses an update that would leave it", async () => {
        const cluster = await aCluster();
        await cluster.account.create(PLACEMENT, { name: "close", strategy: "cluster" });
        const data = { placement: { groupName: "close" } };
        const launchTemplate = await aTemplate(cluster, data);
        assert.equal((await createGroup(cluster, { launchTemplate })).failure, undefined);
        assert.equal(new Set(nodesOf(cluster).map(each => each.labels["topology.kubernetes.io/zone"])).size, 1);
        const id = text(launchTemplate, "id");
        await cluster.account.update("aws:ec2/launchTemplate:LaunchTemplate", id, {
            ...cluster.account.store.get("aws:ec2/launchTemplate:LaunchTemplate", region, id)?.inputs,
            description: "the next one",
        });
        await assert.rejects(
            updateGroup(cluster, { launchTemplate: { id, version: "2" } }),
            /InvalidRequestException: Instances in the close Placement Group must be launched in the us-east-2a Availability Zone/,
        );
    });
});

describe("update of a group whose capacity is all in use", () => {
    for (const [strategy, works] of [
        ["MINIMAL", true],
        ["DEFAULT", false],
    ] as const)
        it(`${works ? "replaces node by node" : "finds no room for the new node"} with the strategy ${strategy}`, async () => {
            const cluster = await aCluster();
            const { id } = await cluster.account.create("aws:ec2/capacityReservation:CapacityReservation", {
                availabilityZone: "us-east-2a",
                instanceType: "m7i.large",
                instancePlatform: "Linux/UNIX",
                instanceMatchCriteria: "targeted",
                instanceCount: 2,
            });
            const capacityReservationTarget = { capacityReservationId: id };
            const group = {
                launchTemplate: await aTemplate(cluster, {
                    capacityReservationSpecification: { capacityReservationTarget },
                }),
                updateConfig: { maxUnavailable: 1, updateStrategy: strategy },
                ...oneZone(cluster),
            };
            await createGroup(cluster, group);
            const before = nodesOf(cluster).map(each => each.providerId);
            const { failure } = await updateGroup(cluster, { ...group, releaseVersion: "1.35.6-20260818" });
            assert.equal(failure === undefined, works, failure);
            if (!works) assert.match(failure ?? "", /ReservationCapacityExceeded/);
            assert.equal(nodesOf(cluster).length, 2);
            assert.equal(
                nodesOf(cluster).some(each => before.includes(each.providerId)),
                !works,
            );
        });
});
