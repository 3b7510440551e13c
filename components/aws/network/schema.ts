import { z } from "zod";
import { acknowledgeSettings, laterString, laterTags, tagSettings } from "../schema-parts";
import { endpointNames } from "./endpoints";

/** How the private subnets reach the internet. */
export const natChoices = ["none", "one", "perZone"] as const;
export type NatChoice = (typeof natChoices)[number];

const zoneId = z
    .string()
    .describe("A zone id such as use2-az1. Zone names such as us-east-2a differ between accounts.");

/** Everything of a new network that is decided before anything exists. */
const newNetwork = {
    region: z.string().describe("AWS region. Default: aws:region of the stack.").optional(),
    cidr: z.string().describe("IPv4 range of the VPC, /16 to /22. Default: 10.0.0.0/16.").optional(),
    zones: z
        .union([z.int().min(1), z.array(zoneId).min(1)])
        .describe("Zone ids, or how many zones to choose among those that offer every instance type. Default: 3.")
        .optional(),
    instanceTypes: z.array(z.string()).describe("Instance types that the zones must offer.").optional(),
    subnets: z
        .record(zoneId, z.strictObject({ private: z.string(), public: z.string() }))
        .describe("Address ranges per zone id, instead of the library's own layout.")
        .optional(),
    nat: z.enum(natChoices).describe("NAT gateways for the private subnets. Default: one.").optional(),
    endpoints: z
        .array(z.enum(endpointNames))
        .describe("AWS services reached without leaving the VPC. Default: s3.")
        .optional(),
};

/** An existing network of a configuration file. */
export const adoptedNetworkSettings = z
    .strictObject({
        region: newNetwork.region,
        vpcId: z.string(),
        subnets: z.array(z.strictObject({ zoneId, id: z.string() })).min(1),
    })
    .describe("An existing network, used as it is.");

/** The network of a configuration file. */
export const networkSettings = z.strictObject({
    ...newNetwork,
    adopt: adoptedNetworkSettings.optional(),
    tags: tagSettings.optional(),
    acknowledge: acknowledgeSettings.optional(),
});

/** The arguments of the component: the same, with ids and tag values that may be known only later. */
export const networkArguments = z.strictObject({
    ...newNetwork,
    adopt: z
        .strictObject({
            region: newNetwork.region,
            vpcId: laterString,
            subnets: z.array(z.strictObject({ zoneId, id: laterString })).min(1),
        })
        .optional(),
    tags: laterTags.optional(),
    acknowledge: acknowledgeSettings.optional(),
});
