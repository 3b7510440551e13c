/** Does not prove AWS's own values: parameters, quotas and the caller are the simulated account's. */
import assert from "node:assert/strict";

import type { Props } from "../../../../sim/cloud/contract";
import { aCluster } from "../eks/a-cluster";
import { anAccount } from "../an-account";

const ask = (token: string, args: Props = {}, region = "us-east-2") => anAccount().invoke(token, args, { region });

describe("aws.getCallerIdentity", () => {
    it("is the caller of the local cloud", async () => {
        const { accountId, arn } = await ask("aws:index/getCallerIdentity:getCallerIdentity");
        assert.equal(accountId, "111122223333");
        assert.equal(arn, "arn:aws:iam::111122223333:user/local-cloud");
    });
});

describe("aws.getPartition", () => {
    it("is the commercial one", async () => {
        const { partition, dnsSuffix } = await ask("aws:index/getPartition:getPartition");
        assert.deepEqual({ partition, dnsSuffix }, { partition: "aws", dnsSuffix: "amazonaws.com" });
    });
});

describe("aws.getRegion", () => {
    const token = "aws:index/getRegion:getRegion";

    it("is the provider's region, with its name and endpoint", async () => {
        const { region, description, endpoint } = await ask(token);
        assert.deepEqual(
            { region, description, endpoint },
            { region: "us-east-2", description: "US East (Ohio)", endpoint: "ec2.us-east-2.amazonaws.com" },
        );
    });

    it("finds another by name and by endpoint", async () => {
        assert.equal((await ask(token, { name: "eu-west-1" })).region, "eu-west-1");
        assert.equal((await ask(token, { endpoint: "ec2.us-west-2.amazonaws.com" })).region, "us-west-2");
    });

    it("does not find what is none", () => assert.rejects(ask(token, { name: "mars-north-1" }), /region not found/));
});

describe("aws.ssm.getParameter", () => {
    const token = "aws:ssm/getParameter:getParameter";
    const path = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended";

    it("answers image and release of a node image", async () => {
        const image = await ask(token, { name: `${path}/image_id` });
        assert.match(JSON.stringify(image.value), /^"ami-0{10}[0-9a-f]{7}"$/);
        assert.equal(image.arn, `arn:aws:ssm:us-east-2::parameter${path}/image_id`);
        assert.equal((await ask(token, { name: `${path}/release_version` })).value, "1.35.6-20260923");
    });

    it("knows no other parameter", () =>
        assert.rejects(
            ask(token, { name: "/my/own" }),
            /ParameterNotFound: \/my\/own is no parameter of the local cloud/,
        ));
});

describe("aws.servicequotas.getServiceQuota", () => {
    const token = "aws:servicequotas/getServiceQuota:getServiceQuota";

    it("answers EC2's default of an account that raised nothing", async () => {
        const { value, defaultValue, quotaName } = await ask(token, { serviceCode: "ec2", quotaCode: "L-417A185B" });
        assert.deepEqual({ value, defaultValue }, { value: 0, defaultValue: 0 });
        assert.equal(quotaName, "Running On-Demand P instances");
    });

    it("answers the raised value beside the default", async () => {
        const account = anAccount({ quotas: { "ec2/L-417A185B": 768 } });
        const answer = await account.invoke(token, { serviceCode: "ec2", quotaName: "Running On-Demand P instances" });
        assert.deepEqual([answer.value, answer.defaultValue], [768, 0]);
    });

    it("knows no other quota", () =>
        assert.rejects(ask(token, { serviceCode: "ec2", quotaCode: "L-0" }), /NoSuchResourceException/));
});

describe("aws.eks.getCluster", () => {
    it("answers what a kubeconfig needs", async () => {
        const { account, arn, securityGroupId } = await aCluster();
        const answer = await account.invoke("aws:eks/getCluster:getCluster", { name: "shared" });
        assert.equal(answer.arn, arn);
        assert.equal(answer.endpoint, "https://127.0.0.1:16443");
        assert.deepEqual(answer.certificateAuthorities, [{ data: "Y2VydGlmaWNhdGU=" }]);
        assert.ok(JSON.stringify(answer.vpcConfig).includes(securityGroupId));
    });

    it("does not find what is not there", () =>
        assert.rejects(
            ask("aws:eks/getCluster:getCluster", { name: "none" }),
            /ResourceNotFoundException: No cluster found for name: none\./,
        ));
});

describe("aws.eks.getAddonVersion", () => {
    const token = "aws:eks/getAddonVersion:getAddonVersion";

    it("answers the default, or the newest on request", async () => {
        const args = { addonName: "vpc-cni", kubernetesVersion: "1.35" };
        assert.equal((await ask(token, args)).version, "v1.22.4-eksbuild.3");
        assert.equal((await ask(token, { ...args, mostRecent: true })).version, "v1.23.2-eksbuild.1");
    });
});
