import type { Call, Json, LookupFunction, Props, StoredResource } from "../../contract";
import { optionalText, text, textMap } from "../../props";
import { ec2Error } from "./ec2-error";
import { passes, type Attributes } from "./filters";
import { freeAddresses } from "./network-interfaces";
import { mainTableOf } from "./route-tables";
import { subnetOf } from "./subnets";
import { SECURITY_GROUP, SUBNET, VPC } from "./tokens";

/** `aws:ec2/getVpc:getVpc`. */
export const getVpc: LookupFunction = {
    token: "aws:ec2/getVpc:getVpc",
    invoke(call, args) {
        const vpc = theOne(call, args, VPC, "EC2 VPC", "DescribeVpcs", vpcAttributes);
        const cidrBlock = text(vpc.outputs, "cidrBlock");
        return {
            ...shown(vpc, call),
            cidrBlockAssociations: [
                { associationId: `vpc-cidr-assoc-${vpc.id.slice(4)}`, cidrBlock, state: "associated" },
            ],
            default: false,
            ipv6CidrBlockAssociations: [],
            mainRouteTableId: mainTableOf(call, vpc.id).id,
            state: "available",
        };
    },
};

/** `aws:ec2/getSubnet:getSubnet`. */
export const getSubnet: LookupFunction = {
    token: "aws:ec2/getSubnet:getSubnet",
    invoke(call, args) {
        const subnet = theOne(call, args, SUBNET, "EC2 Subnet", "DescribeSubnets", subnetAttributes);
        const { account, region } = call;
        return {
            ...shown(subnet, call),
            availableIpAddressCount: freeAddresses(
                account,
                region,
                subnetOf(account, region, subnet.id, "DescribeSubnets"),
            ),
            customerOwnedIpv4Pool: "",
            defaultForAz: false,
            enableLniAtDeviceIndex: 0,
            mapCustomerOwnedIpOnLaunch: false,
            outpostArn: "",
            state: "available",
        };
    },
};

/** `aws:ec2/getSubnets:getSubnets`. */
export const getSubnets: LookupFunction = {
    token: "aws:ec2/getSubnets:getSubnets",
    invoke(call, args) {
        const found = matching(call, args, SUBNET, "DescribeSubnets", subnetAttributes);
        return {
            ...args,
            id: call.region,
            ids: found.map(subnet => subnet.id),
            region: call.region,
            tags: textMap(args, "tags"),
        };
    },
};

/** `aws:ec2/getSecurityGroup:getSecurityGroup`. */
export const getSecurityGroup: LookupFunction = {
    token: "aws:ec2/getSecurityGroup:getSecurityGroup",
    invoke(call, args) {
        const group = theOne(
            call,
            args,
            SECURITY_GROUP,
            "EC2 Security Group",
            "DescribeSecurityGroups",
            groupAttributes,
        );
        const { arn, description, id, name, region, tags, vpcId } = shown(group, call);
        return { arn, description, id, name, region, tags, vpcId } as Props;
    },
};

/** Which argument of a lookup, and which filter of the API, looks at which output. */
type Attributed = Readonly<Record<string, { readonly filter: string; readonly output: string }>>;

const vpcAttributes: Attributed = {
    cidrBlock: { filter: "cidr", output: "cidrBlock" },
    dhcpOptionsId: { filter: "dhcp-options-id", output: "dhcpOptionsId" },
};
const subnetAttributes: Attributed = {
    availabilityZone: { filter: "availability-zone", output: "availabilityZone" },
    availabilityZoneId: { filter: "availability-zone-id", output: "availabilityZoneId" },
    cidrBlock: { filter: "cidr-block", output: "cidrBlock" },
    mapPublicIpOnLaunch: { filter: "map-public-ip-on-launch", output: "mapPublicIpOnLaunch" },
    vpcId: { filter: "vpc-id", output: "vpcId" },
};
const groupAttributes: Attributed = {
    name: { filter: "group-name", output: "name" },
    description: { filter: "description", output: "description" },
    vpcId: { filter: "vpc-id", output: "vpcId" },
};

function matching(
    call: Call,
    args: Props,
    type: string,
    operation: string,
    attributed: Attributed,
): readonly StoredResource[] {
    const wantedTags = Object.entries(textMap(args, "tags"));
    const id = optionalText(args, "id");
    return call.account.store.list(type, call.region).filter(each => {
        const tags = textMap(each.outputs, "tagsAll");
        const attributes: Record<string, readonly string[]> = {
            [idFilters[type] ?? "id"]: [each.id],
            state: ["available"],
            "owner-id": [call.account.accountId],
        };
        for (const { filter, output } of Object.values(attributed)) attributes[filter] = [plain(each.outputs[output])];
        return (
            (id === undefined || each.id === id) &&
            Object.entries(attributed).every(([arg, { output }]) => {
                const wanted = optionalText(args, arg);
                return wanted === undefined || plain(each.outputs[output]) === wanted;
            }) &&
            wantedTags.every(([key, value]) => tags[key] === value) &&
            passes(args, attributes satisfies Attributes, tags, operation)
        );
    });
}

const idFilters: Readonly<Record<string, string>> = {
    [VPC]: "vpc-id",
    [SUBNET]: "subnet-id",
    [SECURITY_GROUP]: "group-id",
};

/** Source: terraform-provider-aws, `tfresource.SingularDataSourceFindError`. */
function theOne(
    call: Call,
    args: Props,
    type: string,
    title: string,
    operation: string,
    attributed: Attributed,
): StoredResource {
    const [found, ...others] = matching(call, args, type, operation, attributed);
    if (found && others.length === 0) return found;
    throw ec2Error(
        operation,
        found ? "TooManyResults" : "EmptyResult",
        found
            ? `multiple ${title}s matched; use additional constraints to reduce matches to a single ${title}`
            : `no matching ${title} found`,
    );
}

function shown(resource: StoredResource, { region }: Call): Props {
    const { tagsAll: tags, ...outputs } = resource.outputs;
    return { ...outputs, id: resource.id, region, tags: tags ?? {} };
}

function plain(value: Json | undefined): string {
    return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
