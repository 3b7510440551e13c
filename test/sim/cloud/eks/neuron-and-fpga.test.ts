/** Nodes with Neuron devices and FPGAs. Does not prove that a chip or an FPGA works, nor where F1 was offered. */
import assert from "node:assert/strict";
import { hardwareOf, instanceHardware } from "../../../../sim/cloud/aws/eks/instance-hardware";
import { fpgaImages } from "../../../../sim/cloud/aws/eks/boot/fpga-images";
import { nodeSpec } from "../../../../sim/cloud/aws/eks/node";
import { emptyNodeConfig } from "../../../../sim/cloud/aws/eks/node-config";
import { ownImages } from "../../../../sim/cloud/aws/eks/node-images";
import { anAccount, fakeClock, type TestAccount } from "../an-account";
import { aCluster, aTemplate, createGroup, nodesOf } from "./a-cluster";
import { aMachine, anImage } from "./a-machine";

const before = new Date("2025-12-19T23:59:59Z");
const after = new Date("2025-12-20T00:00:00Z");

function nodeOf(instanceType: string, amiType: string, changes: Partial<typeof emptyNodeConfig> = {}) {
    const hardware = hardwareOf(instanceType);
    assert.ok(hardware);
    return nodeSpec(aMachine({ hardware, image: anImage(amiType), config: { ...emptyNodeConfig, ...changes } }));
}

const lnc = (value: string) => [
    `mkdir -p /opt/aws/neuron; echo NEURON_LOGICAL_NC_CONFIG=${value} > /opt/aws/neuron/logical_nc_config`,
];

const encoded = (script: string) =>
    Buffer.from(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n--//\nContent-Type: text/x-shellscript\n\n' +
            `${script}\n--//--\n`,
    ).toString("base64");

describe("a node with Neuron devices", () => {
    const chips: readonly (readonly [type: string, count: number, cores: number])[] = [
        ["inf1.24xlarge", 16, 4],
        ["inf2.48xlarge", 12, 2],
        ["trn1n.32xlarge", 16, 2],
        ["trn2.3xlarge", 1, 8],
        ["trn2u.48xlarge", 16, 8],
    ];
    for (const [type, count, cores] of chips)
        it(`of type ${type} has ${count} chips of ${cores} cores, and the driver of its image`, () => {
            const [device] = nodeOf(type, "AL2023_x86_64_NEURON").devices;
            assert.ok(device?.kind === "neuron");
            assert.deepEqual([device.count, device.cores, device.driver], [count, cores, true]);
        });

    it("has no driver from an image for something else", () => {
        for (const amiType of ["AL2023_x86_64_STANDARD", "AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA"]) {
            const [device] = nodeOf("inf2.xlarge", amiType).devices;
            assert.ok(device?.kind === "neuron" && !device.driver, amiType);
        }
    });

    it("gives its devices to containers on standard Bottlerocket when that is told to", () => {
        for (const deviceOwnership of [true, false]) {
            const [device] = nodeOf("inf2.xlarge", "BOTTLEROCKET_x86_64", { deviceOwnership }).devices;
            assert.ok(device?.kind === "neuron" && device.driver);
            assert.equal(device.deviceOwnership, deviceOwnership);
        }
    });

    const settings: readonly (readonly [string, string, number | undefined, RegExp | undefined])[] = [
        ["trn2.48xlarge", "1", 1, undefined],
        ["trn2.48xlarge", "2", 2, undefined],
        ["trn2.48xlarge", "3", undefined, /neither 1 nor 2/],
        ["trn1.32xlarge", "2", undefined, /Trainium cannot be taken together/],
    ];
    for (const [type, value, logicalCores, problem] of settings)
        it(`of type ${type} takes ${value} core(s) together as far as the chip can`, () => {
            const { devices, bootProblems = [] } = nodeOf(type, "AL2023_x86_64_NEURON", { scripts: lnc(value) });
            assert.ok(devices[0]?.kind === "neuron");
            assert.equal(devices[0].logicalCores, logicalCores);
            assert.equal(bootProblems.length, problem ? 1 : 0);
            if (problem) assert.match(bootProblems[0] ?? "", problem);
        });

    it("is set up by the launch template of its group, and stays so in the account", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 512, "ec2/L-2C3B7624": 512 } });
        const launchTemplate = await aTemplate(cluster, { userData: encoded(lnc("1")[0] ?? "") });
        const group = { instanceTypes: ["trn2.48xlarge"], amiType: "AL2023_x86_64_NEURON", launchTemplate };
        const { failure } = await createGroup(cluster, group);
        assert.equal(failure, undefined);
        const nodes = nodesOf(cluster);
        assert.equal(nodes.length, 2);
        for (const { devices } of nodes) assert.ok(devices[0]?.kind === "neuron" && devices[0].logicalCores === 1);
    });
});

describe("a node with FPGAs", () => {
    const dropIn = (content: string) => [
        `mkdir -p /etc/eks/nodeadm.d\ncat > /etc/eks/nodeadm.d/a.yaml <<EOF\n${content}\nEOF`,
    ];

    it("shows its slots, with a path for each in sysfs", () => {
        const { devices, hostPaths = [] } = nodeOf("f2.48xlarge", "AL2023_x86_64_STANDARD");
        assert.ok(devices[0]?.kind === "fpga");
        assert.equal(devices[0].slots.length, 8);
        assert.equal(new Set(devices[0].slots.map(({ pciAddress }) => pciAddress)).size, 8);
        for (const { pciAddress } of devices[0].slots)
            assert.ok(hostPaths.includes(`/sys/bus/pci/devices/${pciAddress}`));
    });

    it("has the labels and taints that its boot script leaves to nodeadm", () => {
        const kubelet =
            "flags: [--node-labels=fpga.example/slot-0=failed], config: { registerWithTaints: [{ key: broken, effect: NoSchedule }] }";
        const document = `apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: { kubelet: { ${kubelet} } }`;
        const node = nodeOf("f2.6xlarge", "AL2023_x86_64_STANDARD", { scripts: dropIn(document) });
        assert.equal(node.labels["fpga.example/slot-0"], "failed");
        assert.deepEqual(node.taints, [{ key: "broken", effect: "NoSchedule" }]);
    });

    it("has the tools from an image that holds them", () => {
        const hardware = hardwareOf("f2.6xlarge");
        assert.ok(hardware);
        const image = fpgaImages().find(({ family }) => family === "f2")?.id ?? null;
        const config = { ...emptyNodeConfig, scripts: [`fpga-load-local-image -S 0 -I ${image ?? ""}`] };
        for (const { imageId, holds } of ownImages().filter(each => each.amiType === "AL2023_x86_64_STANDARD")) {
            const machine = aMachine({ hardware, image: anImage("AL2023_x86_64_STANDARD"), imageId, config });
            const [device] = nodeSpec(machine).devices;
            assert.ok(device?.kind === "fpga");
            assert.equal(device.slots[0]?.image, holds === "fpga-tools" ? image : null);
        }
    });

    it("says when that is no NodeConfig", () => {
        const { bootProblems } = nodeOf("f2.6xlarge", "AL2023_x86_64_STANDARD", { scripts: dropIn("kind: Other") });
        assert.match(bootProblems?.[0] ?? "", /is no NodeConfig/);
    });
});

describe("huge pages", () => {
    it("of either size are on the node, and missing from its memory", () => {
        const memory = (changes: Partial<typeof emptyNodeConfig>) =>
            nodeOf("f2.6xlarge", "AL2023_x86_64_STANDARD", changes);
        const [none, small, giant] = [memory({}), memory({ hugePages: 512 }), memory({ giantPages: 4 })];
        const kib = (node: typeof none) => Number(node.allocatable.memory?.replace("Ki", ""));
        assert.deepEqual([small.capacity["hugepages-2Mi"], small.capacity["hugepages-1Gi"]], ["1024Mi", "0"]);
        assert.deepEqual([giant.capacity["hugepages-2Mi"], giant.capacity["hugepages-1Gi"]], ["0", "4Gi"]);
        assert.deepEqual([kib(none) - kib(small), kib(none) - kib(giant)], [1024 ** 2, 4 * 1024 ** 2]);
    });
});

describe("F1", () => {
    it("has AMD's runtime from an image that holds it", () => {
        const hardware = hardwareOf("f1.2xlarge");
        assert.ok(hardware);
        for (const { imageId, holds } of ownImages().filter(each => each.amiType === "AL2023_x86_64_STANDARD")) {
            const machine = aMachine({ hardware, imageId, image: anImage("AL2023_x86_64_STANDARD") });
            const runtimes = nodeSpec(machine).devices.map(each => each.kind === "fpga" && each.xrt);
            assert.deepEqual(runtimes, [holds === "xrt"], imageId);
        }
    });

    const region = "us-east-1";
    it("is hardware that can be launched before 2025-12-20 and not after", () => {
        assert.equal(instanceHardware("f1.16xlarge", region, before)?.fpgas, 8);
        assert.equal(instanceHardware("f1.16xlarge", region, after), undefined);
        assert.equal(instanceHardware("f2.48xlarge", region, after)?.fpgas, 8);
        assert.equal(hardwareOf("f1.4xlarge")?.fpgas, 2);
    });

    const launches = async (account: TestAccount): Promise<string> => {
        const cidrBlock = "10.0.0.0/24";
        const { id: vpcId } = await account.create("aws:ec2/vpc:Vpc", { cidrBlock }, { region });
        const subnet = { vpcId, cidrBlock, availabilityZone: "us-east-1a" };
        await account.create("aws:ec2/subnet:Subnet", subnet, { region });
        const inputs = {
            instanceType: "f1.2xlarge",
            instancePlatform: "Linux/UNIX",
            availabilityZone: "us-east-1a",
            instanceCount: 1,
        };
        const { failure } = await account
            .create("aws:ec2/capacityReservation:CapacityReservation", inputs, { region })
            .catch((error: unknown) => ({ failure: String(error) }));
        return failure ?? "launched";
    };

    for (const [when, start, answer] of [
        ["before", "2025-12-19T12:00:00Z", /^launched$/],
        ["after", "2025-12-20T00:00:00Z", /Invalid value 'f1\.2xlarge' for InstanceType/],
    ] as const)
        it(`is ${when === "before" ? "given" : "unknown to EC2"} in an account dated ${when} its retirement`, async () => {
            const account = anAccount({ quotas: { "ec2/L-74FC7D96": 512 }, clock: fakeClock(start) });
            assert.match(await launches(account), answer);
        });
});
