/**
 * How GPUs of node groups are shared: what their pools offer and what their machines are told, for every type and profile. The
 * simulated EKS reads the user data by rules of its own, and says what its nodes show. The script never runs on a GPU; a shell
 * runs it here against a pretended nvidia-smi.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { bottlerocketGpus } from "../../components/aws/gpu-node-group/bottlerocket-gpus";
import { divideGpus } from "../../components/aws/gpu-node-group/divide-gpus";
import { imageFor } from "../../components/aws/node-group/image";
import { tomlText } from "../../components/aws/node-group/user-data/toml";
import { userData } from "../../components/aws/node-group/user-data/user-data";
import { planGpuNodeGroup, type NodeGroupPlan } from "../../components/aws/planning";
import {
    awsInstanceType,
    awsInstanceTypes,
    isNvidia,
    type AwsNvidiaInstanceType,
} from "../../components/catalog/aws/instance-types";
import { awsOfferingsOf } from "../../components/catalog/aws/offerings";
import { migProfiles } from "../../components/catalog/mig";
import { mig, mps, timeSlicing, type SharingChoice } from "../../components/fleet/sharing";
import { sharingProblems } from "../../components/fleet/sharing";
import { readBottlerocketSettings } from "../../sim/cloud/aws/eks/bottlerocket-settings";
import { readBootScript } from "../../sim/cloud/aws/eks/boot-script";
import { migLayout } from "../../sim/cloud/aws/eks/mig-layout";
import { anImage } from "../sim/cloud/eks/a-machine";
import { aCluster, aNetwork, now } from "./builders";
import { problemsFrom } from "./problems";

type Given = Partial<Omit<GpuNodeGroupArgs, "cluster">>;

const planned = (more: Given = {}) =>
    planGpuNodeGroup("serve", { cluster: aCluster(), instanceType: "p5.48xlarge", nodes: 1, ...more }, now);
const told = ({ userData: plan }: NodeGroupPlan): string =>
    Buffer.from(userData(plan, undefined) ?? "", "base64").toString("utf8");
const resources = ({ pool }: NodeGroupPlan) => pool.resources.map(({ name, perNode }) => [name, perNode]);

const divisible = awsInstanceTypes().filter(type => isNvidia(type) && migProfiles(type.name).length > 0);

/** A group of the type on AL2023 in a region that offers it, when there is one. */
function sharedOn(type: string, sharing: SharingChoice): NodeGroupPlan | undefined {
    const offering = awsOfferingsOf(type).find(({ zoneIds }) => zoneIds.length > 0);
    if (offering === undefined) return undefined;
    const cluster = aCluster({ network: aNetwork({ region: offering.region, zones: offering.zoneIds }) });
    const instanceType = type as AwsNvidiaInstanceType;
    return planGpuNodeGroup("serve", { cluster, instanceType, nodes: 1, sharing }, now);
}

/** What a simulated node makes of a script: the instances of each GPU. */
function simulated(type: string, script: string) {
    const { model, count, memoryGiB } = awsInstanceType(type)?.accelerator ?? assert.fail();
    return migLayout({ model, count, memoryGiB }, readBootScript(script).gpus);
}

describe("a group with MIG on AL2023", () => {
    for (const { name, accelerator } of divisible) {
        it(`divides the GPUs of ${name} as its pool says, for every profile`, () => {
            for (const { profile, mostPerGpu } of migProfiles(name)) {
                const plan = sharedOn(name, mig(profile));
                if (plan === undefined) {
                    assert.deepEqual(
                        awsOfferingsOf(name).flatMap(({ zoneIds }) => zoneIds),
                        [],
                    );
                    continue;
                }
                const [script = ""] = plan.userData.format === "nodeadm" ? plan.userData.scripts : [];
                assert.deepEqual(simulated(name, script), {
                    mig: Array.from({ length: accelerator.count }, (_, gpu) => ({
                        gpu,
                        instances: Array<string>(mostPerGpu).fill(profile),
                    })),
                    problems: [],
                });
                assert.equal(plan.pool.resources[0]?.perNode, accelerator.count * mostPerGpu);
            }
        });
    }

    it("makes a mix whose order a driver could get wrong", () => {
        const instances = { "1g.10gb": 4, "3g.40gb": 1 };
        const { mig: gpus, problems } = simulated("p5.48xlarge", divideGpus("p5.48xlarge", instances));
        assert.deepEqual(problems, []);
        for (const gpu of gpus) {
            assert.deepEqual([...gpu.instances].sort(), ["1g.10gb", "1g.10gb", "1g.10gb", "1g.10gb", "3g.40gb"]);
        }
    });

    it("tells the node in a part of its own beside nodeadm's, before the kubelet starts", () => {
        const text = told(planned({ sharing: mig("1g.10gb") }));
        assert.match(text, /Content-Type: text\/x-shellscript/);
        assert.match(text, /RequiredBy=kubelet\.service/);
        assert.match(text, /Before=nvidia-cdi-refresh\.service kubelet\.service/);
    });

    it("leaves the GPUs to the operator that brings a manager of its own", () =>
        assert.doesNotMatch(told(planned({ sharing: mig("1g.10gb"), advertiser: "gpuOperator" })), /nvidia-smi/));

    it("divides them for the DRA driver, which gives instances no common name", () => {
        const plan = planned({ sharing: mig({ "3g.40gb": 2 }), advertiser: "draDriver" });
        assert.deepEqual(resources(plan), [["mig.nvidia.com", 16]]);
        assert.match(told(plan), /-cgi 3g\.40gb:4,3g\.40gb:0 -C/);
        const [problem] = problemsFrom(() => planned({ sharing: mig("3g.40gb"), advertiser: "draDriver" }));
        assert.equal(problem?.id, "advertiser.unsuitable");
    });
});

describe("a group on Bottlerocket", () => {
    const image = "bottlerocket" as const;

    it("has its GPUs divided by the image's own manager", () =>
        assert.equal(
            told(planned({ image, sharing: mig("1g.10gb"), localDisks: "unused" })),
            [
                "[settings.kubelet-device-plugins.nvidia]",
                'device-partitioning-strategy = "mig"',
                "",
                "[settings.kubelet-device-plugins.nvidia.mig.profile]",
                '"h100.80gb" = "1g.10gb"',
                "",
            ].join("\n"),
        ));

    it("has them shared by the image's own plugin", () => {
        const sliced = told(planned({ image, sharing: timeSlicing({ replicas: 4 }), localDisks: "unused" }));
        assert.match(sliced, /device-sharing-strategy = "time-slicing"/);
        assert.match(
            sliced,
            /time-slicing\]\nreplicas = 4\nrename-by-default = true\nfail-requests-greater-than-one = true/,
        );
        const parallel = told(planned({ image, sharing: mps({ replicas: 3 }), localDisks: "unused" }));
        assert.match(parallel, /device-sharing-strategy = "mps"/);
        assert.match(parallel, /mps\]\nreplicas = 3\nrename-by-default = true/);
    });

    it("is divided by the image's manager as its pool says, or refused, for every type and profile", () => {
        for (const { name, accelerator } of divisible.filter(each => imageFor(each.name, "1.35", image).image)) {
            for (const { profile } of migProfiles(name)) {
                const settings = bottlerocketGpus(
                    { kind: "mig", strategy: "single", instances: { [profile]: 1 } },
                    name,
                );
                const read = readBottlerocketSettings(
                    Buffer.from(tomlText({ settings })).toString("base64"),
                    anImage("BOTTLEROCKET_x86_64_NVIDIA"),
                    "1.63.0-5e1ec7ed",
                );
                assert.ok("config" in read);
                const made = migLayout(accelerator, read.config.gpus).mig[0]?.instances ?? [];
                const [refusal] = sharingProblems(mig(profile as "1g.10gb"), name, "Bottlerocket");
                const most = migProfiles(name).find(each => each.profile === profile)?.mostPerGpu ?? 0;
                if (refusal === undefined) assert.deepEqual(made, Array(most).fill(profile), `${profile} on ${name}`);
                else {
                    assert.equal(refusal.id, "sharing.mig-on-bottlerocket");
                    assert.notDeepEqual(made, Array(most).fill(profile), `${profile} on ${name}`);
                }
            }
        }
    });

    it("is refused a mix: its plugin gives all instances of a node one name", () => {
        const problems = problemsFrom(() => planned({ image, sharing: mig({ "3g.40gb": 1, "1g.10gb": 4 }) }));
        assert.deepEqual(
            problems.map(({ id, path }) => [id, path]),
            [["advertiser.none", "sharing"]],
        );
    });
});

describe("a group whose GPUs are not divided", () => {
    it("tells its machines nothing of them", () => {
        for (const sharing of [timeSlicing({ replicas: 4 }), mps({ replicas: 4 })]) {
            assert.doesNotMatch(told(planned({ sharing })), /nvidia-smi/);
        }
    });

    it("offers shares, and marks its nodes for the plugin that makes them", () => {
        const plan = planned({ sharing: timeSlicing({ replicas: 4 }) });
        assert.deepEqual(resources(plan), [["nvidia.com/gpu.shared", 32]]);
        assert.match(plan.pool.labels["pulumi-accelerators/nvidia"] ?? "", /^device-plugin-time-slicing-4/);
    });

    it("is refused what the GPU of a part cannot do, unless that is acknowledged", () => {
        const g6f = { instanceType: "g6f.xlarge", sharing: mps({ replicas: 2 }) } as const;
        assert.deepEqual(
            problemsFrom(() => planned(g6f)).map(({ id }) => id),
            ["sharing.mps-on-part"],
        );
        assert.deepEqual(resources(planned({ ...g6f, acknowledge: ["sharing.mps-on-part"] })), [
            ["nvidia.com/gpu.shared", 2],
        ]);
    });

    it("is refused both ways to write MIG at once, and none", () => {
        for (const sharing of [{ kind: "mig" }, { kind: "mig", profile: "1g.10gb", instances: {} }]) {
            const [problem] = problemsFrom(() => planned({ sharing: sharing as SharingChoice }));
            assert.deepEqual([problem?.id, problem?.path], ["config.value", "sharing"]);
        }
    });
});

describe("the script that divides GPUs", () => {
    let folder = "";
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "divide-gpus-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    /** A machine of two GPUs: nvidia-smi writes down what changes, and says what it made. */
    const pretended = (enable: "takes" | "never takes") => `#!/bin/bash
state="$(dirname "$0")/state"; log="$(dirname "$0")/log"; touch "$state" "$log"
case "$*" in
    --query-gpu=mig.mode.current*) grep -q enabled "$state" && printf 'Enabled\\nEnabled\\n' || printf 'Disabled\\nDisabled\\n';;
    "-mig 1") echo "$*" >> "$log"; ${enable === "takes" ? 'echo enabled >> "$state"' : ":"};;
    --gpu-reset) echo "$*" >> "$log";;
    -L) for gpu in 0 1; do echo "GPU $gpu: NVIDIA H100"; grep -o 'MIG [0-9a-z.]*' "$state" | sed 's/$/ Device 0/'; done;;
    "mig -dci" | "mig -dgi") echo "$*" >> "$log"; exit 6;;
    mig\\ -cgi*) echo "$*" >> "$log"; for each in $(echo "$3" | tr , ' '); do echo "MIG \${each%%:*}" >> "$state"; done;;
    *) exit 1;;
esac
`;

    /** Runs what the unit would run, and gives what changed. */
    function run(enable: "takes" | "never takes" = "takes"): readonly string[] {
        const script = divideGpus("p5.48xlarge", { "3g.40gb": 1, "1g.10gb": 2 });
        const [, body = ""] = /<<'SCRIPT'\n([\s\S]*?)\nSCRIPT\n/.exec(script) ?? [];
        writeFileSync(join(folder, "divide-gpus"), body);
        writeFileSync(join(folder, "nvidia-smi"), pretended(enable));
        chmodSync(join(folder, "nvidia-smi"), 0o755);
        const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}` };
        execFileSync("bash", [join(folder, "divide-gpus")], { env, stdio: "pipe" });
        return readFileSync(join(folder, "log"), "utf8").trim().split("\n");
    }

    it("enables MIG, clears what is there and makes the instances", () =>
        assert.deepEqual(run(), ["-mig 1", "mig -dci", "mig -dgi", "mig -cgi 3g.40gb:4,1g.10gb:3,1g.10gb:2 -C"]));

    it("changes nothing when the instances are there: a kubelet that starts again keeps its pods", () => {
        const first = run();
        assert.deepEqual(run(), first);
    });

    it("resets GPUs that do not take the mode, and fails when that does not help", () => {
        assert.throws(() => run("never takes"));
        assert.deepEqual(readFileSync(join(folder, "log"), "utf8").trim().split("\n"), ["-mig 1", "--gpu-reset"]);
    });

    it("is a shell script", () => {
        writeFileSync(join(folder, "whole"), divideGpus("p5.48xlarge", { "1g.10gb": 7 }));
        execFileSync("bash", ["-n", join(folder, "whole")]);
    });

    it("is not made for instances that do not fit", () =>
        assert.throws(() => divideGpus("p5.48xlarge", { "7g.80gb": 2 }), /do not fit/));
});
