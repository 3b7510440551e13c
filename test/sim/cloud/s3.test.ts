/** Buckets of the simulated account. Does not prove what S3 does with objects, of which there are none, nor who may reach them. */
import assert from "node:assert/strict";
import {
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_POLICY,
    BUCKET_PUBLIC_ACCESS_BLOCK,
    BUCKET_VERSIONING,
    ofBuckets,
} from "../../../sim/cloud/aws/s3/buckets";
import { anAccount } from "./an-account";

const bucket = "designs";
const policy = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", ...statement }] });
const everybody = { Principal: { AWS: "*" } };
const whole = ["arn:aws:s3:::designs", "arn:aws:s3:::designs/*"];

const settings = {
    [BUCKET_ENCRYPTION]: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    [BUCKET_POLICY]: { policy: policy({ ...everybody, Resource: whole }) },
    [BUCKET_PUBLIC_ACCESS_BLOCK]: { blockPublicAcls: true },
    [BUCKET_VERSIONING]: { versioningConfiguration: { status: "Enabled" } },
};

describe("a bucket", () => {
    it("has an ARN without region and account, and an address in its region", async () => {
        const { id, outputs } = await anAccount().create(BUCKET, { bucket });
        assert.deepEqual(
            [id, outputs.arn, outputs.bucketRegionalDomainName],
            [bucket, "arn:aws:s3:::designs", "designs.s3.us-east-2.amazonaws.com"],
        );
    });

    for (const name of ["ab", "Designs", "a_b", "-ab", "ab-", "a..b", "192.168.5.4", "xn--abc", "a".repeat(64)])
        it(`cannot be called ${name}`, () =>
            assert.rejects(anAccount().create(BUCKET, { bucket: name }), /InvalidBucketName/));

    it("exists once", async () => {
        const account = anAccount();
        await account.create(BUCKET, { bucket });
        await assert.rejects(account.create(BUCKET, { bucket }), /409, .*BucketAlreadyOwnedByYou/);
    });

    it("takes its settings along", async () => {
        const account = anAccount();
        await account.create(BUCKET, { bucket });
        for (const [token, inputs] of Object.entries(settings)) await account.create(token, { bucket, ...inputs });
        assert.ok(ofBuckets.every(token => account.store.list(token).length === 1));
        await account.remove(BUCKET, bucket);
        assert.ok(ofBuckets.every(token => account.store.list(token).length === 0));
    });

    for (const [token, inputs] of Object.entries(settings))
        it(`must be there for its ${token.replace(/^.*:/, "")}`, () =>
            assert.rejects(anAccount().create(token, { bucket, ...inputs }), /404, .*NoSuchBucket/));
});

describe("the policy of a bucket", () => {
    const cases: readonly (readonly [what: string, statement: object, problem: RegExp])[] = [
        ["of nobody", { Resource: whole }, /MalformedPolicy: Missing required field Principal/],
        ["of another service", { ...everybody, Action: "ec2:*", Resource: whole }, /Policy has invalid action/],
        ["of another bucket", { ...everybody, Resource: "arn:aws:s3:::other/*" }, /Policy has invalid resource/],
        ["of a bucket that begins alike", { ...everybody, Resource: "arn:aws:s3:::designs2" }, /invalid resource/],
        ["of nothing", { ...everybody }, /Policy has invalid resource/],
    ];
    for (const [what, statement, problem] of cases)
        it(`is refused as one ${what}, when it is made and when it changes`, async () => {
            const account = anAccount();
            await account.create(BUCKET, { bucket });
            const wrong = { bucket, policy: policy(statement) };
            await assert.rejects(account.create(BUCKET_POLICY, wrong), problem);
            const { id } = await account.create(BUCKET_POLICY, { bucket, ...settings[BUCKET_POLICY] });
            await assert.rejects(account.update(BUCKET_POLICY, id, wrong), problem);
        });
});
