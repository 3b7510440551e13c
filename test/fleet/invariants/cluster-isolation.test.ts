// Proves which providers and objects are bound to a cluster. Does not prove which cluster a kubeconfig leads to.
import assert from "node:assert/strict";
import type { Fleet } from "../../../components/fleet/finding";
import { anObject } from "../facet-builders";
import { judged, later } from "./judged";

const shared = { name: "shared-k8s", boundTo: { clusters: ["shared"] } };

function isolation(fleet: Partial<Fleet>): Record<string, string> {
    return judged("X13", { kubernetesProviders: [shared], kubernetesObjects: [anObject()], ...fleet });
}

describe("a kubernetes provider (X13)", () => {
    const bound = (boundTo: { readonly clusters: readonly string[] } | "ambient" | typeof later) =>
        isolation({ kubernetesProviders: [{ name: "k8s", boundTo }] })["provider k8s"];

    it("is bound to exactly one cluster", () => {
        assert.equal(bound({ clusters: ["shared"] }), "holds");
        assert.equal(bound("ambient"), "kubernetes.ambient-provider: the kubeconfig of whoever runs the program");
        assert.equal(bound({ clusters: [] }), "kubernetes.provider-clusters: []");
        assert.equal(bound({ clusters: ["shared", "west"] }), 'kubernetes.provider-clusters: ["shared","west"]');
        assert.equal(bound(later), "undecided: its cluster is not known: created later");
    });
});

describe("a kubernetes object (X13)", () => {
    const written = (provider: string | typeof later, fleet: Partial<Fleet> = {}) =>
        isolation({ kubernetesObjects: [{ ...anObject(), provider }], ...fleet })["object chat"];

    it("is written by a provider of the program", () => {
        assert.equal(written("shared-k8s"), "holds");
        assert.match(written("default") ?? "", /^kubernetes\.default-provider: the engine's default provider/);
        assert.equal(written("other"), "undecided: the fleet says nothing of provider other");
        assert.equal(written(later), "undecided: its provider is not known: created later");
        const unknown = { kubernetesProviders: later };
        assert.equal(
            written("shared-k8s", unknown),
            "undecided: the kubernetes providers are not known: created later",
        );
    });

    it("is nobody's concern while the fleet says nothing of objects", () => {
        assert.deepEqual(judged("X13", {}), {
            "kubernetes providers": "notApplicable: the fleet says nothing of its kubernetes providers",
            "kubernetes objects": "notApplicable: the fleet says nothing of its kubernetes objects",
        });
    });
});
