/*
 * The provider protocol, through a real gRPC client on a real port, over an account in memory.
 * Not proven here: what the engine makes of the answers (test/sim/provider/engine.test.ts), what AWS would answer.
 */
import assert from "node:assert/strict";

import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import { isSecret, notKnown, secret, type Values } from "../../../sim/provider/value";
import { anAccount } from "../cloud/an-account";
import { aNetwork, clusterInputs, clusterRole, eksAccount } from "../cloud/eks/a-cluster";
import { aProvider, type CallError, type State, type TestProvider } from "./a-provider";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const CLUSTER = "aws:eks/cluster:Cluster";
const NAT = "aws:ec2/natGateway:NatGateway";

describe("the provider", () => {
    let provider: TestProvider;
    const opened: TestProvider[] = [];

    async function open(parts?: Parameters<typeof aProvider>[0]): Promise<TestProvider> {
        const made = await aProvider(parts);
        opened.push(made);
        return made;
    }
    beforeEach(async () => {
        provider = await open();
    });
    afterEach(async () => {
        for (const each of opened.splice(0)) await each.close();
    });

    describe("at check", () => {
        it("fills in defaults and notes which ones they are", async () => {
            const { inputs, failures } = await provider.check(VPC, { cidrBlock: "10.0.0.0/16" });
            assert.deepEqual(failures, []);
            assert.deepEqual(inputs, {
                cidrBlock: "10.0.0.0/16",
                enableDnsSupport: true,
                instanceTenancy: "default",
                __defaults: ["enableDnsSupport", "instanceTenancy"],
            });
        });

        it("refuses an unknown input and names the nearest one", async () => {
            const { failures } = await provider.check(VPC, { cidrBlok: "10.0.0.0/16" });
            assert.deepEqual(failures, [
                {
                    property: "cidrBlok",
                    reason: "Invalid or unknown key. Did you mean 'cidrBlock'? Examine values at 'thing.cidrBlok'.",
                },
            ]);
        });

        it("refuses every wrong input at once, nested ones by their path", async () => {
            const { failures } = await provider.check("aws:ec2/launchTemplate:LaunchTemplate", {
                metadataOptions: { httpTokenz: "required" },
                blockDeviceMappings: [{ ebs: { volumeSize: "big" } }],
                disableApiStop: "perhaps",
            });
            assert.deepEqual(failures.map(each => each.property).sort(), [
                "blockDeviceMappings[0].ebs.volumeSize",
                "disableApiStop",
                "metadataOptions.httpTokenz",
            ]);
        });

        it("refuses a missing input, but not one that is not known yet", async () => {
            const missing = await provider.check(SUBNET, { cidrBlock: "10.0.0.0/24" });
            assert.deepEqual(
                missing.failures.map(each => each.property),
                ["vpcId"],
            );
            const later = await provider.check(SUBNET, { cidrBlock: "10.0.0.0/24", vpcId: notKnown });
            assert.deepEqual(later.failures, []);
            assert.equal(later.inputs.vpcId, notKnown);
        });

        it("names what the account does not hold, and says that a real one may", async () => {
            await assert.rejects(
                provider.check("aws:sqs/queue:Queue", {}),
                /aws:sqs\/queue:Queue: the simulated AWS account does not hold this type of resource \(a real account may\)/,
            );
        });

        it("keeps secrets secret", async () => {
            const { inputs } = await provider.check(VPC, { cidrBlock: secret("10.0.0.0/16") });
            assert.deepEqual(inputs.cidrBlock, secret("10.0.0.0/16"));
        });
    });

    describe("in naming", () => {
        const named = { vpcId: "vpc-1" };
        const asked = (mode: rpc.CheckRequest.AutonamingOptions.Mode, name: string) => {
            const options = new rpc.CheckRequest.AutonamingOptions();
            options.setMode(mode);
            options.setProposedName(name);
            return options;
        };

        it("adds seven hex digits, the same for the same seed", async () => {
            const [first, again] = [await provider.check(GROUP, named), await provider.check(GROUP, named)];
            assert.match(first.inputs.name as string, /^thing-[0-9a-f]{7}$/);
            assert.equal(again.inputs.name, first.inputs.name);
        });

        it("keeps the name it gave before", async () => {
            const olds = { name: "thing-0000000", __defaults: ["name"] };
            assert.equal((await provider.check(GROUP, named, olds)).inputs.name, "thing-0000000");
        });

        it("gives a new name after the program's own name is gone", async () => {
            const olds = { name: "mine", __defaults: [] };
            assert.match((await provider.check(GROUP, named, olds)).inputs.name as string, /^thing-/);
        });

        it("takes the name that the engine proposes or enforces, and none when that is disabled", async () => {
            const { PROPOSE, ENFORCE, DISABLE } = rpc.CheckRequest.AutonamingOptions.Mode;
            for (const mode of [PROPOSE, ENFORCE]) {
                const { inputs } = await provider.check(GROUP, named, undefined, "thing", asked(mode, "chosen"));
                assert.equal(inputs.name, "chosen");
            }
            const { inputs } = await provider.check(GROUP, named, undefined, "thing", asked(DISABLE, ""));
            assert.equal(inputs.name, undefined);
        });

        it("refuses a name that would be too long", async () => {
            const { failures } = await provider.check(GROUP, named, undefined, "x".repeat(250));
            assert.match(failures[0]!.reason, /plus 7 random chars is longer than maximum length 255/);
        });
    });

    describe("at diff", () => {
        const inputs = { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, instanceTenancy: "default" };

        it("finds no difference in the same inputs", async () => {
            const state = await provider.create(VPC, inputs);
            const diff = await provider.diff(VPC, state, inputs);
            assert.deepEqual(diff, { changes: false, replaces: [], deleteBeforeReplace: false, detailed: {} });
        });

        it("tells an update from a replacement", async () => {
            const state = await provider.create(VPC, inputs);
            const updated = await provider.diff(VPC, state, { ...inputs, enableDnsHostnames: true });
            assert.deepEqual(updated.detailed, { enableDnsHostnames: "ADD" });
            const replaced = await provider.diff(VPC, state, { ...inputs, cidrBlock: "10.1.0.0/16" });
            assert.deepEqual(replaced.detailed, { cidrBlock: "UPDATE_REPLACE" });
            assert.deepEqual(replaced.replaces, ["cidrBlock"]);
        });

        it("takes what is not known yet for a change", async () => {
            const state = await provider.create(VPC, inputs);
            const diff = await provider.diff(VPC, state, { ...inputs, cidrBlock: notKnown });
            assert.deepEqual(diff.detailed, { cidrBlock: "UPDATE_REPLACE" });
        });

        it("sees other default tags of the provider", async () => {
            const state = await provider.create(VPC, { ...inputs, tags: { team: "a" } });
            const tagged = await open({ account: provider.account, config: { defaultTags: '{"tags":{"cost":"42"}}' } });
            const diff = await tagged.diff(VPC, state, { ...inputs, tags: { team: "a" } });
            assert.deepEqual(diff.detailed, { tagsAll: "UPDATE" });
        });

        it("replaces what moves to another region", async () => {
            const state = await provider.create(VPC, inputs);
            const elsewhere = await open({ account: provider.account, config: { region: "us-west-2" } });
            assert.deepEqual((await elsewhere.diff(VPC, state, inputs)).detailed, { region: "UPDATE_REPLACE" });
            const pinned = { ...inputs, region: "us-east-2" };
            assert.deepEqual((await elsewhere.diff(VPC, state, pinned)).detailed, {});
        });

        it("leaves out what the program ignores", async () => {
            const state = await provider.create(VPC, { ...inputs, tags: { team: "a" } });
            const news = { ...inputs, tags: { team: "b" } };
            assert.deepEqual((await provider.diff(VPC, state, news, ["tags"])).detailed, {});
            assert.deepEqual((await provider.diff(VPC, state, news)).detailed, { "tags.team": "UPDATE" });
        });

        it("lets the old one go first when both would have the name the program gives", async () => {
            const own = { name: "mine", vpcId: "vpc-1", description: "a" };
            const state = { id: "sg-1", inputs: own, outputs: { ...own, region: "us-east-2", tagsAll: {} } };
            const diff = await provider.diff(GROUP, state, { ...own, description: "b" });
            assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["description"], true]);
            const renamed = await provider.diff(GROUP, state, { ...own, name: "other" });
            assert.equal(renamed.deleteBeforeReplace, false);
        });
    });

    describe("in preview", () => {
        it("knows inputs, region and tags, and nothing that only the cloud says; and changes nothing", async () => {
            const tagged = await open({ account: provider.account, config: { defaultTags: '{"tags":{"cost":"42"}}' } });
            const { id, outputs } = await tagged.create(VPC, { cidrBlock: "10.0.0.0/16", tags: { a: "b" } }, true);
            assert.equal(id, "");
            assert.equal(outputs.arn, notKnown);
            assert.equal(outputs.enableDnsHostnames, notKnown);
            assert.equal(outputs.cidrBlock, "10.0.0.0/16");
            assert.equal(outputs.region, "us-east-2");
            assert.deepEqual(outputs.tagsAll, { a: "b", cost: "42" });
            assert.deepEqual(provider.account.store.all(), []);
        });

        it("keeps what an update does not touch, and does not update", async () => {
            const state = await provider.create(VPC, { cidrBlock: "10.0.0.0/16", tags: { a: "b" } });
            const planned = await provider.update(VPC, state, { cidrBlock: "10.0.0.0/16", tags: { a: "c" } }, true);
            assert.equal(planned.outputs.arn, state.outputs.arn);
            assert.deepEqual(planned.outputs.tagsAll, { a: "c" });
            const read = await provider.read(VPC, state.id, state);
            assert.deepEqual(read.outputs.tagsAll, { a: "b" });
        });

        it("does not know what the cloud adds to a block of inputs, until it is there", async () => {
            const account = eksAccount();
            const network = await aNetwork(account);
            const inputs = clusterInputs(network, await clusterRole(account)) as Values;
            provider = await open({ account });
            const securityGroup = ({ outputs }: State) => (outputs.vpcConfig as Values).clusterSecurityGroupId;
            assert.equal(securityGroup(await provider.create(CLUSTER, inputs, true)), notKnown);
            const state = await provider.create(CLUSTER, inputs);
            assert.match(securityGroup(state) as string, /^sg-/);
            const changed = await provider.update(CLUSTER, state, { ...inputs, tags: { a: "b" } }, true);
            assert.equal(securityGroup(changed), securityGroup(state));
        });

        it("does not know the version that a changed launch template will get", async () => {
            const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
            const inputs = { name: "nodes", updateDefaultVersion: true, imageId: "ami-1" };
            const state = await provider.create(TEMPLATE, inputs);
            const changed = await provider.update(TEMPLATE, state, { ...inputs, imageId: "ami-2" }, true);
            assert.equal(changed.outputs.latestVersion, notKnown);
            const tagged = await provider.update(TEMPLATE, state, { ...inputs, tags: { a: "b" } }, true);
            assert.equal(tagged.outputs.latestVersion, 1);
        });
    });

    it("creates, reads, updates and deletes; a second deletion is no error", async () => {
        const state = await provider.create(VPC, { cidrBlock: "10.0.0.0/16", tags: { Name: "net" } });
        assert.match(state.id, /^vpc-[0-9a-f]{17}$/);
        assert.equal(state.outputs.arn, `arn:aws:ec2:us-east-2:111122223333:vpc/${state.id}`);
        const updated = await provider.update(VPC, state, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
        assert.deepEqual((await provider.read(VPC, state.id, updated)).outputs, updated.outputs);
        assert.equal(updated.outputs.tags, undefined);
        await provider.delete(VPC, updated);
        await provider.delete(VPC, updated);
        assert.equal((await provider.read(VPC, state.id, updated)).id, "");
        assert.deepEqual(provider.account.store.all(), []);
    });

    it("returns secret what it got secret, and stores it plain", async () => {
        const state = await provider.create(VPC, { cidrBlock: "10.0.0.0/16", tags: secret({ token: "s3cret" }) });
        assert.ok(isSecret(state.outputs.tags));
        assert.ok(isSecret(state.outputs.tagsAll));
        const read = await provider.read(VPC, state.id, state);
        assert.ok(isSecret(read.outputs.tags) && isSecret(read.inputs.tags));
    });

    it("shows at refresh what was changed behind its back, as inputs too", async () => {
        const account = anAccount({
            faults: [
                {
                    kind: "drift",
                    type: VPC,
                    set: { tags: { team: "b", extra: "x" }, enableDnsSupport: false },
                    gone: false,
                },
            ],
        });
        provider = await open({ account });
        const inputs = { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, tags: { team: "a" } };
        const state = await provider.create(VPC, inputs);
        const read = await provider.read(VPC, state.id, state);
        assert.deepEqual(read.inputs, {
            cidrBlock: "10.0.0.0/16",
            enableDnsSupport: false,
            tags: { team: "b", extra: "x" },
        });
        const diff = await provider.diff(VPC, read, inputs);
        assert.deepEqual(diff.detailed, { enableDnsSupport: "ADD", "tags.team": "UPDATE", "tags.extra": "DELETE" });
    });

    it("imports by id, also from another region, with inputs that a program can repeat", async () => {
        const elsewhere = await open({ account: provider.account, config: { region: "us-west-2" } });
        const made = await elsewhere.create(VPC, { cidrBlock: "10.0.0.0/16", tags: { a: "b" } });
        const read = await provider.read(VPC, `${made.id}@us-west-2`);
        assert.equal(read.id, made.id);
        assert.deepEqual(read.inputs, { cidrBlock: "10.0.0.0/16", region: "us-west-2", tags: { a: "b" } });
        const { inputs } = await provider.check(VPC, {
            cidrBlock: "10.0.0.0/16",
            region: "us-west-2",
            tags: { a: "b" },
        });
        const diff = await provider.diff(VPC, read, { ...inputs, enableDnsSupport: false });
        assert.deepEqual(diff.replaces, []);
        assert.equal((await provider.read(VPC, "vpc-0000")).id, "");
    });

    describe("when something fails", () => {
        it("words an error of the API as the real provider does", async () => {
            for (let index = 0; index < 5; index += 1) await provider.create(VPC, { cidrBlock: "10.0.0.0/16" });
            await assert.rejects(
                provider.create(VPC, { cidrBlock: "10.0.0.0/16" }),
                /creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, api error VpcLimitExceeded: The maximum number of VPCs has been reached\./,
            );
        });

        it("gives the engine what exists when a creation fails half-way", async () => {
            const vpc = await provider.create(VPC, { cidrBlock: "10.0.0.0/16" });
            const subnet = await provider.create(SUBNET, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
            const eip = await provider.create("aws:ec2/eip:Eip", { domain: "vpc" });
            const inputs = { allocationId: eip.id, subnetId: subnet.id, connectivityType: "public" };
            await assert.rejects(provider.create(NAT, inputs), (error: CallError) => {
                assert.match(error.initFailed!.id, /^nat-/);
                assert.deepEqual(error.initFailed!.inputs, inputs);
                assert.equal(error.initFailed!.outputs.vpcId, vpc.id);
                assert.match(
                    error.initFailed!.reasons[0]!,
                    /Gateway.NotAttached: Network vpc-\w+ has no Internet gateway attached/,
                );
                return true;
            });
        });

        it("stops waiting when the engine cancels, and lets the cloud go on", async () => {
            const machines = { ...anAccount().machines };
            const account = anAccount({
                machines,
                faults: [{ kind: "loseAnswer", type: VPC, on: "create", call: 1, how: "hang" }],
            });
            provider = await open({ account });
            const creation = provider.create(VPC, { cidrBlock: "10.0.0.0/16" });
            const cancelled = (async () => {
                while (account.store.list(VPC).length === 0) await new Promise(setImmediate);
                await provider.cancel();
            })();
            await assert.rejects(creation, /context canceled/);
            await cancelled;
            assert.equal(account.store.list(VPC).length, 1);
        });
    });

    describe("as a lookup", () => {
        it("answers facts of its region, or of the one asked for", async () => {
            const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
            assert.deepEqual((await provider.invoke(token)).result.zoneIds, ["use2-az1", "use2-az2", "use2-az3"]);
            const { result } = await provider.invoke(token, { region: "eu-north-1" });
            assert.deepEqual(result.zoneIds, ["eun1-az1", "eun1-az2", "eun1-az3"]);
        });

        it("refuses an argument that the function does not have", async () => {
            const { failures } = await provider.invoke("aws:ec2/getInstanceType:getInstanceType", { instanceTyp: "x" });
            assert.deepEqual(failures.map(each => each.property).sort(), ["instanceTyp", "instanceType"]);
        });

        it("names a function that the account does not answer", async () => {
            await assert.rejects(provider.invoke("aws:s3/getBucket:getBucket"), /does not answer this function/);
        });
    });

    describe("when it is configured", () => {
        it("refuses a region that does not exist, and the wrong account", async () => {
            await assert.rejects(open({ config: { region: "us-esat-2" } }), /invalid AWS Region: us-esat-2/);
            await assert.rejects(
                open({ config: { allowedAccountIds: '["999988887777"]' } }),
                /AWS account ID not allowed/,
            );
        });
    });
});
