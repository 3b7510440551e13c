import type { InputProblem, Props, ResourceType } from "../../contract";
import { optionalText, record, records, text } from "../../props";
import { parseBucketPolicy } from "../iam/policy-document";
import {
    BUCKET_ENCRYPTION,
    BUCKET_POLICY,
    BUCKET_PUBLIC_ACCESS_BLOCK,
    BUCKET_VERSIONING,
    bucketOf,
    s3Error,
} from "./buckets";

interface Setting extends Pick<ResourceType, "token" | "title" | "defaults" | "computed"> {
    /** The API's name of what writes it. */
    readonly put: string;
    readonly check?: (inputs: Props) => readonly InputProblem[];
    /** What the API refuses of it. */
    readonly refuse?: (inputs: Props, bucketArn: string) => void;
}

/** What a bucket has once: written over by whoever writes it last, known by the bucket's name. Rules: Amazon S3 API. */
function setting({ put, check, refuse, ...type }: Setting): ResourceType {
    return {
        ...type,
        operations: { create: put, update: put, read: put.replace("Put", "Get"), delete: put.replace("Put", "Delete") },
        named: inputs => optionalText(inputs, "bucket") ?? "",
        replaceOn: ["bucket"],
        ...(check && { check }),
        create({ account, region }, inputs) {
            const name = text(inputs, "bucket");
            const { outputs } = bucketOf(account, region, name, put);
            refuse?.(inputs, text(outputs, "arn"));
            return { id: name, outputs: {} };
        },
        update({ account, region }, { id }, inputs) {
            const { outputs } = bucketOf(account, region, id, put);
            refuse?.(inputs, text(outputs, "arn"));
            return {};
        },
        remove: () => undefined,
    };
}

function oneOf(property: string, value: string | undefined, allowed: readonly string[]): readonly InputProblem[] {
    if (value === undefined || allowed.includes(value)) return [];
    return [{ property, reason: `expected ${property} to be one of ${JSON.stringify(allowed)}, got ${value}` }];
}

/** PutPublicAccessBlock: whatever is left out is false. */
export const publicAccessBlock = setting({
    token: BUCKET_PUBLIC_ACCESS_BLOCK,
    title: "S3 Bucket Public Access Block",
    put: "PutPublicAccessBlock",
    defaults: {
        blockPublicAcls: false,
        blockPublicPolicy: false,
        ignorePublicAcls: false,
        restrictPublicBuckets: false,
    },
});

/** PutBucketEncryption: SSE-S3, or KMS with one or two layers. */
export const encryption = setting({
    token: BUCKET_ENCRYPTION,
    title: "S3 Bucket Server-side Encryption Configuration",
    put: "PutBucketEncryption",
    check: inputs =>
        records(inputs, "rules").flatMap((rule, index) =>
            oneOf(
                `rules[${index}].applyServerSideEncryptionByDefault.sseAlgorithm`,
                optionalText(record(rule, "applyServerSideEncryptionByDefault") ?? {}, "sseAlgorithm"),
                ["AES256", "aws:kms", "aws:kms:dsse"],
            ),
        ),
});

/** PutBucketVersioning. */
export const versioning = setting({
    token: BUCKET_VERSIONING,
    title: "S3 Bucket Versioning",
    put: "PutBucketVersioning",
    computed: ["versioningConfiguration.mfaDelete"],
    check: inputs =>
        oneOf(
            "versioningConfiguration.status",
            optionalText(record(inputs, "versioningConfiguration") ?? {}, "status"),
            ["Enabled", "Suspended", "Disabled"],
        ),
});

/** PutBucketPolicy. Whether a policy makes a bucket public, which a public access block forbids, is not judged. */
export const bucketPolicy = setting({
    token: BUCKET_POLICY,
    title: "S3 Bucket Policy",
    put: "PutBucketPolicy",
    refuse(inputs, arn) {
        const parsed = parseBucketPolicy(text(inputs, "policy"), arn);
        if ("problem" in parsed) throw s3Error("PutBucketPolicy", 400, "MalformedPolicy", parsed.problem);
    },
});
