// One by one: together they load Lambda too.
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import { placed, type Scope } from "../scope";
import { encryptedTransport } from "./policies";

/**
 * A bucket for designs and the logs of what becomes of them: private, encrypted on disk and on the way, and with its versions
 * kept, for an image is only as good as the design that it can be traced to.
 */
export function makeBucket(scope: Scope): Bucket {
    const { name, region, parent } = scope;
    const child = `${name}-designs`;
    const bucket = new Bucket(child, { ...placed(scope, child) }, { parent });
    new BucketPublicAccessBlock(
        `${child}-private`,
        {
            region,
            bucket: bucket.bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        { parent },
    );
    new BucketServerSideEncryptionConfiguration(
        `${child}-encryption`,
        {
            region,
            bucket: bucket.bucket,
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        },
        { parent },
    );
    new BucketVersioning(
        `${child}-versions`,
        { region, bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
        { parent },
    );
    new BucketPolicy(
        `${child}-transport`,
        { region, bucket: bucket.bucket, policy: bucket.arn.apply(encryptedTransport) },
        { parent },
    );
    return bucket;
}
