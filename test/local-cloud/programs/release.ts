import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { imageRelease } from "../../../components/aws/node-group/image-release";

/** What a managed group asks for as its release, seen as the description of a policy: no cluster is needed for that. */
class Group extends pulumi.ComponentResource {
    constructor(name: string) {
        super("test:index:Group", name);
        const config = new pulumi.Config();
        const kubernetes = config.get("kubernetes") ?? "1.35";
        const release = imageRelease(
            `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2023/x86_64/nvidia/recommended/release_version`,
            kubernetes,
            config.get("release"),
            { name, region: "us-east-2", tags: {}, parent: this },
        );
        new aws.cloudwatch.LogGroup(
            name,
            { name: "group", tags: { release }, retentionInDays: 7, region: "us-east-2" },
            { parent: this },
        );
    }
}

new Group("train");
