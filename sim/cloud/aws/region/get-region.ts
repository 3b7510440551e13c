import { ApiError, type LookupFunction } from "../../contract";
import { optionalText } from "../../props";
import { regionNames } from "./region-names";

/**
 * `aws:index/getRegion:getRegion`: the provider's region, or the one asked for by name or endpoint. Source:
 * terraform-provider-aws `internal/service/meta/region_data_source.go`.
 */
export const getRegion: LookupFunction = {
    token: "aws:index/getRegion:getRegion",
    invoke(call, args) {
        const endpoint = optionalText(args, "endpoint");
        const byEndpoint = endpoint && /^ec2\.([a-z0-9-]+)\.amazonaws\.com$/.exec(endpoint)?.[1];
        const asked = optionalText(args, "region") ?? optionalText(args, "name") ?? optionalText(args, "id");
        const region = endpoint === undefined ? (asked ?? call.region) : byEndpoint;
        const description = region === undefined ? undefined : regionNames[region];
        if (region === undefined || description === undefined)
            throw new ApiError(
                "EC2",
                "DescribeRegions",
                400,
                "InvalidParameterValue",
                `region not found for "${asked ?? endpoint ?? ""}"`,
            );
        return { id: region, name: region, region, description, endpoint: `ec2.${region}.amazonaws.com` };
    },
};
