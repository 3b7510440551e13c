import type { Call, Props, ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { associateAddress, disassociateAddress } from "./eip";
import { internetGatewayOf } from "./internet-gateway";
import { createInterfaces, removeInterfaces } from "./network-interfaces";
import { subnetById, subnetOf } from "./subnets";
import { NAT_GATEWAY } from "./tokens";

/** `aws:ec2/natGateway:NatGateway`, of one zone. Rules: VPC user guide, "NAT gateways"; EC2 API, CreateNatGateway. */
export const natGateway: ResourceType = {
    token: NAT_GATEWAY,
    title: "EC2 NAT Gateway",
    replaceOn: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"],
    defaults: { connectivityType: "public" },
    computed: [
        "availabilityMode",
        "privateIp",
        "secondaryPrivateIpAddressCount",
        "secondaryPrivateIpAddresses",
        "vpcId",
    ],
    check: (inputs, unknown) => [
        ...(inputs.availabilityMode === "regional"
            ? [{ property: "availabilityMode", reason: "regional NAT gateways are not simulated by the local cloud" }]
            : []),
        ...(inputs.connectivityType === "private" && "allocationId" in inputs
            ? [{ property: "allocationId", reason: "`allocationId` is not supported with connectivityType = private" }]
            : []),
        ...(inputs.connectivityType === "public" && !("allocationId" in inputs) && !unknown.has("allocationId")
            ? [{ property: "allocationId", reason: "`allocationId` is required when connectivityType is public" }]
            : []),
        ...("subnetId" in inputs || unknown.has("subnetId")
            ? []
            : [{ property: "subnetId", reason: "`subnetId` is required when availabilityMode is zonal" }]),
    ],
    create(call, inputs) {
        const { account, region } = call;
        const subnet = subnetOf(account, region, text(inputs, "subnetId"), "CreateNatGateway");
        refuseTooMany(call, subnet.zoneId);
        const id = account.newId("nat");
        const [attached] = createInterfaces(
            call,
            {
                subnetId: subnet.id,
                owners: [id],
                description: `Interface for NAT Gateway ${id}`,
                securityGroupIds: [],
                address: optionalText(inputs, "privateIp"),
            },
            "CreateNatGateway",
        );
        const networkInterfaceId = attached?.id ?? "";
        const privateIp = attached?.address ?? "";
        const isPublic = inputs.connectivityType === "public";
        const address = isPublic
            ? associateAddress(
                  call,
                  text(inputs, "allocationId"),
                  { owner: id, interfaceId: networkInterfaceId, privateIp },
                  "CreateNatGateway",
              )
            : { associationId: "", publicIp: "" };
        return {
            id,
            outputs: {
                ...address,
                autoProvisionZones: "",
                autoScalingIps: "",
                availabilityMode: "zonal",
                networkInterfaceId,
                privateIp,
                regionalNatGatewayAddresses: [],
                routeTableId: "",
                secondaryPrivateIpAddressCount: 0,
                secondaryPrivateIpAddresses: [],
                vpcId: subnet.vpcId,
            },
            hidden: { zoneId: subnet.zoneId, state: "pending" },
        };
    },
    update: () => ({}),
    remove({ account, region, ...call }, current) {
        disassociateAddress({ account, region, ...call }, current.id);
        removeInterfaces(account, region, current.id);
    },
    async settle({ account, region }, id, after) {
        if (after === "delete") return;
        const problem = await account.change(() => {
            const gateway = account.store.get(NAT_GATEWAY, region, id);
            if (!gateway || gateway.hidden.state === "available") return undefined;
            const failure = failureOf({ account, region }, gateway.outputs);
            account.store.put({
                ...gateway,
                hidden: { ...gateway.hidden, state: failure === undefined ? "available" : "failed" },
            });
            return failure;
        });
        if (problem !== undefined) {
            throw new Error(`unexpected state 'failed', wanted target 'available'. last error: ${problem}`);
        }
    },
};

/** "A public NAT gateway must be created in a public subnet": without an internet gateway it fails after it was made. */
function failureOf(place: Pick<Call, "account" | "region">, outputs: Props): string | undefined {
    const vpcId = text(outputs, "vpcId");
    const isPublic = outputs.connectivityType === "public";
    if (!isPublic || internetGatewayOf(place, vpcId) !== undefined) return undefined;
    return `Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`;
}

/** The limit is per zone. Source: VPC user guide, Amazon VPC quotas. */
function refuseTooMany({ account, region }: Call, zoneId: string): void {
    const limit = account.quota("vpc", "L-FE5A380F", region);
    const inZone = account.store
        .list(NAT_GATEWAY, region)
        .filter(each => subnetById(account, region, text(each.outputs, "subnetId"))?.zoneId === zoneId);
    if (inZone.length >= limit) {
        throw ec2Error(
            "CreateNatGateway",
            "NatGatewayLimitExceeded",
            `Performing this operation would exceed the limit of ${limit} NAT gateways`,
        );
    }
}
