import type { ResourceType } from "../../contract";
import { optionalText } from "../../props";
import { BUCKET, ofBuckets, s3Error } from "./buckets";

/**
 * `aws:s3/bucket:Bucket`. Rules: Amazon S3 API, CreateBucket; user guide, "General purpose bucket naming rules". No objects: every
 * bucket is empty, so that every one can be deleted. Names are the account's alone, and not all the world's.
 */
export const bucket: ResourceType = {
    token: BUCKET,
    title: "S3 Bucket",
    named: inputs => optionalText(inputs, "bucket") ?? "",
    operations: { create: "CreateBucket", read: "HeadBucket", delete: "DeleteBucket" },
    autoname: { property: "bucket", maxLength: 63 },
    replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled"],
    defaults: { forceDestroy: false },
    computed: ["bucket", "bucketPrefix"],
    create({ account, region }, inputs) {
        const name = optionalText(inputs, "bucket") ?? `terraform-${account.newId("b").slice(2)}`;
        if (!/^(?=.{3,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])$/.test(name) || /\.\.|^xn--|^\d+\.\d+\.\d+\.\d+$/.test(name))
            throw s3Error("CreateBucket", 400, "InvalidBucketName", "The specified bucket is not valid.");
        if (account.store.get(BUCKET, region, name))
            throw s3Error(
                "CreateBucket",
                409,
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.",
            );
        return {
            id: name,
            outputs: {
                arn: `arn:${account.partition}:s3:::${name}`,
                bucket: name,
                bucketDomainName: `${name}.s3.amazonaws.com`,
                bucketPrefix: optionalText(inputs, "bucketPrefix") ?? "",
                bucketRegion: region,
                bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
            },
        };
    },
    update: () => ({}),
    remove({ account, region }, { id }) {
        for (const token of ofBuckets) account.store.remove(token, region, id);
    },
};
