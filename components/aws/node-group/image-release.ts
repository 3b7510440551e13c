import { getParameterOutput } from "@pulumi/aws/ssm/getParameter";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import { recommended } from "./release-problems";

/**
 * The AMI release of a managed group. Left out, it is the newest one when the group is first made, and stays: it is kept in the
 * state under a name that ends in the Kubernetes version, so that the next version starts with the newest release of its own.
 * EKS is told the release in so many words, for without one every change of the launch template brings the newest along.
 */
export function imageRelease(
    parameter: string,
    kubernetes: string,
    wanted: pulumi.Input<string> | undefined,
    { name, region, parent }: Scope,
): pulumi.Output<string> {
    // The parameter is public: `value` would make a secret of it.
    const newest = () => getParameterOutput({ name: parameter, region }, { parent }).insecureValue;
    if (wanted !== undefined) return wanted === recommended ? newest() : pulumi.output(wanted);
    const kept = new pulumi.Stash(
        `${name}-release-${kubernetes}`,
        { input: newest() },
        { parent, ignoreChanges: ["input"] },
    );
    return kept.output as pulumi.Output<string>;
}
