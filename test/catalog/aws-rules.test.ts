// Rules that are tables in the code: what follows from them, and how they fit the other tables. AWS is not asked.
import assert from "node:assert/strict";
import fc from "fast-check";
import { eksAddons } from "../../components/catalog/aws/addons";
import { awsCapacityRules, blockEnd, isFutureReservable } from "../../components/catalog/aws/capacity-rules";
import { efaPodHugePages, hugePagesOf } from "../../components/catalog/aws/huge-pages";
import { nodeImage, nodeImages } from "../../components/catalog/aws/images";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { nodeMonitoring, nodeRepair } from "../../components/catalog/aws/node-monitoring";
import { cells } from "./csv";

describe("capacity blocks", () => {
    const { capacityBlock } = awsCapacityRules;

    it("are as large as the largest size that is offered, and as long as whole weeks", () => {
        assert.equal(Math.max(...capacityBlock.usualSizes.instances), capacityBlock.mostInstances);
        assert.equal(capacityBlock.longestInDays.byTheWeek % 7, 0);
    });

    it("are drained before EC2 or their user stops the machines", () => {
        assert.deepEqual(blockEnd("p5.48xlarge"), { drainMinutes: 40, stopMinutes: 30 });
        assert.deepEqual(blockEnd("p6e-gb200.36xlarge"), { drainMinutes: 70, stopMinutes: 60 });
        for (const { name } of awsInstanceTypes()) {
            const { drainMinutes, stopMinutes } = blockEnd(name);
            assert.ok(drainMinutes > stopMinutes && stopMinutes >= capacityBlock.beforeEnd.ec2StopsMinutes, name);
        }
    });

    it("of UltraServers are those of the table", () => {
        const families = cells("aws-ultraservers.csv")
            .filter(row => row.acceleratorName!.startsWith("NVIDIA"))
            .map(row => row.instanceType!.split(".")[0]);
        assert.deepEqual([...new Set(families)], capacityBlock.ultraServers.families);
    });
});

describe("future-dated reservations", () => {
    it("exist for G and general-purpose types, and for no other of the catalogue", () => {
        for (const { name, family } of awsInstanceTypes()) {
            assert.equal(isFutureReservable(name), /^(g|gr|m)\d/.test(family), name);
        }
    });

    it("do not exist for other words", () =>
        fc.assert(
            fc.property(fc.stringMatching(/^(inf|trn|p|f|dl|vt|x|u-)[0-9a-z.-]*$/), name =>
                assert.equal(isFutureReservable(name), false),
            ),
        ));
});

describe("quotas of ways to buy", () => {
    it("are the on-demand one for everything reserved at the list price, none for blocks", () => {
        const markets = Object.entries(awsCapacityRules).map(([kind, { quota }]) => [kind, quota.market]);
        assert.deepEqual(Object.fromEntries(markets), {
            capacityBlock: "none",
            reservation: "onDemand",
            futureReservation: "onDemand",
            spot: "spot",
        });
    });
});

describe("addresses", () => {
    it("of a node are known for every type that can be bought on its own, and for GB200", () => {
        for (const { name, status, network } of awsInstanceTypes()) {
            if (status === "retired" || name === "trn2u.48xlarge") continue;
            assert.ok(network.addresses.known, name);
            assert.ok(network.addresses.maxEnis >= 2 && network.addresses.ipv4PerEni >= 4, name);
        }
    });
});

describe("huge pages", () => {
    it("are there on every image with the EFA driver, for each vCPU", () => {
        for (const image of nodeImages()) {
            assert.equal(hugePagesOf(image).perVcpu, image.drivers.includes("efa") ? 110 : 0, image.name);
        }
        assert.match(hugePagesOf(nodeImage("BOTTLEROCKET_x86_64_NVIDIA")).setting, /^settings\./);
    });

    it("are what published nodes show", () => {
        const { perVcpu, more } = hugePagesOf(nodeImage("AL2023_x86_64_NVIDIA"));
        const { pageMiB } = efaPodHugePages;
        assert.deepEqual(
            [192, 96].map(vcpus => (perVcpu * vcpus + more) * pageMiB),
            [42242, 21122],
        );
    });

    it("suffice for eight pods of an EFA job on the largest nodes", () => {
        const { pageMiB, pages, request } = efaPodHugePages;
        assert.equal(request["hugepages-2Mi"], `${pages * pageMiB}Mi`);
        assert.equal(Math.floor((hugePagesOf(nodeImage("AL2023_x86_64_NVIDIA")).perVcpu * 192) / pages), 8);
    });
});

describe("node monitoring", () => {
    it("is an add-on of the table", () => assert.ok(eksAddons().includes(nodeMonitoring.addon)));

    it("tolerates every taint with its agent, and none with what looks after GPUs", () => {
        const tolerations = nodeMonitoring.daemons.map(({ name, tolerations: of }) => [name, of]);
        assert.deepEqual(tolerations, [
            ["eks-node-monitoring-agent", [{ operator: "Exists" }]],
            ["dcgm-server", []],
        ]);
    });

    it("is waited for longer where the cause is not the accelerator", () => {
        const [accelerated, ...others] = nodeRepair.conditions;
        for (const { afterMinutes } of others) assert.ok(afterMinutes > accelerated!.afterMinutes);
    });
});
