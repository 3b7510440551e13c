import { fpgaSdk } from "../../catalog/aws/fpga-types";
import { shown, type Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "../node-group/arguments";
import type { Reach } from "../network/reach";
import type { FpgaSdkArchive } from "./arguments";
import { installsKit } from "./tools";

/** A group, as far as it matters what its nodes reach at their first boot. */
export interface ReachQuestion extends Pick<NodeGroupArgs, "image"> {
    readonly machineType: string;
    readonly sdk: FpgaSdkArchive | undefined;
    /** Undefined when nobody says. */
    readonly reach: Reach | undefined;
}

/**
 * Why nodes cannot install the development kit where they are: they download its archive, and a compiler from the repositories
 * of AL2023, which lie in S3. Source: Amazon Linux 2023 user guide, "AL2023 repositories" and "Using S3 endpoints".
 */
export function reachProblems({ machineType, sdk, image, reach }: ReachQuestion): Problem[] {
    if (!installsKit(machineType, { image }) || reach === undefined || reach.internet) return [];
    const { url } = sdk ?? fpgaSdk.archive;
    const byEndpoint = reach.services.includes("s3");
    if (byEndpoint && isInS3(url)) return [];
    const copy =
        'copy the archive into a bucket of the region and name it in sdk, or use an AMI with the tools: drivers: ["fpga"]';
    return [
        {
            id: "fpga.sdk-out-of-reach",
            path: sdk === undefined ? "sdk" : "sdk.url",
            got: `${shown(url)}, from a network without NAT${byEndpoint ? "" : " and without an endpoint of S3"}`,
            allowed:
                "an archive in S3, with the endpoint s3; any, with a NAT gateway; or an image that holds the tools",
            fix: byEndpoint ? copy : `add "s3" to the endpoints of the network, then ${copy}`,
        },
    ];
}

/** `https://bucket.s3.us-east-1.amazonaws.com/…` and the older ways to write it. */
function isInS3(url: string): boolean {
    return /^https:\/\/([a-z0-9.-]+\.)?s3[.-]([a-z0-9.-]+\.)?amazonaws\.com(\.cn)?\//.test(url);
}
