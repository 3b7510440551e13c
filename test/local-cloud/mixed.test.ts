// The shipped stack with GPUs, Neuron chips and FPGAs, and pods that try to land where they do not belong.
// Proves that taints, labels and resources as we give them keep four kinds of pods apart in the real scheduler, each by itself
// where the others are taken away. Does not prove that a device works, nor what pods may do that name a node themselves: those
// pass the scheduler by.
import { strict as assert } from "node:assert";
import { samplePod, type kubernetes, type Pool } from "../../components";
import { ALocalCloud } from "./a-local-cloud";
import { named, TrialPods, whyRefused, type SeenPod } from "./trial-pods";

type PodManifest = kubernetes.PodManifest;
type Kind = "system" | "gpu" | "neuron" | "fpga";

const kinds: readonly Kind[] = ["system", "gpu", "neuron", "fpga"];
const accelerated = kinds.filter(kind => kind !== "system");
/** What one pod of the kind asks for, from the vendors' documents; what keeps others off its nodes. */
const resources = {
    gpu: "nvidia.com/gpu",
    neuron: "aws.amazon.com/neuron",
    fpga: "pulumi-accelerators/fpga",
} as const;

const everyTaint: PodManifest["spec"]["tolerations"] = [{ operator: "Exists" }];

function changed(pod: PodManifest, change: Partial<PodManifest["spec"]>): PodManifest {
    return { ...pod, spec: { ...pod.spec, ...change } };
}

function unselective({ spec: { nodeSelector: _nodeSelector, ...spec }, ...pod }: PodManifest): PodManifest {
    return { ...pod, spec };
}

/** A pod of somebody who has never heard of accelerators. */
function plainPod(name: string, cpu: string): PodManifest {
    const image = "registry.k8s.io/pause:3.10.1";
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default", labels: {} },
        spec: {
            automountServiceAccountToken: false,
            restartPolicy: "Never",
            tolerations: [],
            containers: [
                {
                    name: "work",
                    image,
                    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                    ...(cpu === "" ? {} : { resources: { requests: { cpu } } }),
                },
            ],
        },
    };
}

type Pods = ReadonlyMap<string, SeenPod>;

interface Journey {
    /** Kind of each node, by its name. */
    readonly kindOf: ReadonlyMap<string, string>;
    readonly samples: Pods;
    readonly unselective: Pods;
    readonly tolerant: Pods;
    readonly misled: Pods;
    readonly intolerant: Pods;
    readonly plain: Pods;
    readonly crowd: Pods;
    readonly unchanged: boolean;
    readonly down: string;
}

describe("the stack mixed", function () {
    this.timeout(600_000);
    const cloud = new ALocalCloud();
    let journey: Journey;

    before(async () => {
        journey = await travel(cloud);
    });
    after(() => cloud.remove());

    const placeOf = (pods: Pods, name: string) => journey.kindOf.get(pods.get(name)?.spec.nodeName ?? "");

    it("has nodes of four kinds", () => {
        assert.deepEqual([...new Set(journey.kindOf.values())].sort(), [...kinds].sort());
    });

    for (const kind of kinds) {
        it(`puts the sample pod of ${kind} on its own kind of node`, () => {
            assert.equal(placeOf(journey.samples, kind), kind);
        });

        it(`puts it there without its node selector, by taint and resource alone`, () => {
            assert.equal(placeOf(journey.unselective, kind), kind);
        });
    }

    for (const kind of accelerated) {
        it(`puts a pod for ${kind} there that tolerates every taint and selects nothing, by resource alone`, () => {
            assert.equal(placeOf(journey.tolerant, kind), kind);
        });

        it(`keeps a pod for ${kind} that tolerates nothing off every node`, () => {
            const why = whyRefused(journey.intolerant.get(kind));
            assert.match(why, /untolerated taint/);
            assert.match(why, new RegExp(`Insufficient ${resources[kind]}`));
        });

        for (const other of kinds.filter(each => each !== kind)) {
            it(`keeps a pod for ${kind} that tolerates every taint off the nodes of ${other} that it selects`, () => {
                const pod = journey.misled.get(`${kind}-on-${other}`);
                assert.equal(pod?.spec.nodeName, undefined);
                assert.match(whyRefused(pod), new RegExp(`[12] Insufficient ${resources[kind]}`));
            });
        }

        it(`keeps a pod without devices off the nodes of ${kind} that it selects`, () => {
            const pod = journey.misled.get(`system-on-${kind}`);
            assert.equal(pod?.spec.nodeName, undefined);
            assert.match(whyRefused(pod), /2 node\(s\) didn't match .*, 3 node\(s\) had untolerated taint/);
        });
    }

    it("puts pods that know of nothing on system nodes", () => {
        assert.deepEqual(
            [...journey.plain.keys()].map(name => placeOf(journey.plain, name)),
            plainNames.map(() => "system"),
        );
    });

    it("lets them wait when system nodes are full, beside accelerated nodes that are not", () => {
        const places = [...journey.crowd.keys()].map(name => placeOf(journey.crowd, name));
        assert.ok(places.includes("system"));
        assert.ok(places.includes(undefined));
        assert.ok(
            places.every(place => place === "system" || place === undefined),
            String(places),
        );
    });

    it("is unchanged the second time, and leaves nothing", () => {
        assert.equal(journey.unchanged, true);
        assert.match(journey.down, /mixed is gone, the account is empty/);
    });
});

const plainNames = Array.from({ length: 8 }, (_, index) => `plain-${index}`);
/** More than two m7i.large have. */
const crowdNames = Array.from({ length: 6 }, (_, index) => `crowd-${index}`);

async function travel(cloud: ALocalCloud): Promise<Journey> {
    await cloud.up("mixed");
    const outputs = await cloud.succeed("pulumi", "stack", "output", "pools", "--json", "--stack", "mixed");
    const pools = JSON.parse(outputs) as Pool[];
    const sample = (kind: Kind): PodManifest => {
        const pool = pools.find(({ name }) => name === kind);
        assert.ok(pool, kind);
        return named(kind, samplePod(pool));
    };
    const pods = new TrialPods(cloud, "mixed");
    /** What becomes of pods that have the cluster for themselves. */
    const alone = (asked: readonly PodManifest[], see: "landed" | "decided"): Pods => {
        const names = pods.ask(asked);
        const seen = pods[see](names);
        pods.end(names);
        return seen;
    };
    const kindOf = new Map(
        pods.nodes().map(({ metadata }) => [metadata.name, metadata.labels["pulumi-accelerators/pool"] ?? ""]),
    );
    const of = <Asking extends Kind>(asking: readonly Asking[], pod: (kind: Asking) => PodManifest) => asking.map(pod);
    const misled = kinds.flatMap(kind =>
        kinds
            .filter(other => other !== kind && other !== "system")
            .concat(kind === "system" ? [] : ["system"])
            .map(other => {
                const { nodeSelector } = sample(other).spec;
                const tolerations = kind === "system" ? [] : everyTaint;
                return named(`${kind}-on-${other}`, changed(sample(kind), { nodeSelector, tolerations }));
            }),
    );
    return {
        kindOf,
        samples: alone(of(kinds, sample), "landed"),
        unselective: alone(
            of(kinds, kind => unselective(sample(kind))),
            "landed",
        ),
        tolerant: alone(
            of(accelerated, kind => changed(unselective(sample(kind)), { tolerations: everyTaint })),
            "landed",
        ),
        misled: alone(misled, "decided"),
        intolerant: alone(
            of(accelerated, kind => changed(unselective(sample(kind)), { tolerations: [] })),
            "decided",
        ),
        plain: alone(
            plainNames.map(name => plainPod(name, "")),
            "landed",
        ),
        crowd: alone(
            crowdNames.map(name => plainPod(name, "1")),
            "decided",
        ),
        unchanged: (await cloud.up("mixed")).unchanged,
        down: await cloud.succeed("down", "mixed"),
    };
}
