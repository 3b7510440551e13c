/** Does not prove that an add-on's software runs: nothing is installed into the cluster. */
import assert from "node:assert/strict";

import { ADD_ON } from "../../../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { aCluster, aRole, createAddOn, createGroup } from "./a-cluster";

describe("CreateAddon", () => {
    it("takes the default version when none is named", async () => {
        const cluster = await aCluster();
        const { id, outputs, failure } = await createAddOn(cluster, "kube-proxy");
        assert.equal(failure, undefined);
        assert.equal(id, "shared:kube-proxy");
        assert.equal(outputs.addonVersion, "v1.35.3-eksbuild.25");
    });

    const refused: readonly [what: string, addon: string, changes: Props, error: RegExp][] = [
        [
            "an add-on that does not exist",
            "no-such-addon",
            {},
            /InvalidParameterException: Addon no-such-addon specified is not supported in 1\.35 kubernetes version/,
        ],
        [
            "a version of another Kubernetes",
            "kube-proxy",
            { addonVersion: "v1.36.0-eksbuild.1" },
            /InvalidParameterException: Addon version specified is not supported/,
        ],
        [
            "a build that does not exist",
            "coredns",
            { addonVersion: "v1.14.3-eksbuild.99" },
            /Addon version specified is not supported/,
        ],
        ["a version that is none", "coredns", { addonVersion: "latest" }, /Addon version specified is not supported/],
        [
            "settings that are no document",
            "vpc-cni",
            { configurationValues: '{"env":' },
            /The ConfigurationValues provided is not in valid YAML or JSON format\./,
        ],
        [
            "an unknown setting",
            "vpc-cni",
            { configurationValues: '{"environment":{}}' },
            /Json schema validation failed with error: \[\$\.environment: is not defined in the schema and the schema does not allow additional properties\]/,
        ],
        [
            "a setting of another kind",
            "coredns",
            { configurationValues: '{"replicaCount":"2"}' },
            /\[\$\.replicaCount: string found, integer expected\]/,
        ],
        [
            "an environment that is not text",
            "vpc-cni",
            { configurationValues: '{"env":{"ENABLE_PREFIX_DELEGATION":true}}' },
            /\[\$\.env\.ENABLE_PREFIX_DELEGATION: boolean found, string expected\]/,
        ],
        [
            "a role of another account",
            "vpc-cni",
            { serviceAccountRoleArn: "arn:aws:iam::999999999999:role/cni" },
            /AccessDeniedException: Cross-account pass role is not allowed\./,
        ],
    ];
    for (const [what, addon, changes, error] of refused)
        it(`refuses ${what}`, async () => {
            const cluster = await aCluster();
            await assert.rejects(createAddOn(cluster, addon, changes), error);
            assert.deepEqual(cluster.account.store.list(ADD_ON), []);
        });

    it("takes settings in JSON and YAML", async () => {
        const json = '{"env":{"ENABLE_PREFIX_DELEGATION":"true"}}';
        const yaml = 'env:\n  ENABLE_PREFIX_DELEGATION: "true"\n';
        for (const configurationValues of [json, yaml]) {
            const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
            const { outputs, failure } = await createAddOn(cluster, "vpc-cni", { configurationValues });
            assert.equal(failure, undefined);
            assert.equal(outputs.configurationValues, configurationValues);
        }
    });

    it("refuses the same add-on twice", async () => {
        const cluster = await aCluster();
        await createAddOn(cluster, "kube-proxy");
        await assert.rejects(createAddOn(cluster, "kube-proxy"), /ResourceInUseException: Addon already exists\./);
    });

    it("fails over a self-managed copy with other settings, unless it may overwrite", async () => {
        const configurationValues = '{"env":{"WARM_IP_TARGET":"2"}}';
        const conflicting = await createAddOn(await aCluster(), "vpc-cni", { configurationValues });
        assert.match(
            conflicting.failure ?? "",
            /vpc-cni: ConfigurationConflict: Conflicts found when trying to apply\./,
        );
        const overwriting = { configurationValues, resolveConflictsOnCreate: "OVERWRITE" };
        assert.equal((await createAddOn(await aCluster(), "vpc-cni", overwriting)).failure, undefined);
        const alone = await aCluster({ bootstrapSelfManagedAddons: false });
        assert.equal((await createAddOn(alone, "vpc-cni", { configurationValues })).failure, undefined);
    });
});

describe("add-on that runs as a Deployment", () => {
    const timedOut =
        /timeout while waiting for state to become 'ACTIVE' \(last state: 'DEGRADED', timeout: 20m0s\): coredns: InsufficientNumberOfReplicas/;

    it("waits for nodes in vain, and is well once there are some", async () => {
        const cluster = await aCluster();
        const { id, failure } = await createAddOn(cluster, "coredns");
        assert.match(failure ?? "", timedOut);
        await createGroup(cluster, {
            nodeGroupName: "empty",
            scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 1 },
        });
        const still = await cluster.account.update(ADD_ON, id, { clusterName: "shared", addonName: "coredns" });
        assert.match(still.failure ?? "", timedOut);
        await createGroup(cluster);
        const again = await cluster.account.update(ADD_ON, id, { clusterName: "shared", addonName: "coredns" });
        assert.equal(again.failure, undefined);
    });

    it("needs a node that its pods tolerate", async () => {
        const cluster = await aCluster();
        const taints = [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }];
        await createGroup(cluster, { taints });
        assert.match((await createAddOn(cluster, "coredns")).failure ?? "", timedOut);
        const tolerant = await aCluster();
        await createGroup(tolerant, { taints });
        const tolerating = (toleration: Props) => ({
            configurationValues: JSON.stringify({ tolerations: [{ key: "nvidia.com/gpu", ...toleration }] }),
            resolveConflictsOnCreate: "OVERWRITE",
        });
        const wrong = await createAddOn(tolerant, "coredns", tolerating({ operator: "Exists", effect: "NoExecute" }));
        assert.match(wrong.failure ?? "", timedOut);
        const inputs = { clusterName: "shared", addonName: "coredns" };
        const right = await tolerant.account.update(ADD_ON, wrong.id, {
            ...inputs,
            ...tolerating({ operator: "Exists" }),
        });
        assert.equal(right.failure, undefined);
    });

    it("lands beside a taint that only prefers", async () => {
        const cluster = await aCluster();
        await createGroup(cluster, { taints: [{ key: "a", effect: "PREFER_NO_SCHEDULE" }] });
        assert.equal((await createAddOn(cluster, "coredns")).failure, undefined);
    });
});

describe("UpdateAddon", () => {
    it("changes version and settings, and keeps the version when none is named", async () => {
        const cluster = await aCluster();
        const inputs = { clusterName: "shared", addonName: "kube-proxy" };
        const { id } = await createAddOn(cluster, "kube-proxy", { addonVersion: "v1.35.3-eksbuild.13" });
        const kept = await cluster.account.update(ADD_ON, id, { ...inputs, configurationValues: '{"mode":"ipvs"}' });
        assert.equal(kept.outputs.addonVersion, "v1.35.3-eksbuild.13");
        const moved = await cluster.account.update(ADD_ON, id, { ...inputs, addonVersion: "v1.35.3-eksbuild.25" });
        assert.equal(moved.outputs.addonVersion, "v1.35.3-eksbuild.25");
    });
});

describe("prefix delegation", () => {
    it("gives nodes more pods", async () => {
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
        const configurationValues = '{"env":{"ENABLE_PREFIX_DELEGATION":"true"}}';
        await createAddOn(cluster, "vpc-cni", { configurationValues });
        await createGroup(cluster);
        const [node] = [...cluster.account.machines.nodes.values()].flat();
        assert.equal(node?.capacity.pods, "110");
    });
});

describe("role of an add-on", () => {
    it("must exist", async () => {
        const cluster = await aCluster();
        const roleArn = "arn:aws:iam::111122223333:role/none";
        const podIdentityAssociations = [{ roleArn, serviceAccount: "aws-node" }];
        await assert.rejects(
            createAddOn(cluster, "vpc-cni", { podIdentityAssociations }),
            /Role .*role\/none does not exist/,
        );
        const mine = await aRole(cluster.account, "cni", "pods.eks", ["AmazonEKS_CNI_Policy"]);
        const changes = { podIdentityAssociations: [{ roleArn: mine, serviceAccount: "aws-node" }] };
        assert.equal((await createAddOn(cluster, "vpc-cni", changes)).failure, undefined);
    });
});
