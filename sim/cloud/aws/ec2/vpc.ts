import type { Account, Call, ResourceType, StoredResource } from "../../contract";
import { flag, optionalText, text } from "../../props";
import { parseCidr } from "./cidr";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { createDefaultGroup, groupsOf, removeGroup } from "./security-groups";
import { createMainTable, mainTableOf, removeTable, tablesOf } from "./route-tables";
import { INTERNET_GATEWAY, NAT_GATEWAY, VPC, VPC_ENDPOINT } from "./tokens";
import { subnetsOf } from "./subnets";

/** `aws:ec2/vpc:Vpc`. Rules: VPC user guide, "VPC CIDR blocks" and "Default resources"; EC2 API, CreateVpc, DeleteVpc. */
export const vpc: ResourceType = {
    token: VPC,
    title: "EC2 VPC",
    replaceOn: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
    // "You can change the tenancy of a VPC from dedicated to default; you cannot change it to dedicated."
    replacesFor: (_, next) => (next.instanceTenancy === "dedicated" ? ["instanceTenancy"] : []),
    // Source: terraform-provider-aws, the type's delete time-out.
    outlasts: { codes: ["DependencyViolation"], seconds: 300 },
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    computed: ["cidrBlock", "enableDnsHostnames", "enableNetworkAddressUsageMetrics", "ipv6CidrBlock"],
    check: inputs =>
        "cidrBlock" in inputs && "ipv4IpamPoolId" in inputs && "ipv4NetmaskLength" in inputs
            ? [{ property: "cidrBlock", reason: `"cidrBlock": conflicts with ipv4NetmaskLength` }]
            : [],
    create(call, inputs) {
        const { account, region } = call;
        refuseOverLimit(call, ["vpc", "L-F678F1CE"], account.store.list(VPC, region).length, () =>
            ec2Error("CreateVpc", "VpcLimitExceeded", "The maximum number of VPCs has been reached."),
        );
        const cidrBlock = blockFor(inputs.cidrBlock);
        const id = account.newId("vpc");
        const group = createDefaultGroup(call, id);
        const table = createMainTable(call, id, cidrBlock);
        return {
            id,
            outputs: {
                arn: arnOf(call, "vpc", id),
                cidrBlock,
                defaultNetworkAclId: account.newId("acl"),
                defaultRouteTableId: table,
                defaultSecurityGroupId: group,
                dhcpOptionsId: dhcpOptionsOf(account),
                enableDnsHostnames: flag(inputs, "enableDnsHostnames"),
                enableNetworkAddressUsageMetrics: flag(inputs, "enableNetworkAddressUsageMetrics"),
                ipv6AssociationId: "",
                ipv6CidrBlock: "",
                mainRouteTableId: table,
                ownerId: account.accountId,
            },
        };
    },
    read: (call, current) => ({ mainRouteTableId: mainTableOf(call, current.id).id }),
    update(_, current, inputs) {
        if (flag(inputs, "enableDnsHostnames") && inputs.enableDnsSupport === false) {
            throw ec2Error(
                "ModifyVpcAttribute",
                "InvalidParameterCombination",
                `You must also enable DNS support for VPC ${current.id}.`,
            );
        }
        return {
            enableDnsHostnames: flag(inputs, "enableDnsHostnames"),
            enableNetworkAddressUsageMetrics: flag(inputs, "enableNetworkAddressUsageMetrics"),
        };
    },
    remove(call, current) {
        if (isInUse(call, current.id)) {
            throw ec2Error(
                "DeleteVpc",
                "DependencyViolation",
                `The vpc '${current.id}' has dependencies and cannot be deleted.`,
            );
        }
        for (const group of groupsOf(call.account, call.region, current.id)) removeGroup(call, group.id);
        for (const table of tablesOf(call, current.id)) removeTable(call, table.id);
    },
};

/** "The allowed block size is between a /28 netmask and /16 netmask." */
function blockFor(value: unknown): string {
    if (typeof value !== "string") {
        throw ec2Error(
            "CreateVpc",
            "MissingParameter",
            "Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided. IPAM pools are not simulated.",
        );
    }
    const block = parseCidr(value);
    if (!block) {
        throw ec2Error(
            "CreateVpc",
            "InvalidParameterValue",
            `Value (${value}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
        );
    }
    if (block.prefix < 16 || block.prefix > 28) {
        throw ec2Error("CreateVpc", "InvalidVpc.Range", `The CIDR '${value}' is invalid.`);
    }
    return value;
}

function isInUse({ account, region }: Call, id: string): boolean {
    const { store } = account;
    const inVpc = (each: StoredResource) => optionalText(each.outputs, "vpcId") === id;
    return (
        subnetsOf(account, region, id).length > 0 ||
        [INTERNET_GATEWAY, NAT_GATEWAY, VPC_ENDPOINT].some(type => store.list(type, region).some(inVpc)) ||
        groupsOf(account, region, id).some(group => text(group.outputs, "name") !== "default") ||
        tablesOf({ account, region }, id).some(table => table.hidden.main !== true)
    );
}

/** Every region has one set of DHCP options that its VPCs start with; the id is the account's own. */
function dhcpOptionsOf(account: Account): string {
    return `dopt-0${account.accountId}0000`;
}
