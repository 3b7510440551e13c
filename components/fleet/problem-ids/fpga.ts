import { f1Migration, fpgaSdk } from "../../catalog/aws/fpga-types";
import type { ProblemIdFacts } from "./problem-id-facts";

/** FPGAs. */
export const fpgaProblemIds = {
    "fpga.builder-name": {
        meaning: "A builder of FPGA images is named in a way in which no bucket can be.",
        overridable: false,
        example: {
            path: "name",
            got: '"Our_designs"',
            allowed: "1 to 40 of a-z, 0-9 and -, with a letter or digit at both ends: a bucket is named after it",
            fix: "choose such a name",
        },
    },
    "fpga.builder-principal": {
        meaning: "Who may have FPGA images made is no single user, role or account.",
        overridable: false,
        example: {
            path: "principals[0]",
            got: '"*"',
            allowed: "the ARN of a user, a role or an account (…:root), without wildcards",
            fix: "name who builds images, for example arn:aws:iam::123456789012:role/build",
        },
    },
    "fpga.huge-pages": {
        meaning: "A node is told to hold more huge pages ready than it has memory, or none.",
        overridable: false,
        example: {
            path: "hugePages.count",
            got: "512 pages of 1Gi",
            allowed: "1 to 255: f2.6xlarge has 256 GiB of memory, and pods need some of it",
            fix: "ask for fewer",
        },
    },
    "fpga.image": {
        meaning: "The node image cannot run the software by which its FPGAs are made fit for use.",
        overridable: false,
        example: {
            path: "image",
            got: '"bottlerocket"',
            allowed:
                "al2023, or an AMI of your own made from it: Bottlerocket runs no FPGA management tools, which load images as root through sysfs",
            fix: 'leave image out, or use image: "al2023"',
        },
    },
    "fpga.image-id": {
        meaning: "What is to be loaded into a slot is not the global id of an FPGA image, as plain text.",
        overridable: false,
        example: {
            path: "load.agfi",
            got: '"afi-06d0ffc989feeea2a", the id that EC2 uses in one region',
            allowed: "the global id of the image: agfi- and 17 of the digits 0-9 and a-f",
            fix: "ask EC2 for it: aws ec2 describe-fpga-images --fpga-image-ids afi-06d0ffc989feeea2a --query 'FpgaImages[].FpgaImageGlobalId'",
        },
    },
    "fpga.retired": {
        meaning:
            "AWS retired the instance type: its designs must be built anew for another, or, where it still stands, be acknowledged and given its zones.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"f1.2xlarge", which AWS retired on 2025-12-20',
            allowed: '"f2.6xlarge", which has as many FPGAs, or acknowledgeRetired: true',
            fix: `use "f2.6xlarge": ${f1Migration.notes.join("; ")} (docs/guides/run-on-fpgas.md#f1)`,
        },
    },
    "fpga.sdk": {
        meaning:
            "The FPGA development kit cannot be downloaded and checked as it is given, or is not installed on such nodes.",
        overridable: false,
        example: {
            path: "sdk.sha256",
            got: '"latest"',
            allowed: "64 of the digits 0-9 and a-f",
            fix: "take it of the archive that you looked at: sha256sum aws-fpga.tar.gz",
        },
    },
    "fpga.sdk-out-of-reach": {
        meaning:
            "Nodes install the FPGA development kit at their first boot, and what they download lies where their network does not lead. Accept it where you lay a way of your own.",
        overridable: true,
        example: {
            path: "sdk",
            got: `"${fpgaSdk.archive.url}", from a network without NAT`,
            allowed:
                "an archive in S3, with the endpoint s3; any, with a NAT gateway; or an image that holds the tools",
            fix: 'copy the archive into a bucket of the region and name it in sdk, or use an AMI with the tools: drivers: ["fpga"]',
        },
    },
    "fpga.slots": {
        meaning: "The images of a group do not fit the FPGAs of its machines.",
        overridable: false,
        example: {
            path: "load",
            got: "2 slots",
            allowed: "at most 1: f2.6xlarge has one FPGA",
            fix: "remove load[1], or choose a larger type",
        },
    },
    "fpga.without-links": {
        meaning:
            "The problem detector for FPGAs reads what the boot of a node links; no pool has such nodes, or their FPGAs are counted.",
        overridable: false,
        example: {
            path: "fpga.problemDetector",
            got: "FPGAs that are counted",
            allowed: "with a pool of F2 and slots linked",
            fix: 'leave it out, or let the boot link the slots: fpga: { slots: "linked" }',
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
