import { z } from "zod";
import { once } from "../../catalog/once";
import { commonSchema, laterText, plainText, type LaterText } from "../schema-parts";
import { endpointNames } from "./endpoints";

/** How the private subnets reach the internet. */
export const natChoices = ["none", "one", "perZone"] as const;
export type NatChoice = (typeof natChoices)[number];

/** The network of a configuration file. */
export const networkSettings = once(() => networkSchema(plainText()));

/** The arguments of the component. */
export const networkArguments = once(() => networkSchema(laterText()));

function networkSchema(text: LaterText) {
    return z.strictObject({
        region: region(),
        cidr: z.string().describe("IPv4 range of the VPC, /16 to /22. Default: 10.0.0.0/16.").optional(),
        zones: z
            .union([z.int().min(1), z.array(zoneId()).min(1)])
            .describe("Zone ids, or how many zones to choose among those that offer every instance type. Default: 3.")
            .optional(),
        instanceTypes: z.array(z.string()).describe("Instance types that the zones must offer.").optional(),
        subnets: z
            .record(zoneId(), z.strictObject({ private: z.string(), public: z.string() }))
            .describe("Address ranges per zone id, instead of the library's own layout.")
            .optional(),
        nat: z.enum(natChoices).describe("NAT gateways for the private subnets. Default: one.").optional(),
        endpoints: z
            .array(z.enum(endpointNames))
            .describe("AWS services reached without leaving the VPC. Default: s3.")
            .optional(),
        adopt: existingNetworkSchema(text).optional(),
        ...commonSchema(text),
    });
}

/** A network that exists, in a network of its own or in an adopted cluster. */
export function existingNetworkSchema(text: LaterText) {
    return z
        .strictObject({
            region: region(),
            vpcId: text,
            subnets: z.array(z.strictObject({ zoneId: zoneId(), id: text })).min(1),
        })
        .describe("An existing network, used as it is.");
}

function region() {
    return z.string().describe("AWS region. Default: aws:region of the stack.").optional();
}

function zoneId() {
    return z.string().describe("A zone id such as use2-az1. Zone names such as us-east-2a differ between accounts.");
}
