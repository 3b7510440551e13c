/**
 * What runs for Neuron chips and FPGAs, each part of it taken away once, in a real control plane: the real controllers and
 * scheduler say where a mutated plugin lands, the real API server what it may, a simulated node what it finds. One node for each,
 * all at the same time. It does not prove that a plugin of a vendor fails in the same way; the second scheduler has its own test.
 */
import assert from "node:assert/strict";
import { gpuOperator } from "../../components/fleet/advertisers";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import type { DaemonSetManifest, PluginManifest } from "../../components/kubernetes/manifest";
import type { NodeSpec } from "../../sim/cloud/contract";
import { isStatus } from "../../sim/cluster/kubernetes/api-client";
import type { List } from "../../sim/cluster/kubernetes/objects";
import { eventually } from "../sim/cluster/eventually";
import { Kubectl, openMachines, sharedCluster, type TestMachines } from "../sim/cluster/real-machines";
import { collections, nodeOf } from "./in-a-cluster";
import { mutations, nodeMutations, rights, specimens, without, type Outcome, type Specimen } from "./specimens";

/** A specimen without one of its parts, on a node of its own. */
interface Case {
    readonly name: string;
    readonly specimen: Specimen;
    /** The object that is changed, and what is left of it: undefined for none of it. */
    readonly change: readonly [suffix: string, change: (manifest: PluginManifest) => PluginManifest | undefined];
    readonly node: (node: NodeSpec) => NodeSpec;
    readonly then: Outcome;
}

const same = <Value>(value: Value): Value => value;
const gone = (): undefined => undefined;

const cases: readonly Case[] = Object.entries(specimens)
    .filter(([, { pool }]) => pool.accelerators.every(({ family }) => family !== "nvidia"))
    .flatMap(([of, specimen]) => {
        const { suffix, registers, needs } = specimen;
        // A volume that a container mounts cannot be taken away by itself.
        const lacks = (object: string, path: string, pluginDoes: Outcome): Case => {
            const then = /\.volumes\.\d+$/.test(path) ? "is invalid" : pluginDoes;
            return {
                name: `${of} without ${path === "" ? "" : `${path} of `}${object}`,
                specimen,
                change: [object, path === "" ? gone : manifest => without(manifest, path)],
                node: then === "lands elsewhere" ? stranger : same,
                then,
            };
        };
        return [
            { name: `${of} as planned`, specimen, change: [suffix, same] as const, node: same, then: registers },
            ...mutations.filter(each => each.of === of).map(({ object, path, then }) => lacks(object, path, then)),
            ...needs.map(([object, then]) => lacks(object, "", then)),
            ...(rights[of] ?? []).map(([object, path, then]) => lacks(object, path, then)),
            ...nodeMutations
                .filter(each => each.of === of)
                .map(({ what, node, then }) => ({
                    name: `${of} on a node without ${what}`,
                    specimen,
                    change: [suffix, same] as const,
                    node,
                    then,
                })),
        ];
    });

/** A node with the taints of the specimen's, and none of its labels. */
function stranger(node: NodeSpec): NodeSpec {
    return { ...node, labels: { "kubernetes.io/hostname": node.name } };
}

const hostOf = (index: number) => `ip-case-${index}`;

/** Objects of the case, by names that no other case has; its plugin looks at its own node alone. */
function objectsOf({ specimen, change: [changed, change] }: Case, index: number): readonly PluginManifest[] {
    const { pool, fpga, suffix } = specimen;
    const args = {
        cluster: { key: pool.cluster } as KubernetesCluster,
        pools: [pool],
        advertisers: gpuOperator([pool]),
        neuron: { scheduler: false },
        fpga: { ...fpga, problemDetector: suffix === "fpga-problem-detector" },
    };
    const { objects } = planDevicePlugins(`case-${index}`, args, () => new Map());
    assert.ok(
        objects.some(each => each.suffix === changed),
        changed,
    );
    return objects.flatMap(each => {
        const manifest = each.suffix === changed ? change(each.manifest) : each.manifest;
        if (manifest === undefined) return [];
        const name = "name" in manifest.metadata ? manifest.metadata.name : `case-${index}-${each.suffix}`;
        const named = { ...manifest, metadata: { ...manifest.metadata, name } } as PluginManifest;
        return [named.kind === "DaemonSet" ? on(named, hostOf(index)) : named];
    });
}

function on({ spec, ...daemonSet }: DaemonSetManifest, host: string): DaemonSetManifest {
    const { template } = spec;
    const nodeSelector = { ...template.spec.nodeSelector, "kubernetes.io/hostname": host };
    return { ...daemonSet, spec: { ...spec, template: { ...template, spec: { ...template.spec, nodeSelector } } } };
}

interface DaemonSetStatus {
    readonly status?: { readonly observedGeneration?: number; readonly desiredNumberScheduled?: number };
}

interface Slices {
    readonly spec: { readonly nodeName?: string; readonly driver: string; readonly devices?: readonly unknown[] };
}

describe("what runs for Neuron chips and FPGAs, a part of it gone", function () {
    this.timeout(240_000);

    let opened: TestMachines;
    let kubectl: Kubectl;
    /** Why the API server would not have an object of a case. */
    const refused = new Map<number, string>();

    before(async () => {
        opened = await openMachines({ gracePeriod: 500 });
        await opened.machines.ensureCluster(sharedCluster);
        kubectl = Kubectl.open(opened.directory);
        const nodes = cases.map(({ specimen: { pool, node }, node: changed }, index) =>
            changed(nodeOf(pool, node, hostOf(index))),
        );
        await opened.machines.ensureNodes(sharedCluster.key, "cases", nodes);
        for (const [index, each] of cases.entries()) {
            await Promise.all(objectsOf(each, index).map(manifest => make(index, manifest)));
        }
    });

    after(() => opened.leave());

    /** A device class has one name for all. */
    async function make(index: number, manifest: PluginManifest): Promise<void> {
        await kubectl.api.create(collections[manifest.kind], manifest).catch((error: unknown) => {
            if (isStatus(error, 422)) refused.set(index, String(error));
            else if (manifest.kind !== "DeviceClass" || !isStatus(error, 409)) throw error;
        });
    }

    /** How many nodes the controller wants the plugin on, once it has looked. */
    async function wanted(index: number, { suffix }: Specimen): Promise<number> {
        const path = `${collections.DaemonSet}/case-${index}-${suffix}`;
        let status: DaemonSetStatus["status"];
        await eventually(async () => {
            ({ status } = await kubectl.api.get<DaemonSetStatus>(path));
            return status?.observedGeneration !== undefined;
        });
        return status?.desiredNumberScheduled ?? 0;
    }

    async function reasons(index: number): Promise<readonly string[]> {
        const events = await kubectl.api.get<
            List<{
                readonly metadata: { readonly name: string };
                readonly reason: string;
                readonly involvedObject: { readonly name: string };
            }>
        >("/api/v1/namespaces/kube-system/events");
        return events.items
            .filter(({ involvedObject }) => involvedObject.name.startsWith(`case-${index}-`))
            .map(({ reason }) => reason);
    }

    /** What the node says: counts of these resources, devices in slices, or conditions. */
    async function said(
        index: number,
        names: readonly string[],
    ): Promise<Readonly<Record<string, string | undefined>>> {
        const { status } = await kubectl.node(hostOf(index));
        const slices = await kubectl.api.get<List<Slices & { readonly metadata: { readonly name: string } }>>(
            "/apis/resource.k8s.io/v1/resourceslices",
        );
        const published = slices.items.filter(({ spec }) => spec.nodeName === hostOf(index));
        const found = names.map(name => {
            const condition = status?.conditions?.find(({ type }) => type === name)?.status;
            const inSlices = published
                .filter(({ spec }) => spec.driver === name)
                .reduce((sum, { spec }) => sum + (spec.devices?.length ?? 0), 0);
            return [name, condition ?? (inSlices > 0 ? String(inSlices) : status?.allocatable?.[name])] as const;
        });
        return Object.fromEntries(found);
    }

    for (const [index, { name, specimen, then }] of cases.entries()) {
        const names = Object.keys(specimen.registers);
        const nothing = Object.fromEntries(names.map(each => [each, undefined]));

        if (typeof then === "object") {
            it(`${name}: ${JSON.stringify(then)}`, () =>
                eventually(async () => {
                    const expected = Object.entries(then).map(([each, count]) => [each, String(count)]);
                    assert.deepEqual(await said(index, names), Object.fromEntries(expected));
                    return true;
                }));
        } else if (then === "is invalid") {
            it(`${name}: is invalid`, () =>
                assert.match(refused.get(index) ?? "", /volumeMounts\[\d\].name: Not found/));
        } else if (then === "lands nowhere" || then === "lands elsewhere") {
            it(`${name}: ${then}`, async () => {
                assert.equal(await wanted(index, specimen), then === "lands nowhere" ? 0 : 1);
                if (then === "lands nowhere") assert.deepEqual(await said(index, names), nothing);
            });
        } else {
            it(`${name}: ${then}`, async () => {
                await eventually(async () => (await reasons(index)).includes(then));
                assert.deepEqual(await said(index, names), nothing);
            });
        }
    }

    it("is refused by the API server nowhere else", () => {
        for (const index of refused.keys()) assert.equal(cases[index]?.then, "is invalid", refused.get(index));
    });

    it("is more than sixty ways", () => assert.ok(cases.length > 60, String(cases.length)));
});
