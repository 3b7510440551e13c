/**
 * Holds what a simulated node says against nodes that people published from real clusters. Does not prove the exact memory
 * of types that nobody published.
 */
import assert from "node:assert/strict";

import { nodeName, nodeSpec } from "../../../../sim/cloud/aws/eks/node";
import { emptyNodeConfig } from "../../../../sim/cloud/aws/eks/node-config";
import { aMachine, anImage, hardware } from "./a-machine";

const kibibytes = (quantity = "") => Number(quantity.replace("Ki", ""));

describe("node of a managed group", () => {
    it("is named after its address, as EC2 names the instance", () => {
        assert.equal(nodeName("10.0.1.23", "us-east-2"), "ip-10-0-1-23.us-east-2.compute.internal");
        assert.equal(nodeName("10.0.1.23", "us-east-1"), "ip-10-0-1-23.ec2.internal");
    });

    it("is tied to its instance", () => {
        const node = nodeSpec(aMachine());
        assert.equal(node.name, "ip-10-0-1-23.us-east-2.compute.internal");
        assert.equal(node.providerId, "aws:///us-east-2a/i-0abcdef1234567890");
        assert.equal(node.internalIp, "10.0.1.23");
    });

    it("is named after its instance when nodeadm is told so", () => {
        const node = nodeSpec(aMachine({ config: { ...emptyNodeConfig, namedAfterInstance: true } }));
        assert.equal(node.name, "i-0abcdef1234567890");
        assert.equal(node.labels["kubernetes.io/hostname"], "i-0abcdef1234567890");
    });

    it("carries the labels of kubelet, cloud controller and EKS", () => {
        const { "k8s.io/cloud-provider-aws": cloud, ...labels } = nodeSpec(aMachine({ kubernetes: "1.34" })).labels;
        assert.match(cloud ?? "", /^[0-9a-f]{30}$/);
        assert.deepEqual(labels, {
            "beta.kubernetes.io/arch": "amd64",
            "beta.kubernetes.io/instance-type": "g6.xlarge",
            "beta.kubernetes.io/os": "linux",
            "eks.amazonaws.com/capacityType": "ON_DEMAND",
            "eks.amazonaws.com/nodegroup": "serve",
            "eks.amazonaws.com/nodegroup-image": "ami-00000000001234567",
            "failure-domain.beta.kubernetes.io/region": "us-east-2",
            "failure-domain.beta.kubernetes.io/zone": "us-east-2a",
            "kubernetes.io/arch": "amd64",
            "kubernetes.io/hostname": "ip-10-0-1-23.us-east-2.compute.internal",
            "kubernetes.io/os": "linux",
            "node.kubernetes.io/instance-type": "g6.xlarge",
            "topology.k8s.aws/zone-id": "use2-az1",
            "topology.kubernetes.io/region": "us-east-2",
            "topology.kubernetes.io/zone": "us-east-2a",
        });
    });

    it("names its launch template only when that is the user's own", () => {
        const { labels } = nodeSpec(
            aMachine({
                managed: { name: "serve", capacityType: "SPOT", launchTemplate: { id: "lt-1", version: "3" } },
            }),
        );
        assert.equal(labels["eks.amazonaws.com/sourceLaunchTemplateId"], "lt-1");
        assert.equal(labels["eks.amazonaws.com/sourceLaunchTemplateVersion"], "3");
    });

    it("names no managed group when it joined by itself", () => {
        const { labels } = nodeSpec(aMachine({ managed: undefined }));
        assert.deepEqual(
            Object.keys(labels).filter(key => key.startsWith("eks.amazonaws.com/")),
            [],
        );
    });

    it("shows user labels and taints of the group and of its user data", () => {
        const config = {
            ...emptyNodeConfig,
            labels: { "example.com/disk": "fast" },
            taints: [{ key: "example.com/booting", effect: "NoSchedule" }],
        };
        const taints = [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }];
        const node = nodeSpec(aMachine({ config, taints, labels: { team: "search" } }));
        assert.equal(node.labels["example.com/disk"], "fast");
        assert.equal(node.labels.team, "search");
        assert.deepEqual(node.taints, [...taints, ...config.taints]);
        const twice = nodeSpec(aMachine({ taints, config: { ...config, taints: [...taints, ...config.taints] } }));
        assert.deepEqual(twice.taints, node.taints, "a taint of both is there once");
    });

    const presence: readonly [what: string, machine: Parameters<typeof aMachine>[0], label: string | undefined][] = [
        ["a GPU node of 1.35", {}, "true"],
        ["a GPU node of 1.36", { kubernetes: "1.36" }, "true"],
        ["a GPU node of 1.34", { kubernetes: "1.34" }, undefined],
        ["a node without GPU", { hardware: hardware({ gpu: undefined }) }, undefined],
        [
            "a Bottlerocket node",
            { image: anImage("BOTTLEROCKET_x86_64_NVIDIA"), release: "1.63.0-5e1ec7ed" },
            undefined,
        ],
    ];
    for (const [what, machine, label] of presence)
        it(`${label ? "gets" : "does not get"} nvidia.com/gpu.present on ${what}`, () =>
            assert.equal(nodeSpec(aMachine(machine)).labels["nvidia.com/gpu.present"], label));
});

describe("resources of a node", () => {
    /** `kubectl describe node` of AL2023 nodes in public repositories (2025-11 to 2026-07), found by their storage. */
    const published = [
        {
            type: "t3.medium",
            vcpus: 2,
            memoryGiB: 4,
            enis: 3,
            ips: 6,
            gib: 20,
            pods: 17,
            cpu: "1930m",
            memory: 3931728,
        },
        {
            type: "g4dn.xlarge",
            vcpus: 4,
            memoryGiB: 16,
            enis: 3,
            ips: 10,
            gib: 20,
            pods: 29,
            cpu: "3920m",
            memory: 16164852,
        },
        {
            type: "g5.2xlarge",
            vcpus: 8,
            memoryGiB: 32,
            enis: 3,
            ips: 10,
            gib: 20,
            pods: 29,
            cpu: "7910m",
            memory: 32475408,
        },
        {
            type: "p5.48xlarge",
            vcpus: 192,
            memoryGiB: 2048,
            enis: 2,
            ips: 50,
            gib: 100,
            pods: 100,
            cpu: "191450m",
            memory: 2097112716,
        },
    ];
    for (const each of published)
        it(`of ${each.type} are those of a published one`, () => {
            const facts = {
                instanceType: each.type,
                vcpus: each.vcpus,
                memoryGiB: each.memoryGiB,
                maxInterfaces: each.enis,
                ipv4PerInterface: each.ips,
            };
            const { capacity, allocatable } = nodeSpec(
                aMachine({ hardware: hardware(facts), rootVolumeGiB: each.gib }),
            );
            assert.equal(capacity.pods, String(each.pods));
            assert.equal(allocatable.cpu, each.cpu);
            const memory = kibibytes(capacity.memory);
            assert.ok(Math.abs(memory - each.memory) < 0.012 * each.memory, `${memory} against ${each.memory}`);
            const reserved = (memory - kibibytes(allocatable.memory)) / 1024;
            assert.equal(reserved, 11 * each.pods + 255 + 100);
        });

    it("of storage are those of published 20 and 100 GiB root volumes, to the byte", () => {
        const small = nodeSpec(aMachine({ rootVolumeGiB: 20 }));
        assert.equal(small.capacity["ephemeral-storage"], "20893676Ki");
        assert.equal(small.allocatable["ephemeral-storage"], "18181869946");
        const large = nodeSpec(aMachine({ rootVolumeGiB: 100 }));
        assert.equal(large.capacity["ephemeral-storage"], "104779756Ki");
        assert.equal(large.allocatable["ephemeral-storage"], "95491281146");
    });

    it("of storage are those of the instance-store array where nodeadm builds one", () => {
        const config = { ...emptyNodeConfig, localStorage: "RAID0" as const };
        const disks = hardware({ localDisks: 8, localDiskGB: 3800 });
        const storage = nodeSpec(aMachine({ config, hardware: disks })).capacity["ephemeral-storage"];
        assert.ok(kibibytes(storage) > 29_600_000_000 && kibibytes(storage) < 8 * 3800 * 976_563);
    });

    it("stop at 110 pods below 30 vCPUs and at 250 above", () => {
        const pods = (changes: Parameters<typeof hardware>[0], prefixDelegation: boolean) =>
            nodeSpec(aMachine({ hardware: hardware(changes), prefixDelegation })).capacity.pods;
        assert.equal(pods({}, false), "58");
        assert.equal(pods({}, true), "110");
        assert.equal(pods({ vcpus: 96, maxInterfaces: 15, ipv4PerInterface: 50 }, false), "250");
        assert.equal(pods({ vcpus: 32, maxInterfaces: 8, ipv4PerInterface: 50 }, false), "250");
        assert.equal(pods({ vcpus: 192, maxInterfaces: 64, networkCards: 32, ipv4PerInterface: 50 }, false), "100");
        assert.equal(pods({ vcpus: 192, maxInterfaces: undefined, ipv4PerInterface: undefined }, false), "250");
    });

    it("take the pods that the user data asks for, and reserve memory for them", () => {
        const { capacity, allocatable } = nodeSpec(aMachine({ config: { ...emptyNodeConfig, maxPods: 100 } }));
        assert.equal(capacity.pods, "100");
        assert.equal((kibibytes(capacity.memory) - kibibytes(allocatable.memory)) / 1024, 1355 + 100);
    });

    /** `kubectl describe node` and `kubectl get nodes` of nodes with EFA in public repositories. */
    const withEfa = [
        { type: "p5.48xlarge", vcpus: 192, memoryGiB: 2048, pages: "42242Mi", allocatable: undefined },
        { type: "p4de.24xlarge", vcpus: 96, memoryGiB: 1152, pages: "21122Mi", allocatable: 1146004920 },
        { type: "p3dn.24xlarge", vcpus: 96, memoryGiB: 768, pages: "21122Mi", allocatable: 753772012 },
    ];
    for (const each of withEfa)
        it(`of ${each.type} with EFA hold the huge pages of a published one, and less other memory`, () => {
            const facts = hardware({ vcpus: each.vcpus, memoryGiB: each.memoryGiB, maxInterfaces: 15 });
            const { capacity, allocatable } = nodeSpec(
                aMachine({ hardware: { ...facts, ipv4PerInterface: 50 }, efaInterfaces: 1 }),
            );
            assert.equal(capacity["hugepages-2Mi"], each.pages);
            assert.equal(allocatable["hugepages-2Mi"], each.pages);
            const memory = kibibytes(allocatable.memory);
            if (each.allocatable !== undefined)
                assert.ok(Math.abs(memory - each.allocatable) < 0.012 * each.allocatable, String(memory));
        });

    const pages: readonly [what: string, machine: Parameters<typeof aMachine>[0], expected: string][] = [
        ["without an EFA interface", {}, "0"],
        ["of an image without EFA's driver", { efaInterfaces: 1, image: anImage("AL2023_x86_64_STANDARD") }, "0"],
        ["of Bottlerocket with EFA", { efaInterfaces: 1, image: anImage("BOTTLEROCKET_x86_64_NVIDIA") }, "880Mi"],
        ["of AL2023 with EFA", { efaInterfaces: 1 }, "882Mi"],
        ["that its user data sets aside", { config: { ...emptyNodeConfig, hugePages: 5128 } }, "10256Mi"],
    ];
    for (const [what, machine, expected] of pages)
        it(`count ${expected} of huge pages on a node ${what}`, () =>
            assert.equal(
                nodeSpec(aMachine({ release: "1.63.0-5e1ec7ed", ...machine })).capacity["hugepages-2Mi"],
                expected,
            ));

    it("never hold what a device plugin advertises", () => {
        const { capacity } = nodeSpec(aMachine());
        assert.deepEqual(
            Object.keys(capacity).filter(key => key.includes("/")),
            [],
        );
    });
});

describe("devices of a node", () => {
    const devices = (machine: Parameters<typeof aMachine>[0]) => nodeSpec(aMachine(machine)).devices;
    const gpus = (machine: Parameters<typeof aMachine>[0]) =>
        devices(machine).find(device => device.kind === "nvidia-gpu");

    it("are the GPUs of the type, with the driver where the image has it", () => {
        assert.deepEqual(devices({}), [
            { kind: "nvidia-gpu", model: "L4", count: 1, memoryGiB: 22.352, driver: true, pluginBuiltIn: false },
        ]);
        const [standard] = devices({ image: anImage("AL2023_x86_64_STANDARD") });
        assert.ok(standard?.kind === "nvidia-gpu" && !standard.driver);
    });

    it("are advertised by the image itself on Bottlerocket", () => {
        const image = anImage("BOTTLEROCKET_x86_64_NVIDIA");
        assert.equal(gpus({ image, release: "1.63.0-5e1ec7ed" })?.pluginBuiltIn, true);
    });

    it("are the EFA interfaces that the instance was launched with, with the driver where the image has it", () => {
        const efa = (image: string) =>
            devices({ image: anImage(image), efaInterfaces: 4, release: "1.63.0-5e1ec7ed" }).find(
                device => device.kind === "efa",
            );
        assert.deepEqual(efa("AL2023_x86_64_NVIDIA"), { kind: "efa", count: 4, driver: true });
        assert.equal(efa("BOTTLEROCKET_x86_64")?.driver, true);
        assert.equal(efa("AL2023_x86_64_STANDARD")?.driver, false);
    });

    it("are none on other types", () => assert.deepEqual(devices({ hardware: hardware({ gpu: undefined }) }), []));
});
