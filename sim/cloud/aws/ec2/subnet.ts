import type { Call, InputProblem, Props, ResourceType } from "../../contract";
import { flag, optionalText, text } from "../../props";
import { contains, overlaps, parseCidr } from "./cidr";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { interfacesInSubnet } from "./network-interfaces";
import { subnetsOf } from "./subnets";
import { ROUTE_TABLE_ASSOCIATION, SUBNET } from "./tokens";
import { vpcOf } from "./vpcs";
import { zoneNamed, zonesOf, zoneWithId, type Zone } from "./zones";

/** `aws:ec2/subnet:Subnet`. Rules: VPC user guide, "Subnets for your VPC"; EC2 API, CreateSubnet, DeleteSubnet. */
export const subnet: ResourceType = {
    token: SUBNET,
    title: "EC2 Subnet",
    replaceOn: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"],
    // Source: terraform-provider-aws, the type's delete time-out.
    outlasts: { codes: ["DependencyViolation"], seconds: 1200 },
    defaults: {
        assignIpv6AddressOnCreation: false,
        enableDns64: false,
        enableResourceNameDnsARecordOnLaunch: false,
        enableResourceNameDnsAaaaRecordOnLaunch: false,
        ipv6Native: false,
        mapPublicIpOnLaunch: false,
    },
    computed: ["availabilityZone", "availabilityZoneId", "ipv6CidrBlock", "privateDnsHostnameTypeOnLaunch"],
    check: inputs => [...zoneProblems(inputs), ...blockProblems(inputs)],
    create(call, inputs) {
        const { account, region } = call;
        const vpcId = text(inputs, "vpcId");
        const vpc = vpcOf(call, vpcId, "CreateSubnet");
        const cidrBlock = blockFor(call, inputs, text(vpc.outputs, "cidrBlock"));
        const zone = zoneFor(call, inputs);
        refuseOverLimit(call, ["vpc", "L-407747CB"], subnetsOf(account, region, vpcId).length, () =>
            ec2Error("CreateSubnet", "SubnetLimitExceeded", "The maximum number of subnets has been reached."),
        );
        const id = account.newId("subnet");
        return {
            id,
            outputs: {
                arn: arnOf(call, "subnet", id),
                availabilityZone: zone.name,
                availabilityZoneId: zone.id,
                cidrBlock,
                ipv6CidrBlock: "",
                ipv6CidrBlockAssociationId: "",
                ownerId: account.accountId,
                privateDnsHostnameTypeOnLaunch: optionalText(inputs, "privateDnsHostnameTypeOnLaunch") ?? "ip-name",
            },
        };
    },
    update: () => ({}),
    remove({ account, region }, current) {
        if (interfacesInSubnet(account, region, current.id).length > 0) {
            throw ec2Error(
                "DeleteSubnet",
                "DependencyViolation",
                `The subnet '${current.id}' has dependencies and cannot be deleted.`,
            );
        }
        // Interfaces keep a subnet; its association with a route table goes with it.
        for (const association of account.store.list(ROUTE_TABLE_ASSOCIATION, region)) {
            if (association.outputs.subnetId === current.id)
                account.store.remove(ROUTE_TABLE_ASSOCIATION, region, association.id);
        }
    },
};

function blockFor({ account, region }: Call, inputs: Props, vpcBlock: string): string {
    const value = optionalText(inputs, "cidrBlock");
    const block = value === undefined ? undefined : parseCidr(value);
    if (value === undefined || !block) {
        throw ec2Error(
            "CreateSubnet",
            "InvalidParameterValue",
            `Value (${value ?? ""}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
        );
    }
    const vpc = parseCidr(vpcBlock);
    // "The allowed block size is between a /28 netmask and /16 netmask", and the block lies in the VPC's.
    if (!vpc || block.prefix > 28 || !contains(vpc, block)) {
        throw ec2Error("CreateSubnet", "InvalidSubnet.Range", `The CIDR '${value}' is invalid.`);
    }
    const conflict = subnetsOf(account, region, text(inputs, "vpcId")).find(other => overlaps(other.cidr, block));
    if (conflict) {
        throw ec2Error("CreateSubnet", "InvalidSubnet.Conflict", `The CIDR '${value}' conflicts with another subnet`);
    }
    return value;
}

/** Without a zone the API chooses one: here the first of the region, so that two runs choose alike. */
function zoneFor({ region }: Call, inputs: Props): Zone {
    const name = optionalText(inputs, "availabilityZone");
    const id = optionalText(inputs, "availabilityZoneId");
    const names = zonesOf(region)
        .map(zone => zone.name)
        .join(", ");
    if (name !== undefined) {
        const zone = zoneNamed(region, name);
        if (zone) return zone;
        throw ec2Error(
            "CreateSubnet",
            "InvalidParameterValue",
            `Value (${name}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${names}.`,
        );
    }
    if (id !== undefined) {
        const zone = zoneWithId(region, id);
        if (zone) return zone;
        const ids = zonesOf(region)
            .map(each => each.id)
            .join(", ");
        throw ec2Error(
            "CreateSubnet",
            "InvalidParameterValue",
            `Value (${id}) for parameter availabilityZoneId is invalid. Subnets can currently only be created in the following availability zones: ${ids}.`,
        );
    }
    const [first] = zonesOf(region);
    if (!first) throw ec2Error("CreateSubnet", "InvalidParameterValue", `no zones are known in ${region}`);
    return first;
}

function zoneProblems(inputs: Props): readonly InputProblem[] {
    const both = "availabilityZone" in inputs && "availabilityZoneId" in inputs;
    return both
        ? [{ property: "availabilityZone", reason: `"availabilityZone": conflicts with availabilityZoneId` }]
        : [];
}

function blockProblems(inputs: Props): readonly InputProblem[] {
    const value = optionalText(inputs, "cidrBlock");
    if (value === undefined || (parseCidr(value) && !flag(inputs, "ipv6Native"))) return [];
    return [
        { property: "cidrBlock", reason: `"${value}" is not a valid IPv4 CIDR block: invalid CIDR address: ${value}` },
    ];
}
