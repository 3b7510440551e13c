/**
 * What the boot of a node makes of its FPGAs, in the shell of the local cloud and in a real bash with made-up tools. It does
 * not prove that AWS's kit builds on Amazon Linux, that an FPGA takes an image, nor in which order systemd starts and stops.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { FpgaNodeGroupArgs } from "../../components/aws/fpga-node-group/arguments";
import { planFpgaNodeGroup } from "../../components/aws/fpga-node-group/plan";
import { userData } from "../../components/aws/node-group/user-data/user-data";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { fpgaSdk, fpgaType } from "../../components/catalog/aws/fpga-types";
import { readUserData } from "../../sim/cloud/aws/eks/node-config";
import { fpgaImages } from "../../sim/cloud/aws/eks/boot/fpga-images";
import { aCluster, aNetwork, now } from "./builders";
import {
    BashMachine,
    bootSimulated,
    imagesAfterShutdown,
    kitSha256,
    type FpgaOutcome,
    type FpgaSurroundings,
} from "./fpga-machine";

type Args = PlannedGroup<FpgaNodeGroupArgs>;

const [image, another] = fpgaImages()
    .filter(({ family }) => family === "f2")
    .map(({ id }) => id as `agfi-${string}`);
assert.ok(image !== undefined && another !== undefined);
const images = [image, another];
const foreign = "agfi-0123456789abcdef0";
const kit = { url: "https://example.com/aws-fpga.tar.gz", sha256: kitSha256 };
const baked = { ami: { id: "ami-0000000000a1f6a05", architecture: "amd64", os: "al2023", drivers: ["fpga"] } } as const;
const cluster = aCluster({ network: aNetwork({ region: "us-east-1", zones: ["use1-az4", "use1-az6"] }) });

const planned = (args: Partial<Args>) =>
    planFpgaNodeGroup("fpgas", { cluster, instanceType: "f2.12xlarge", nodes: 2, sdk: kit, ...args }, now);

function scriptsOf(args: Partial<Args>): readonly string[] {
    const told = planned(args).userData;
    assert.ok(told.format === "nodeadm");
    return told.scripts;
}

function scriptOf(args: Partial<Args>): string {
    const [script = "", ...others] = scriptsOf(args);
    assert.deepEqual(others, []);
    return script;
}

const label = (value: string) => [`--node-labels=pulumi-accelerators/fpga.loaded=${value}`];

interface Case {
    readonly what: string;
    readonly args: Partial<Args>;
    readonly surroundings?: Partial<FpgaSurroundings>;
    readonly linked: readonly string[];
    /** By slot, what is said of it; the tools of the local cloud say nothing, and the reason ends before their words. */
    readonly failed: Readonly<Record<string, RegExp>>;
    readonly loaded: "all" | "some" | "none";
    readonly images: readonly string[];
    /** Only a real program can do this. */
    readonly onlyInBash?: true;
}

const both = (reason: RegExp) => ({ "0": reason, "1": reason });

const cases: readonly Case[] = [
    {
        what: "loads an image into every slot",
        args: { load: { agfi: image } },
        linked: ["0", "1"],
        failed: {},
        loaded: "all",
        images: [image, image],
    },
    {
        what: "loads an image of its own into each slot of the largest type",
        args: {
            instanceType: "f2.48xlarge",
            load: [0, 1, 2, 3, 4, 5, 6, 7].map(n => ({ agfi: images[n % 2] })) as never,
        },
        surroundings: { instanceType: "f2.48xlarge", fpgas: 8 },
        linked: ["0", "1", "2", "3", "4", "5", "6", "7"],
        failed: {},
        loaded: "all",
        images: [image, another, image, another, image, another, image, another],
    },
    {
        what: "links slots for which it has no image",
        args: { load: ["empty", { agfi: another }] },
        linked: ["0", "1"],
        failed: {},
        loaded: "all",
        images: ["", another],
    },
    {
        what: "links the slots that a list leaves out",
        args: { load: [{ agfi: image }] },
        linked: ["0", "1"],
        failed: {},
        loaded: "all",
        images: [image, ""],
    },
    {
        what: "links every slot without images",
        args: {},
        linked: ["0", "1"],
        failed: {},
        loaded: "all",
        images: ["", ""],
    },
    {
        what: "does not link a slot whose image does not load",
        args: { load: [{ agfi: image }, { agfi: foreign }] },
        linked: ["0"],
        failed: { "1": /^agfi-0123456789abcdef0 did not load:/ },
        loaded: "some",
        images: [image, ""],
    },
    {
        what: "says so when no image loads",
        args: { load: { agfi: foreign } },
        linked: [],
        failed: both(/did not load/),
        loaded: "none",
        images: ["", ""],
    },
    {
        what: "installs nothing whose checksum does not match",
        args: { load: { agfi: image }, sdk: { ...kit, sha256: "0".repeat(64) } },
        linked: [],
        failed: both(/^the checksum of the FPGA development kit does not match$/),
        loaded: "none",
        images: ["", ""],
    },
    {
        what: "uses the tools of an image that holds them",
        args: { image: baked, sdk: undefined, load: { agfi: image } },
        surroundings: { tools: true },
        linked: ["0", "1"],
        failed: {},
        loaded: "all",
        images: [image, image],
    },
    {
        what: "says that an image holds no tools",
        args: { image: baked, sdk: undefined, load: { agfi: image } },
        linked: [],
        failed: both(/^the image holds no FPGA management tools$/),
        loaded: "none",
        images: ["", ""],
    },
    ...(
        [
            ["dnf", /^a compiler could not be installed$/],
            ["curl", /^the FPGA development kit could not be downloaded$/],
            ["tar", /^the FPGA development kit could not be unpacked$/],
        ] as const
    ).map(([program, reason]): Case => ({
        what: `says so when ${program} fails`,
        args: { load: { agfi: image } },
        surroundings: { broken: [program] },
        linked: [],
        failed: both(reason),
        loaded: "none",
        images: ["", ""],
        onlyInBash: true,
    })),
];

function check(outcome: FpgaOutcome, { linked, failed, loaded, images: inSlots }: Case): void {
    assert.deepEqual(outcome.linked, linked);
    assert.deepEqual(Object.keys(outcome.failed), Object.keys(failed));
    for (const [slot, reason] of Object.entries(failed)) assert.match(outcome.failed[slot] ?? "", reason);
    assert.deepEqual(outcome.labels, label(loaded));
    assert.deepEqual(outcome.images, inSlots);
}

const aType = (has: Partial<FpgaSurroundings> = {}): FpgaSurroundings => ({
    instanceType: "f2.12xlarge",
    fpgas: 2,
    images,
    ...has,
});

const machines: BashMachine[] = [];
function aMachine(has?: Partial<FpgaSurroundings>): BashMachine {
    const machine = new BashMachine(aType(has));
    machines.push(machine);
    return machine;
}

describe("the boot of a node with FPGAs", () => {
    after(() => machines.forEach(machine => machine.remove()));

    for (const each of cases) {
        if (each.onlyInBash !== true)
            it(`${each.what}, on the local cloud`, () =>
                check(bootSimulated(scriptOf(each.args), aType(each.surroundings)), each));
        it(`${each.what}, in bash`, () => check(aMachine(each.surroundings).boot(scriptOf(each.args)), each));
    }

    it("keeps what the tools say of a failure, in one line", () => {
        const { failed } = aMachine().boot(scriptOf({ load: [{ agfi: foreign }] }));
        assert.deepEqual(failed, {
            "0": `${foreign} did not load: Error: (5) invalid-afi-id The agfi id passed is invalid`,
        });
    });

    it("does all of it again after a reboot, and installs nothing twice", () => {
        const machine = aMachine();
        const first = machine.boot(scriptOf({ load: [{ agfi: image }, { agfi: foreign }] }));
        assert.deepEqual(machine.reboot(), first);
    });

    it("clears every image when the node shuts down, and takes the links away first", () => {
        const machine = aMachine();
        machine.boot(scriptOf({ load: { agfi: image } }));
        const { linked, images: inSlots } = machine.shutDown();
        assert.deepEqual([linked, inSlots], [[], ["", ""]]);
        assert.deepEqual(imagesAfterShutdown(scriptOf({ load: { agfi: image } }), aType()), ["", ""]);
    });

    it("is ordered before everything that starts the kubelet, and stops after it", () => {
        const before = /^Before=(.*)$/m.exec(scriptOf({}))?.[1]?.split(" ");
        assert.deepEqual(before, ["nodeadm-run.service", "containerd.service", "kubelet.service"]);
        assert.match(scriptOf({}), /^WantedBy=multi-user\.target$/m);
    });

    it("has given up on what does not answer, and said so, when its unit has to end", () => {
        const script = scriptOf({});
        const [, most = "", retries = ""] = /curl .*--max-time (\d+) --retry (\d+) /.exec(script) ?? [];
        const [, minutes = ""] = /^TimeoutStartSec=(\d+)min$/m.exec(script) ?? [];
        assert.ok(Number(most) * (Number(retries) + 1) <= (Number(minutes) * 60 * 2) / 3);
        assert.match(script, /curl .*--connect-timeout 10 /);
        assert.match(script, /dnf install -y --setopt=timeout=10 --setopt=retries=2 gcc make/);
    });

    it("gives pods time to end before their images are cleared", () => {
        assert.match(scriptOf({}), /shutdownGracePeriod: 60s, shutdownGracePeriodCriticalPods: 15s/);
    });

    it("installs the kit of the catalogue unless told otherwise, and none beside an image with the tools", () => {
        const script = scriptOf({ sdk: undefined });
        assert.ok(script.includes(fpgaSdk.archive.url) && script.includes(fpgaSdk.archive.sha256));
        assert.doesNotMatch(scriptOf({ sdk: undefined, image: baked }), /curl|dnf|sdk_install/);
    });

    it("has nothing to do with FPGAs on F1, where AMD's runtime finds them", () => {
        const old = {
            instanceType: "f1.2xlarge",
            acknowledgeRetired: true,
            zones: ["use1-az4"],
            image: baked,
            sdk: undefined,
        } as const;
        assert.deepEqual(scriptsOf(old), []);
    });

    for (const type of ["f2.6xlarge", "f2.12xlarge", "f2.48xlarge"] as const)
        it(`is valid bash, and within what EC2 takes of user data, for ${type} with as many images as it has slots`, () => {
            const load = Array.from({ length: fpgaType(type).slots }, (_, slot) => ({
                agfi: `agfi-${slot}${"f".repeat(16)}`,
            }));
            const plan = planned({
                instanceType: type,
                load: load as never,
                manager: "selfManaged",
                hugePages: { size: "1Gi", count: 16 },
            });
            assert.ok(plan.userData.format === "nodeadm");
            for (const script of plan.userData.scripts) {
                const inner = /<<'SCRIPT'\n([^]*)\nSCRIPT\n/.exec(script)?.[1];
                assert.ok(inner !== undefined);
                for (const input of [script, inner]) execFileSync("bash", ["-n"], { input, stdio: "pipe" });
            }
            const text = userData(plan.userData, {
                clusterName: "shared".repeat(16),
                endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
                certificateAuthority: "A".repeat(2048),
                serviceCidr: "172.20.0.0/16",
            });
            assert.ok(Buffer.from(text ?? "", "base64").length < 16 * 1024);
        });
});

describe("huge pages of a group", () => {
    const pages = { "2Mi": "hugePages", "1Gi": "giantPages" } as const;
    for (const size of ["2Mi", "1Gi"] as const)
        it(`of ${size} are held ready at every boot before the kubelet, and known to the pool`, () => {
            const plan = planned({ hugePages: { size, count: 24 } });
            const read = readUserData(userData(plan.userData, undefined) ?? "");
            assert.ok("config" in read);
            const { hugePages, giantPages } = read.config;
            assert.deepEqual(
                { hugePages, giantPages },
                { hugePages: undefined, giantPages: undefined, [pages[size]]: 24 },
            );
            assert.deepEqual(plan.pool.hugePages, { size, count: 24 });
            assert.match(scriptsOf({ hugePages: { size, count: 24 } })[0] ?? "", /^Before=.* kubelet\.service$/m);
        });
});
