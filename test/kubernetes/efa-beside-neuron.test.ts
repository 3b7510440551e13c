/**
 * AWS's EFA plugin where nodes have Neuron chips besides: what it is given there and nowhere else. It does not prove that the
 * plugin hands out the nearest interfaces: it is a program of AWS's.
 */
import assert from "node:assert/strict";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import type { PodSpec } from "../../components/kubernetes/manifest";
import type { Pool } from "../../components/fleet/pool";
import type { NodeSpec } from "../../sim/cloud/contract";
import { readPluginPod } from "../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../sim/cluster/kubernetes/objects";
import { aNeuronPool, chips, efaOf } from "../fleet/builders";
import { aDeclaredPool } from "../fleet/advertisers/fleets";
import { someChips, trn2 } from "../sim/cluster/accelerator-builders";

const trainium = aNeuronPool({ machineType: "trn2.48xlarge", resources: [...chips(16, 4), efaOf(16)] });
const gpus = aDeclaredPool({ name: "train" }, 32);

function efaPods(pools: readonly Pool[]): ReadonlyMap<string, PodSpec> {
    const { objects } = planDevicePlugins(
        "plugins",
        { cluster: { key: "shared" } as KubernetesCluster, pools },
        () => new Map(),
    );
    return new Map(
        objects.flatMap(({ suffix, manifest }) =>
            manifest.kind === "DaemonSet" && suffix.startsWith("efa") ? [[suffix, manifest.spec.template.spec]] : [],
        ),
    );
}

/** What the simulated node makes of a pod of the plugin: what it registers, and what it warns of. */
function seen(spec: PodSpec, node: NodeSpec): unknown {
    const startedAt = "2026-11-22T10:00:00Z";
    const pod = {
        metadata: { name: "efa", namespace: "kube-system", uid: "efa" },
        spec: { ...spec, nodeName: node.name },
        status: {
            phase: "Running",
            startTime: startedAt,
            containerStatuses: spec.containers.map(({ name }) => ({
                name,
                ready: true,
                state: { running: { startedAt } },
            })),
        },
    } as unknown as Pod;
    const [container] = readPluginPod(pod, node).containers;
    assert.ok(container?.outcome.kind === "registers");
    return [container.outcome.resources, (container.outcome.warnings ?? []).map(({ message }) => message)];
}

describe("the EFA plugin", () => {
    const pods = efaPods([trainium, gpus]);
    const beside = pods.get("efa-beside-neuron");
    const elsewhere = pods.get("efa");
    assert.ok(beside && elsewhere);

    it("is one beside Neuron chips and another elsewhere, each on its own nodes", () => {
        assert.deepEqual([...pods.keys()].sort(), ["efa", "efa-beside-neuron"]);
        assert.deepEqual(beside.nodeSelector, { "pulumi-accelerators/efa": "device-plugin-beside-neuron" });
        assert.deepEqual(elsewhere.nodeSelector, { "pulumi-accelerators/efa": "device-plugin" });
    });

    it("has all privileges and AWS's tools beside the chips, and neither elsewhere", () => {
        const [first] = beside.containers;
        assert.ok(first);
        assert.deepEqual(first.securityContext, { privileged: true });
        assert.deepEqual(
            first.volumeMounts?.map(({ mountPath }) => mountPath),
            ["/var/lib/kubelet/device-plugins", "/dev/infiniband", "/opt/aws/neuron"],
        );
        const [other] = elsewhere.containers;
        assert.ok(other);
        assert.deepEqual(other.securityContext, {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
        });
        assert.equal(other.volumeMounts?.length, 2);
    });

    const efa = { kind: "efa", count: 16, driver: true } as const;
    const node = trn2({}, { devices: [someChips({ chip: "Trainium2", count: 16, cores: 8 }), efa] });
    const registered = { "vpc.amazonaws.com/efa": 16 };

    it("sees the chips of a simulated node", () => assert.deepEqual(seen(beside, node), [registered, []]));

    it("is said not to see them as it is elsewhere", () => {
        const [resources, [message]] = seen(elsewhere, node) as [unknown, readonly string[]];
        assert.deepEqual(resources, registered);
        assert.match(message ?? "", /without privileges and \/opt\/aws\/neuron/);
    });
});
