/** Does not prove that the rules of Kubernetes' own roles are what EKS grants; `authentication.test.ts` reads them from a real API server. */
import assert from "node:assert/strict";
import type { Grant } from "../../../sim/cloud/aws/eks/authenticate";
import { accessPolicy, accessPolicyArn } from "../../../sim/cloud/aws/eks/access-policies";
import { grantsAllow } from "../../../sim/control/access-review";
import { ruleAllows, type AccessAttributes, type PolicyRule } from "../../../sim/control/policy-rules";

const rules: Record<string, readonly PolicyRule[]> = {
    "cluster-admin": [
        { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
        { verbs: ["*"], nonResourceURLs: ["*"] },
    ],
    view: [
        { verbs: ["get", "list", "watch"], apiGroups: ["", "apps"], resources: ["pods", "pods/log", "deployments"] },
    ],
};
const rulesOf = (role: string): Promise<readonly PolicyRule[]> => Promise.resolve(rules[role] ?? []);

function grant(name: string, namespaces?: readonly string[]): Grant {
    const policy = accessPolicy(accessPolicyArn("aws", name), "aws");
    assert.ok(policy);
    return { policy, namespaces };
}

function on(verb: string, resource: string, namespace = "default", group = ""): AccessAttributes {
    return { resourceAttributes: { verb, resource, namespace, group } };
}

describe("access policies of EKS", () => {
    it("allow a cluster administrator everything, discovery included", async () => {
        const admin = [grant("AmazonEKSClusterAdminPolicy")];
        assert.equal(await grantsAllow(admin, on("delete", "nodes"), rulesOf), true);
        assert.equal(
            await grantsAllow(admin, { nonResourceAttributes: { path: "/metrics", verb: "get" } }, rulesOf),
            true,
        );
    });

    it("allow a viewer to look at what the view role names and nothing else", async () => {
        const viewer = [grant("AmazonEKSViewPolicy")];
        assert.equal(await grantsAllow(viewer, on("list", "pods"), rulesOf), true);
        assert.equal(await grantsAllow(viewer, on("delete", "pods"), rulesOf), false);
        assert.equal(await grantsAllow(viewer, on("get", "secrets"), rulesOf), false);
    });

    it("allow who may view everything to read, and only to read", async () => {
        const reader = [grant("AmazonEKSAdminViewPolicy")];
        assert.equal(await grantsAllow(reader, on("get", "secrets"), rulesOf), true);
        assert.equal(await grantsAllow(reader, on("create", "secrets"), rulesOf), false);
    });

    it("hold in the namespaces that they are given for, a star at the end included", async () => {
        const some = [grant("AmazonEKSClusterAdminPolicy", ["team-*", "shared"])];
        const allowed = async (namespace: string | undefined): Promise<boolean> =>
            grantsAllow(some, { resourceAttributes: { verb: "create", resource: "pods", namespace } }, rulesOf);
        assert.deepEqual(await Promise.all(["team-a", "shared", "default", "steam", undefined].map(allowed)), [
            true,
            true,
            false,
            false,
            false,
        ]);
    });

    it("allow nothing when there is none", async () => {
        assert.equal(await grantsAllow([], on("get", "pods"), rulesOf), false);
    });
});

describe("a rule of a role", () => {
    it("names subresources by themselves, for one resource or for all", () => {
        const asked: AccessAttributes = { resourceAttributes: { verb: "get", resource: "pods", subresource: "log" } };
        const rule = (resource: string): PolicyRule => ({ verbs: ["get"], apiGroups: [""], resources: [resource] });
        assert.equal(ruleAllows(rule("pods"), asked), false);
        assert.equal(ruleAllows(rule("pods/log"), asked), true);
        assert.equal(ruleAllows(rule("*/log"), asked), true);
        assert.equal(ruleAllows(rule("*"), asked), true);
    });

    it("holds for the named objects where it names some", () => {
        const rule: PolicyRule = { verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames: ["one"] };
        const asked = (name: string): AccessAttributes => ({
            resourceAttributes: { verb: "get", resource: "secrets", name },
        });
        assert.equal(ruleAllows(rule, asked("one")), true);
        assert.equal(ruleAllows(rule, asked("other")), false);
    });

    it("holds for paths below a star", () => {
        const rule: PolicyRule = { verbs: ["get"], nonResourceURLs: ["/healthz/*"] };
        assert.equal(ruleAllows(rule, { nonResourceAttributes: { path: "/healthz/etcd", verb: "get" } }), true);
        assert.equal(ruleAllows(rule, { nonResourceAttributes: { path: "/metrics", verb: "get" } }), false);
    });
});
