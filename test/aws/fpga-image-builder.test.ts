/**
 * The builder of FPGA images under mocks, in updates and previews: what it asks for. It does not prove that AWS makes an image
 * for who has the role.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { FpgaImageBuilderArgs } from "../../components/aws/fpga-image-builder/arguments";
import { FpgaImageBuilder } from "../../components/aws/fpga-image-builder/fpga-image-builder";
import { planFpgaImageBuilder } from "../../components/aws/fpga-image-builder/plan";
import { builderPolicy, encryptedTransport } from "../../components/aws/fpga-image-builder/policies";
import { problemsFrom } from "./problems";
import { assertOutputsMatchFields, names, one, record, type Registration } from "./record";

const component = "accelerators:aws:FpgaImageBuilder designs";
const build = "arn:aws:iam::123456789012:role/build";
const builder = (args: FpgaImageBuilderArgs = {}) =>
    new FpgaImageBuilder("designs", { region: "us-east-1", tags: { team: "chips" }, ...args });
const statements = (policy: unknown) =>
    (JSON.parse(policy as string) as { readonly Statement: readonly object[] }).Statement;
const roleOf = (registrations: readonly Registration[]) =>
    one(registrations, "aws:iam/role:Role", "designs-builder").inputs;

for (const preview of [false, true])
    describe(`FpgaImageBuilder, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => builder(), { preview });
            assert.deepEqual(names(registrations), [
                component,
                "aws:iam/instanceProfile:InstanceProfile designs-builder-profile",
                "aws:iam/role:Role designs-builder",
                "aws:iam/rolePolicy:RolePolicy designs-builder-images",
                "aws:s3/bucket:Bucket designs-designs",
                "aws:s3/bucketPolicy:BucketPolicy designs-designs-transport",
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock designs-designs-private",
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration designs-designs-encryption",
                "aws:s3/bucketVersioning:BucketVersioning designs-designs-versions",
            ]);
        });

        it("registers its fields", async () => {
            const { result, outputs } = await record(() => builder(), { preview });
            await assertOutputsMatchFields(result, outputs.get(component));
        });
    });

describe("FpgaImageBuilder", () => {
    it("keeps its bucket private, whole and encrypted", async () => {
        const { registrations } = await record(() => builder());
        const inputsOf = (type: string, suffix: string) => one(registrations, type, `designs-designs${suffix}`).inputs;
        const block = inputsOf("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "-private");
        for (const key of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"])
            assert.equal(block[key], true, key);
        assert.deepEqual(inputsOf("aws:s3/bucketVersioning:BucketVersioning", "-versions").versioningConfiguration, {
            status: "Enabled",
        });
        const { tags, forceDestroy, region } = inputsOf("aws:s3/bucket:Bucket", "");
        assert.deepEqual(
            [tags, forceDestroy, region],
            [{ team: "chips", Name: "designs-designs" }, undefined, "us-east-1"],
        );
    });

    it("is taken by instances, or by the principals that it is given and then by nobody else", async () => {
        const byInstances = await record(() => builder());
        assert.deepEqual(statements(roleOf(byInstances.registrations).assumeRolePolicy), [
            { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
        ]);
        const given = await record(() => builder({ principals: [build, pulumi.output(`${build}-2`)] }));
        assert.deepEqual(statements(roleOf(given.registrations).assumeRolePolicy), [
            { Effect: "Allow", Principal: { AWS: [build, `${build}-2`] }, Action: ["sts:AssumeRole"] },
        ]);
        assert.ok(!names(given.registrations).some(name => name.includes("InstanceProfile")));
        assert.equal(given.result.instanceProfileName, undefined);
    });

    it("may use its bucket and have images made, and nothing else", () => {
        const bucket = "arn:aws:s3:::designs";
        assert.deepEqual(statements(builderPolicy(bucket)), [
            { Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucket },
            { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${bucket}/*` },
            { Effect: "Allow", Action: ["ec2:CreateFpgaImage", "ec2:DescribeFpgaImages"], Resource: "*" },
        ]);
        assert.deepEqual(statements(encryptedTransport(bucket)), [
            {
                Effect: "Deny",
                Principal: { AWS: "*" },
                Action: ["s3:*"],
                Resource: [bucket, `${bucket}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ]);
    });

    const refused = (args: object, name = "designs", region: string | undefined = "us-east-1") =>
        problemsFrom(() => planFpgaImageBuilder(name, args, { region })).map(({ id, path }) => [id, path]);
    const wrong: readonly (readonly [
        what: string,
        problems: () => unknown,
        expected: readonly (readonly string[])[],
    ])[] = [
        ["for everybody", () => refused({ principals: ["*"] }), [["fpga.builder-principal", "principals[0]"]]],
        [
            "for a pattern, after one who is right",
            () => refused({ principals: [build, `${build}*`] }),
            [["fpga.builder-principal", "principals[1]"]],
        ],
        [
            "for an account's number",
            () => refused({ principals: ["123456789012"] }),
            [["fpga.builder-principal", "principals[0]"]],
        ],
        ["for nobody", () => refused({ principals: [] }), [["config.value", "principals"]]],
        ["with a name that no bucket can have", () => refused({}, "Designs"), [["fpga.builder-name", "name"]]],
        ["with a name that is too long", () => refused({}, "d".repeat(41)), [["fpga.builder-name", "name"]]],
        ["in a region that is none", () => refused({ region: "us-east-9" }), [["region.unknown", "region"]]],
        [
            "without a region",
            () =>
                problemsFrom(() => planFpgaImageBuilder("d", {}, { region: undefined })).map(({ id, path }) => [
                    id,
                    path,
                ]),
            [["region.missing", "region"]],
        ],
        [
            "wrong in every way, all at once",
            () => refused({ principals: ["*"], region: "us-east-9" }, "Designs"),
            [
                ["fpga.builder-name", "name"],
                ["region.unknown", "region"],
                ["fpga.builder-principal", "principals[0]"],
            ],
        ],
    ];
    for (const [what, problems, expected] of wrong)
        it(`is refused ${what}`, () => assert.deepEqual(problems(), expected));
});
