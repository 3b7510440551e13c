import { ApiError, type Account, type StoredResource } from "../../contract";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const BUCKET_PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
export const BUCKET_ENCRYPTION =
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
export const BUCKET_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

/** What S3 keeps with a bucket, and loses with it. */
export const ofBuckets = [BUCKET_POLICY, BUCKET_PUBLIC_ACCESS_BLOCK, BUCKET_ENCRYPTION, BUCKET_VERSIONING] as const;

/** What S3 answers when it refuses. Codes and texts: Amazon S3 API reference, "Error responses". */
export function s3Error(operation: string, status: number, code: string, text: string): ApiError {
    return new ApiError("S3", operation, status, code, text);
}

/** The bucket of a setting. Throws `NoSuchBucket`. */
export function bucketOf(account: Account, region: string, name: string, operation: string): StoredResource {
    const found = account.store.get(BUCKET, region, name);
    if (found) return found;
    throw s3Error(operation, 404, "NoSuchBucket", "The specified bucket does not exist");
}
