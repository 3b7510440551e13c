import { policyText } from "../iam";

/**
 * What a builder may do: put designs into its bucket and read them and the logs back, and have images made of them. EC2 limits
 * neither of its two actions to a resource. Source: AWS F2 documentation, "Setting Up IAM Roles for Use with the AWS EC2 FPGA
 * Development Kit" (complete policy for AFI creation; without the creation of buckets and of mail topics), read 2026-11-24.
 */
export function builderPolicy(bucketArn: string): string {
    return policyText([
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucketArn },
        { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${bucketArn}/*` },
        { Effect: "Allow", Action: ["ec2:CreateFpgaImage", "ec2:DescribeFpgaImages"], Resource: "*" },
    ]);
}

/** Nobody reaches the bucket without encryption on the way. Source: Amazon S3 user guide, "Security best practices". */
export function encryptedTransport(bucketArn: string): string {
    return policyText([
        {
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: ["s3:*"],
            Resource: [bucketArn, `${bucketArn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    ]);
}
