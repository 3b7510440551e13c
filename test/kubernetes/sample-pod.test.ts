/** The sample pod: that the scheduler's rules let it land on its own pool only. The real scheduler says the same on the local cloud. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleManifests, samplePod, type SamplePodOptions } from "../../components/kubernetes/sample-pod";
import { admits } from "../../components/fleet/admission";
import type { Workload } from "../../components/fleet/workload";
import type { Sharing } from "../../components/fleet/sharing";
import { problemsFrom } from "../aws/problems";
import { aDeclaredPool, sharings } from "../fleet/advertisers/fleets";
import { aNeuronPool, anFpgaPool, aPool } from "../fleet/builders";

const train = aPool({ name: "train" });

function workloadOf(pod: ReturnType<typeof samplePod>): Workload {
    const limits = pod.spec.containers[0]?.resources?.limits ?? {};
    return {
        tolerations: pod.spec.tolerations,
        nodeSelector: pod.spec.nodeSelector ?? {},
        nodeAffinity: "any",
        requests: Object.fromEntries(Object.entries(limits).map(([name, amount]) => [name, Number(amount)])),
    };
}

describe("a sample pod", () => {
    it("lands on its pool and not on another one that is the same but for its name", () => {
        const pod = workloadOf(samplePod(train));
        assert.equal(admits(pod, train).verdict, "admits");
        assert.equal(admits(pod, aPool({ name: "serve" })).verdict, "refuses");
    });

    it("tolerates whatever the pool is tainted with", () => {
        const taint = fc.record({
            key: fc.constantFrom("team", "example.com/slow", "nvidia.com/gpu"),
            value: fc.constantFrom("", "a", "present"),
            effect: fc.constantFrom("NoSchedule" as const, "NoExecute" as const, "PreferNoSchedule" as const),
        });
        fc.assert(
            fc.property(fc.array(taint, { maxLength: 5 }), taints => {
                const pool = aPool({ name: "train", taints });
                assert.equal(admits(workloadOf(samplePod(pool)), pool).verdict, "admits");
            }),
        );
    });

    it("asks for one device, for as many as it is told, and never for more than a node has", () => {
        const limits = (devices?: number) => samplePod(train, { devices }).spec.containers[0]?.resources?.limits;
        const [{ name, perNode }] = train.resources as [(typeof train.resources)[number]];
        assert.deepEqual(limits(), { [name]: "1" });
        assert.deepEqual(limits(perNode), { [name]: String(perNode) });
        assert.deepEqual(limits(perNode + 1), { [name]: String(perNode) });
    });

    it("asks for no more shares than one container may have", () => {
        const limits = (sharing: Sharing) =>
            samplePod(aDeclaredPool({ sharing }), { devices: "all" }).spec.containers[0]?.resources?.limits;
        assert.deepEqual(limits(sharings.timeSlicing), { "nvidia.com/gpu.shared": "1" });
        assert.deepEqual(limits(sharings.mps), { "nvidia.com/gpu": "1" });
        assert.deepEqual(limits({ ...sharings.timeSlicing, failRequestsGreaterThanOne: false }), {
            "nvidia.com/gpu.shared": "32",
        });
    });

    it("asks for MIG instances of each profile by its name", () => {
        const pod = samplePod(aDeclaredPool({ sharing: sharings.migMixed }));
        assert.deepEqual(pod.spec.containers[0]?.resources?.limits, {
            "nvidia.com/mig-3g.40gb": "1",
            "nvidia.com/mig-1g.10gb": "1",
        });
    });

    it("takes EFA interfaces and huge pages with the whole node only", () => {
        const pool = aDeclaredPool({}, 32);
        const limits = (devices?: number | "all") => samplePod(pool, { devices }).spec.containers[0]?.resources?.limits;
        assert.deepEqual(limits(8), { "nvidia.com/gpu": "8" });
        assert.deepEqual(limits("all"), {
            "nvidia.com/gpu": "8",
            "vpc.amazonaws.com/efa": "32",
            "hugepages-2Mi": "5120Mi",
            memory: "8000Mi",
        });
    });

    it("asks for no huge pages of an image of which nobody knows whether it sets any aside", () => {
        const pool = aDeclaredPool({ image: { name: "own", drivers: ["nvidia", "efa"], advertises: [] } }, 32);
        assert.deepEqual(samplePod(pool, { devices: "all" }).spec.containers[0]?.resources?.limits, {
            "nvidia.com/gpu": "8",
            "vpc.amazonaws.com/efa": "32",
        });
    });

    it("claims its devices where a DRA driver advertises them, by a template that comes first", () => {
        const pool = aDeclaredPool({ advertiser: "draDriver" }, 32);
        const [template, pod, ...others] = sampleManifests(pool, { devices: "all" });
        assert.ok(template?.kind === "ResourceClaimTemplate" && pod?.kind === "Pod" && others.length === 0);
        assert.deepEqual(template.spec.spec.devices.requests, [
            {
                name: "devices-0",
                exactly: { deviceClassName: "gpu.nvidia.com", allocationMode: "ExactCount", count: 8 },
            },
        ]);
        assert.equal(template.metadata.namespace, pod.metadata.namespace);
        const [claim] = pod.spec.resourceClaims ?? [];
        assert.equal(claim?.resourceClaimTemplateName, template.metadata.name);
        const resources = pod.spec.containers[0]?.resources;
        assert.deepEqual(resources?.claims, [{ name: claim.name }]);
        assert.equal(resources.limits?.["vpc.amazonaws.com/efa"], "32");
        assert.ok(!("gpu.nvidia.com" in resources.limits));
    });

    it("is alone where nothing is claimed", () => {
        assert.deepEqual(sampleManifests(train), [samplePod(train)]);
    });

    it("asks for nothing on a pool without devices", () => {
        const pod = samplePod(aPool({ name: "system", accelerators: [], resources: [], taints: [] }));
        assert.ok(!("resources" in pod.spec.containers[0]!));
    });

    it("stays until it is deleted, or does what its image does", () => {
        assert.match(samplePod(train).spec.containers[0]!.image, /^registry\.k8s\.io\/pause:3\.10/);
        assert.equal(samplePod(train, { image: "example.com/cuda" }).spec.containers[0]?.image, "example.com/cuda");
    });

    it("is made for a group as for its pool", () => assert.deepEqual(samplePod({ pool: train }), samplePod(train)));
});

describe("a sample pod for Neuron chips", () => {
    const trn1 = aNeuronPool();
    const limits = (options: SamplePodOptions) => samplePod(trn1, options).spec.containers[0]?.resources?.limits;
    const refused = (options: SamplePodOptions) =>
        problemsFrom(() => samplePod(trn1, options)).map(({ id, path }) => [id, path]);
    const neuronScheduler = "my-scheduler";

    it("asks for chips or for cores, never for both: they are the same hardware", () => {
        assert.deepEqual(limits({}), { "aws.amazon.com/neuron": "1" });
        assert.deepEqual(limits({ devices: "all" }), { "aws.amazon.com/neuron": "16" });
        assert.deepEqual(limits({ cores: 1 }), { "aws.amazon.com/neuroncore": "1" });
        assert.deepEqual(limits({ cores: 99 }), { "aws.amazon.com/neuroncore": "32" });
    });

    it("is refused for a part of a node without the scheduler for it, which it names otherwise", () => {
        assert.deepEqual(refused({ devices: 4 }), [["neuron.partial-request", "devices"]]);
        assert.deepEqual(refused({ cores: 2 }), [["neuron.partial-request", "cores"]]);
        assert.equal(samplePod(trn1, { devices: 4, neuronScheduler }).spec.schedulerName, neuronScheduler);
        assert.equal(samplePod(trn1, { cores: 2, neuronScheduler }).spec.schedulerName, neuronScheduler);
    });

    it("is placed by the cluster's scheduler when one chip or all are asked for", () => {
        for (const devices of [1, 16, "all"] as const)
            assert.ok(!("schedulerName" in samplePod(trn1, { devices }).spec));
    });

    it("takes the scheduler for nothing on other pools", () => {
        assert.ok(!("schedulerName" in samplePod(train, { devices: 4, neuronScheduler }).spec));
    });

    it("needs no scheduler where a DRA driver knows what lies together", () => {
        const claimed = { name: "neuron.aws.com", through: "deviceClass", perNode: 16, family: "neuron" } as const;
        const pool = aNeuronPool({ advertiser: "draDriver", resources: [claimed] });
        assert.doesNotThrow(() => samplePod(pool, { devices: 4 }));
    });
});

describe("a sample pod for FPGAs", () => {
    it("describes the slots that it got, when its image can", () => {
        const [container] = samplePod(anFpgaPool(), { image: "example.com/fpga-tools" }).spec.containers;
        assert.match(
            container?.command?.at(-1) ?? "",
            /^for slot in \/run\/fpga\/slot-\*; do fpga-describe-local-image -S /,
        );
        assert.deepEqual(container?.securityContext, { privileged: true });
        assert.ok(!("command" in samplePod(anFpgaPool()).spec.containers[0]!));
    });
});

describe("huge pages of a sample pod", () => {
    it("are asked for with memory, and mounted", () => {
        const { containers, volumes } = samplePod(anFpgaPool(), { hugePages: { size: "1Gi", amount: "4Gi" } }).spec;
        assert.deepEqual(containers[0]?.resources?.limits, {
            "pulumi-accelerators/fpga": "1",
            "hugepages-1Gi": "4Gi",
            memory: "1Gi",
        });
        assert.deepEqual(containers[0].volumeMounts, [{ name: "huge-pages", mountPath: "/dev/hugepages" }]);
        assert.deepEqual(volumes, [{ name: "huge-pages", emptyDir: { medium: "HugePages-1Gi" } }]);
    });
});

describe("sample pods of a mixed cluster", () => {
    const pools = [
        train,
        aNeuronPool(),
        anFpgaPool(),
        aPool({ name: "system", accelerators: [], resources: [], taints: [] }),
    ];

    it("each land on their own pool and on no other", () => {
        for (const pool of pools) {
            const pod = workloadOf(samplePod(pool));
            const lands = pools.filter(other => admits(pod, other).verdict === "admits").map(({ name }) => name);
            assert.deepEqual(lands, [pool.name]);
        }
    });

    it("land on nodes of their own kind alone even when they select no pool", () => {
        for (const pool of pools.filter(({ taints }) => taints.length > 0)) {
            const pod = { ...workloadOf(samplePod(pool)), nodeSelector: {} };
            const lands = pools.filter(other => admits(pod, other).verdict === "admits").map(({ name }) => name);
            assert.deepEqual(lands, [pool.name]);
        }
    });
});
