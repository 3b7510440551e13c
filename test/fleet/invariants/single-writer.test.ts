// Proves which declarations meet in one object or label, against comparing all pairs. Does not prove what an API server does
// with two of them.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { KubernetesObject, KubernetesProvider } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { identify, perhapsSame, type SeenObject } from "../../../components/fleet/invariants/object-identity";
import { isUnknown } from "../../../components/fleet/seen";
import { aPool } from "../builders";
import { aLabelSupplier, anObject } from "../facet-builders";
import { judged, later } from "./judged";

const shared: KubernetesProvider = { name: "shared-k8s", boundTo: { clusters: ["shared"] } };
const again: KubernetesProvider = { name: "again-k8s", boundTo: { clusters: ["shared"] } };
const west: KubernetesProvider = { name: "west-k8s", boundTo: { clusters: ["west"] } };

function writers(
    objects: Fleet["kubernetesObjects"],
    providers: NonNullable<Fleet["kubernetesProviders"]> = [shared, again, west],
) {
    return judged("X15", {
        ...(objects === undefined ? {} : { kubernetesObjects: objects }),
        kubernetesProviders: providers,
    });
}

describe("an object of a cluster (X15)", () => {
    it("has one declaration, whichever provider writes it", () => {
        const found = writers([anObject(), anObject({ name: "b" }), anObject({ name: "c", provider: "again-k8s" })]);
        assert.deepEqual(found, {
            "object chat": "kubernetes.declared-twice: Deployment inference chat, written by chat and b and c",
            "object b": "notApplicable: it is declared as chat too, which is judged",
            "object c": "notApplicable: it is declared as chat too, which is judged",
        });
    });

    const differences: readonly Partial<KubernetesObject>[] = [
        { provider: "west-k8s" },
        { group: "" },
        { kind: "StatefulSet" },
        { namespace: "" },
        { objectName: "other" },
    ];
    for (const difference of differences) {
        it(`is another one when it differs: ${JSON.stringify(difference)}`, () => {
            assert.deepEqual(writers([anObject(), anObject({ name: "b", ...difference })]), {
                "object chat": "holds",
                "object b": "holds",
            });
        });
    }

    it("may have several patches, of different fields", () => {
        const patches = (...all: (readonly string[] | typeof later)[]) =>
            writers(all.map((fields, index) => ({ ...anObject({ name: `o${index}` }), patches: fields })))["object o0"];
        assert.equal(patches(["spec.replicas"], ["metadata.labels"]), "holds");
        assert.match(patches(["spec.replicas"], ["spec.replicas"]) ?? "", /^kubernetes\.declared-twice/);
        assert.match(patches(["spec"], ["spec.replicas"]) ?? "", /^kubernetes\.declared-twice/);
        assert.match(patches(["spec.replicas"], ["spec"]) ?? "", /^kubernetes\.declared-twice/);
        assert.match(patches(["a"], ["b"], ["a"]) ?? "", /^kubernetes\.declared-twice/);
        assert.equal(patches(["spec.a"], ["spec.ab"]), "holds");
        assert.equal(patches(["a", "a"], ["b"]), "holds");
        const perhaps = "undecided: whether its declarations write the same fields is not known";
        assert.equal(patches([], ["spec.replicas"]), perhaps);
        assert.equal(patches(["a"], later), perhaps);
        assert.match(patches([], [], later) ?? "", /^kubernetes\.declared-twice/);
    });

    it("is one with another through the same provider, whichever its cluster is", () => {
        const elsewhere = [anObject({ provider: "vague" }), anObject({ name: "b", provider: "vague" })];
        assert.match(writers(elsewhere)["object chat"] ?? "", /^kubernetes\.declared-twice/);
        for (const boundTo of [later, "ambient", { clusters: [] }, { clusters: ["a", "b"] }] as const) {
            const found = writers(
                [anObject(), anObject({ name: "b", provider: "west-k8s" })],
                [shared, { name: "west-k8s", boundTo }],
            );
            assert.equal(found["object chat"], "undecided: it may be the same object as b");
            assert.equal(found["object b"], "undecided: it may be the same object as chat");
        }
    });

    it("may be one with another whose name is not known", () => {
        const vague = { ...anObject({ name: "b" }), objectName: later };
        assert.deepEqual(writers([anObject(), vague, anObject({ name: "c", kind: "Job" })]), {
            "object chat": "undecided: it may be the same object as b",
            "object b": "undecided: it may be the same object as chat",
            "object c": "holds",
        });
        assert.equal(writers([vague])["object b"], "undecided: what it is called, or where it goes, is not known");
        assert.equal(
            writers([{ ...anObject(), provider: later }])["object chat"],
            "undecided: what it is called, or where it goes, is not known",
        );
        assert.equal(writers([anObject({ provider: "vague" })])["object chat"], "holds");
    });

    it("is not certainly declared twice by two whose names are not known", () => {
        const vague = (name: string) => ({ ...anObject({ name }), objectName: later });
        assert.equal(writers([vague("a"), vague("b")])["object a"], "undecided: it may be the same object as b");
    });

    it("of no namespace is shown without one", () => {
        const found = writers([anObject({ namespace: "" }), anObject({ name: "b", namespace: "" })])["object chat"];
        assert.equal(found, "kubernetes.declared-twice: Deployment chat, written by chat and b");
    });

    it("is nobody's concern while the fleet says nothing of objects", () => {
        assert.deepEqual(writers(undefined), {
            "kubernetes objects": "notApplicable: the fleet says nothing of its kubernetes objects",
        });
    });

    const seenObject = fc
        .record({
            provider: fc.constantFrom("shared-k8s", "west-k8s", "vague", later),
            group: fc.constantFrom("apps", later),
            kind: fc.constantFrom("A", "B", later),
            namespace: fc.constantFrom("n", "", later),
            objectName: fc.constantFrom("x", "y", later),
        })
        .map((fields): SeenObject => ({ ...anObject(), ...fields }));

    it("may be the same as another exactly when no field that is known of both differs and one is not known", () =>
        fc.assert(
            fc.property(fc.array(seenObject, { maxLength: 6 }), objects => {
                const given = identify({ pools: [], advertisers: [], kubernetesProviders: [shared, west] }, objects);
                const found = perhapsSame(given);
                const cluster = ({ provider }: SeenObject) =>
                    provider === "shared-k8s" || provider === "west-k8s" ? provider : later;
                const identity = (object: SeenObject) => [
                    cluster(object),
                    object.group,
                    object.kind,
                    object.namespace,
                    object.objectName,
                ];
                for (const one of given) {
                    const mine = identity(one.object);
                    const others = given.filter(other => {
                        const theirs = identity(other.object);
                        const vague = [...mine, ...theirs].some(isUnknown);
                        return (
                            other !== one &&
                            vague &&
                            mine.every((value, i) => isUnknown(value) || isUnknown(theirs[i]) || value === theirs[i])
                        );
                    });
                    assert.equal(found.has(one), others.length > 0);
                    const first = found.get(one);
                    if (first !== undefined) assert.ok(others.includes(first));
                }
            }),
            { numRuns: 1000 },
        ));
});

describe("a label of nodes (X15)", () => {
    const subject = "pool train, labels";
    const gold = aPool({ labels: { ...aPool().labels, tier: "gold" } });
    const sets = (value: string) => aLabelSupplier({ labels: [{ key: "tier", value, family: "nvidia" }] });
    const labels = (fleet: Partial<Fleet>) =>
        judged("X15", { pools: [gold], labelSuppliers: [sets("silver")], ...fleet })[subject];

    it("is set by one writer, or by two that agree", () => {
        assert.equal(labels({}), 'label.two-writers: "gold", and "silver" from node-feature-discovery');
        assert.equal(labels({ labelSuppliers: [sets("gold")] }), "holds");
        assert.equal(labels({ pools: [aPool()] }), "holds");
        assert.equal(labels({ labelSuppliers: [aLabelSupplier()] }), "holds");
    });

    it("has no second writer where the supplier does not run, or finds no such device", () => {
        const none = "notApplicable: no supplier of labels may run on its nodes";
        assert.equal(labels({ labelSuppliers: [{ ...sets("silver"), tolerations: [] }] }), none);
        assert.equal(labels({ labelSuppliers: [{ ...sets("silver"), cluster: "west" }] }), none);
        assert.equal(labels({ labelSuppliers: [] }), none);
        assert.equal(labels({ pools: [{ ...gold, resources: [] }] }), "holds");
    });

    it("is undecided while the pool or the supplier is not known", () => {
        const seen = (changes: object) => labels({ labelSuppliers: [{ ...sets("silver"), ...changes }] });
        const perhaps = "undecided: node-feature-discovery may run there and set tier";
        assert.equal(seen({ tolerations: later }), perhaps);
        assert.equal(seen({ cluster: later }), perhaps);
        assert.equal(seen({ labels: later }), "undecided: the labels of node-feature-discovery are not known");
        assert.equal(labels({ pools: [{ ...gold, cluster: later }] }), perhaps);
        assert.equal(
            labels({ pools: [{ ...gold, labels: later }] }),
            "undecided: the labels are not known: created later",
        );
        assert.equal(
            labels({ pools: [{ ...gold, resources: later }] }),
            "undecided: the resources are not known: created later",
        );
        assert.equal(labels({ labelSuppliers: later }), "undecided: the label suppliers are not known: created later");
        const both = [{ ...sets("bronze"), labels: later }, sets("silver")];
        assert.match(labels({ labelSuppliers: both }) ?? "", /^label\.two-writers/);
    });
});
