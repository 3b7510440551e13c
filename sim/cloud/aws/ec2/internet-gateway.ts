import type { Call, ResourceType } from "../../contract";
import { optionalText } from "../../props";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { INTERNET_GATEWAY, NAT_GATEWAY } from "./tokens";
import { vpcOf } from "./vpcs";

/** `aws:ec2/internetGateway:InternetGateway`. Rules: EC2 API, CreateInternetGateway, AttachInternetGateway, DetachInternetGateway. */
export const internetGateway: ResourceType = {
    token: INTERNET_GATEWAY,
    title: "EC2 Internet Gateway",
    // Source: terraform-provider-aws, the type's delete time-out.
    outlasts: { codes: ["DependencyViolation"], seconds: 1200 },
    replaceOn: [],
    computed: ["vpcId"],
    create(call, inputs) {
        const { account, region } = call;
        refuseOverLimit(call, ["vpc", "L-A4707A72"], account.store.list(INTERNET_GATEWAY, region).length, () =>
            ec2Error(
                "CreateInternetGateway",
                "InternetGatewayLimitExceeded",
                "The maximum number of internet gateways has been reached.",
            ),
        );
        const id = account.newId("igw");
        const vpcId = optionalText(inputs, "vpcId");
        if (vpcId !== undefined) attach(call, id, vpcId);
        return {
            id,
            outputs: { arn: arnOf(call, "internet-gateway", id), ownerId: account.accountId, vpcId: vpcId ?? "" },
        };
    },
    update(call, current, inputs) {
        const before = optionalText(current.outputs, "vpcId");
        const after = optionalText(inputs, "vpcId");
        if (before !== after && before !== undefined) refuseMappedAddresses(call, before);
        if (before !== after && after !== undefined) attach(call, current.id, after);
        return { vpcId: after ?? "" };
    },
    remove(call, current) {
        const vpcId = optionalText(current.outputs, "vpcId");
        if (vpcId !== undefined) refuseMappedAddresses(call, vpcId);
    },
};

function attach(call: Call, id: string, vpcId: string): void {
    vpcOf(call, vpcId, "AttachInternetGateway");
    const other = internetGatewayOf(call, vpcId);
    if (other !== undefined && other !== id) {
        throw ec2Error(
            "AttachInternetGateway",
            "Resource.AlreadyAssociated",
            `resource ${id} is already attached to network ${vpcId}`,
        );
    }
}

/** The id of the gateway that is attached to the VPC. */
export function internetGatewayOf(
    { account, region }: Pick<Call, "account" | "region">,
    vpcId: string,
): string | undefined {
    return account.store.list(INTERNET_GATEWAY, region).find(each => each.outputs.vpcId === vpcId)?.id;
}

function refuseMappedAddresses({ account, region }: Call, vpcId: string): void {
    const mapped = account.store
        .list(NAT_GATEWAY, region)
        .some(each => each.outputs.vpcId === vpcId && each.outputs.connectivityType === "public");
    if (mapped) {
        throw ec2Error(
            "DetachInternetGateway",
            "DependencyViolation",
            `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
    }
}
