import type { Call, InputProblem, Json, Props, ResourceType } from "../../contract";
import { flag, optionalText, record, text, texts } from "../../props";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import { interfacesOfOwner, removeInterfaces } from "./network-interfaces";
import { removeRoute, routesOf, tablesOf } from "./route-tables";
import { defaultGroupOf, securityGroupOf } from "./security-groups";
import { VPC_ENDPOINT } from "./tokens";
import { endpointService, prefixListOf, privateName, type EndpointKind } from "./vpc-endpoint-services";
import { addEndpointRoute, addEndpointSubnet, regroupEndpoint, removeEndpointSubnet } from "./vpc-endpoints";
import { vpcOf } from "./vpcs";

const kinds = ["Gateway", "Interface"];

/** `aws:ec2/vpcEndpoint:VpcEndpoint`, gateway and interface. Rules: VPC user guide, "AWS PrivateLink"; EC2 API, CreateVpcEndpoint. */
export const vpcEndpoint: ResourceType = {
    token: VPC_ENDPOINT,
    title: "EC2 VPC Endpoint",
    named: inputs => optionalText(inputs, "serviceName") ?? "",
    operations: { update: "ModifyVpcEndpoint", delete: "DeleteVpcEndpoints" },
    replaceOn: ["serviceName", "serviceRegion", "vpcEndpointType", "vpcId"],
    defaults: { vpcEndpointType: "Gateway" },
    computed: [
        "dnsOptions",
        "ipAddressType",
        "policy",
        "privateDnsEnabled",
        "routeTableIds",
        "securityGroupIds",
        "serviceRegion",
        "subnetConfigurations",
        "subnetIds",
    ],
    unordered: ["routeTableIds", "securityGroupIds", "subnetIds", "subnetConfigurations"],
    check: problems,
    create(call, inputs) {
        const { account, region } = call;
        const vpcId = text(inputs, "vpcId");
        const vpc = vpcOf(call, vpcId, "CreateVpcEndpoint");
        const kind: EndpointKind = inputs.vpcEndpointType === "Interface" ? "Interface" : "Gateway";
        const service = serviceFor(call, inputs, kind);
        refuseTooMany(call, kind, vpcId);
        const id = account.newId("vpce");
        const prefixListId = kind === "Gateway" ? prefixListOf(service, region) : "";
        const groups = kind === "Interface" ? groupsFor(call, inputs, vpcId) : [];
        if (kind === "Gateway") {
            for (const tableId of texts(inputs, "routeTableIds")) {
                addEndpointRoute(call, { id, vpcId, prefixListId }, tableId, "CreateVpcEndpoint");
            }
        } else {
            if (flag(inputs, "privateDnsEnabled")) refusePrivateNames(call, vpc.outputs, vpcId, service);
            for (const subnetId of texts(inputs, "subnetIds")) {
                addEndpointSubnet(call, { id, vpcId, securityGroupIds: groups }, subnetId, "CreateVpcEndpoint");
            }
        }
        return {
            id,
            outputs: {
                arn: arnOf(call, "vpc-endpoint", id),
                cidrBlocks: [],
                dnsEntries: dnsEntries(id, service, region, kind, flag(inputs, "privateDnsEnabled")),
                dnsOptions: record(inputs, "dnsOptions") ?? {
                    dnsRecordIpType: kind === "Interface" ? "ipv4" : "service-defined",
                },
                ipAddressType: optionalText(inputs, "ipAddressType") ?? "ipv4",
                ownerId: account.accountId,
                policy: optionalText(inputs, "policy") ?? fullAccess,
                prefixListId,
                privateDnsEnabled: flag(inputs, "privateDnsEnabled"),
                requesterManaged: false,
                serviceRegion: region,
                state: "available",
                ...attachments(call, id, vpcId, groups),
            },
            hidden: { service },
        };
    },
    read: (call, current) =>
        attachments(call, current.id, text(current.outputs, "vpcId"), texts(current.outputs, "securityGroupIds")),
    update(call, current, inputs) {
        const { id } = current;
        const vpcId = text(current.outputs, "vpcId");
        const prefixListId = text(current.outputs, "prefixListId");
        let groups = texts(current.outputs, "securityGroupIds");
        if (current.outputs.vpcEndpointType === "Gateway") {
            const { added, removed } = changes(current.inputs, inputs, "routeTableIds");
            for (const tableId of removed) removeRoute(call, tableId, prefixListId);
            for (const tableId of added)
                addEndpointRoute(call, { id, vpcId, prefixListId }, tableId, "ModifyVpcEndpoint");
        } else {
            if ("securityGroupIds" in inputs) groups = groupsFor(call, inputs, vpcId);
            regroupEndpoint(call, id, groups);
            const { added, removed } = changes(current.inputs, inputs, "subnetIds");
            for (const subnetId of removed) removeEndpointSubnet(call, id, subnetId);
            for (const subnetId of added) {
                addEndpointSubnet(call, { id, vpcId, securityGroupIds: groups }, subnetId, "ModifyVpcEndpoint");
            }
        }
        return { ...attachments(call, id, vpcId, groups), policy: optionalText(inputs, "policy") ?? fullAccess };
    },
    remove(call, current) {
        removeInterfaces(call.account, call.region, current.id);
        const prefixListId = optionalText(current.outputs, "prefixListId");
        if (prefixListId === undefined) return;
        for (const tableId of tablesWith(call, current.id, text(current.outputs, "vpcId")))
            removeRoute(call, tableId, prefixListId);
    },
};

/** The default policy of an endpoint. VPC user guide, "Control access to VPC endpoints using endpoint policies". */
const fullAccess = JSON.stringify({ Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }] });

function attachments(call: Call, id: string, vpcId: string, groups: readonly string[]): Props {
    const interfaces = interfacesOfOwner(call.account, call.region, id);
    return {
        networkInterfaceIds: interfaces.map(each => each.id),
        routeTableIds: tablesWith(call, id, vpcId),
        securityGroupIds: groups,
        subnetConfigurations: interfaces.map(each => ({ ipv4: each.address, subnetId: each.subnetId })),
        subnetIds: interfaces.map(each => each.subnetId),
    };
}

function tablesWith(call: Call, endpointId: string, vpcId: string): readonly string[] {
    return tablesOf(call, vpcId)
        .filter(table => routesOf(table).some(route => route.target.id === endpointId))
        .map(table => table.id);
}

function serviceFor({ region }: Call, inputs: Props, kind: EndpointKind): string {
    const name = optionalText(inputs, "serviceName") ?? "";
    const service = endpointService(name, region, kind);
    if (service !== undefined) return service;
    throw ec2Error("CreateVpcEndpoint", "InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
}

function groupsFor(call: Call, inputs: Props, vpcId: string): readonly string[] {
    const asked = texts(inputs, "securityGroupIds");
    for (const id of asked) securityGroupOf(call, id, "CreateVpcEndpoint");
    const standard = defaultGroupOf(call, vpcId);
    return asked.length > 0 || !standard ? asked : [standard.id];
}

function refusePrivateNames({ account, region }: Call, vpc: Props, vpcId: string, service: string): void {
    if (!flag(vpc, "enableDnsSupport") || !flag(vpc, "enableDnsHostnames")) {
        throw ec2Error(
            "CreateVpcEndpoint",
            "InvalidParameter",
            `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
        );
    }
    const taken = account.store
        .list(VPC_ENDPOINT, region)
        .some(
            ({ outputs, hidden }) =>
                outputs.vpcId === vpcId && hidden.service === service && flag(outputs, "privateDnsEnabled"),
        );
    if (taken) {
        throw ec2Error(
            "CreateVpcEndpoint",
            "InvalidParameter",
            `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${privateName(service, region)} in the VPC ${vpcId}`,
        );
    }
}

function refuseTooMany(call: Call, kind: EndpointKind, vpcId: string): void {
    const same = call.account.store
        .list(VPC_ENDPOINT, call.region)
        .filter(each => each.outputs.vpcEndpointType === kind);
    const limit = (scope: string) => (most: number) =>
        ec2Error(
            "CreateVpcEndpoint",
            "VpcEndpointLimitExceeded",
            `The maximum number of ${scope} (${most}) has been reached.`,
        );
    if (kind === "Gateway")
        refuseOverLimit(call, ["vpc", "L-1B52E74A"], same.length, limit("gateway VPC endpoints per Region"));
    else {
        const inVpc = same.filter(each => each.outputs.vpcId === vpcId).length;
        refuseOverLimit(call, ["vpc", "L-29B6F2EB"], inVpc, limit("interface VPC endpoints per VPC"));
    }
}

function dnsEntries(
    id: string,
    service: string,
    region: string,
    kind: EndpointKind,
    privateDns: boolean,
): readonly Json[] {
    if (kind === "Gateway") return [];
    const zone = "Z0000000000000000000";
    const regional = {
        dnsName: `${id}-${id.slice(5, 13)}.${service}.${region}.vpce.amazonaws.com`,
        hostedZoneId: zone,
    };
    return privateDns ? [regional, { dnsName: privateName(service, region), hostedZoneId: zone }] : [regional];
}

function changes(previous: Props, next: Props, key: string): { added: readonly string[]; removed: readonly string[] } {
    const [before, after] = [texts(previous, key), texts(next, key)];
    // Not given means not managed here: associations of their own may be.
    if (!(key in next)) return { added: [], removed: [] };
    return { added: after.filter(id => !before.includes(id)), removed: before.filter(id => !after.includes(id)) };
}

function problems(inputs: Props): readonly InputProblem[] {
    const kind = optionalText(inputs, "vpcEndpointType");
    const simulated = kind === undefined || kinds.includes(kind);
    return [
        ...(simulated
            ? []
            : [
                  {
                      property: "vpcEndpointType",
                      reason: `the local cloud simulates endpoints of the types Gateway and Interface, got ${kind}`,
                  },
              ]),
        ...(kind === "Gateway" && texts(inputs, "subnetIds").length > 0
            ? [{ property: "subnetIds", reason: "subnetIds are for endpoints of the type Interface" }]
            : []),
        ...(kind === "Interface" && texts(inputs, "routeTableIds").length > 0
            ? [{ property: "routeTableIds", reason: "routeTableIds are for endpoints of the type Gateway" }]
            : []),
    ];
}
