/**
 * What an instance without a public address reaches from its subnet. Source: VPC user guide, route tables and endpoints; EKS
 * user guide network-reqs, private-clusters.
 */
import type { Account, Call, StoredResource } from "../../contract";
import { flag, optionalText, text, texts } from "../../props";
import { mainTableOf, routesOf } from "../ec2/route-tables";
import { subnetById, type Subnet } from "../ec2/subnets";
import { NAT_GATEWAY, ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, SUBNET, VPC_ENDPOINT } from "../ec2/tokens";

export interface Egress {
    readonly internet: boolean;
    /** AWS services reached inside the VPC: `ecr.api`, `s3`. */
    readonly endpoints: ReadonlySet<string>;
}

export function egressOf(account: Account, region: string, subnet: Subnet): Egress {
    const table = tableOfSubnet({ account, region }, subnet);
    return {
        internet: reachesInternet(account, region, table, subnet),
        endpoints: endpointsOf(account, region, subnet.vpcId, table.id),
    };
}

/**
 * Subnets that lead to an internet gateway and give their instances no public address, which EKS refuses groups for since
 * 2020 (EKS user guide troubleshooting, Ec2SubnetInvalidConfiguration).
 */
export function subnetsWithoutPublicAddress(
    account: Account,
    region: string,
    subnetIds: readonly string[],
): readonly string[] {
    return subnetIds.filter(id => {
        const subnet = subnetById(account, region, id);
        return (
            subnet &&
            leadsToGateway(tableOfSubnet({ account, region }, subnet)) &&
            !givesPublicAddress(account, region, id)
        );
    });
}

function reachesInternet(account: Account, region: string, table: StoredResource, subnet: Subnet): boolean {
    if (leadsToGateway(table)) return givesPublicAddress(account, region, subnet.id);
    const target = defaultTarget(table);
    if (target?.kind !== "natGatewayId") return target !== undefined;
    const nat = account.store.get(NAT_GATEWAY, region, target.id);
    const natSubnet = nat && subnetById(account, region, text(nat.outputs, "subnetId"));
    if (!natSubnet || optionalText(nat.inputs, "connectivityType") === "private") return false;
    return leadsToGateway(tableOfSubnet({ account, region }, natSubnet));
}

function givesPublicAddress(account: Account, region: string, subnetId: string): boolean {
    return flag(account.store.get(SUBNET, region, subnetId)?.outputs ?? {}, "mapPublicIpOnLaunch");
}

function leadsToGateway(table: StoredResource): boolean {
    const target = defaultTarget(table);
    return target?.kind === "gatewayId" && target.id.startsWith("igw-");
}

function defaultTarget(table: StoredResource): { kind: string; id: string } | undefined {
    return routesOf(table).find(route => route.destination === "0.0.0.0/0")?.target;
}

function tableOfSubnet(place: Pick<Call, "account" | "region">, subnet: Subnet): StoredResource {
    const { store } = place.account;
    const own = store.list(ROUTE_TABLE_ASSOCIATION, place.region).find(each => each.outputs.subnetId === subnet.id);
    const table = own && store.get(ROUTE_TABLE, place.region, text(own.outputs, "routeTableId"));
    return table ?? mainTableOf(place, subnet.vpcId);
}

/** Interface endpoints with private names serve the whole VPC, gateway endpoints the route tables that they name. */
function endpointsOf(account: Account, region: string, vpcId: string, tableId: string): ReadonlySet<string> {
    const prefix = `com.amazonaws.${region}.`;
    const reached = account.store.list(VPC_ENDPOINT, region).filter(endpoint => {
        if (endpoint.outputs.vpcId !== vpcId) return false;
        const gateway = (optionalText(endpoint.outputs, "vpcEndpointType") ?? "Gateway") === "Gateway";
        return gateway
            ? texts(endpoint.outputs, "routeTableIds").includes(tableId)
            : flag(endpoint.outputs, "privateDnsEnabled");
    });
    return new Set(reached.map(each => text(each.outputs, "serviceName").replace(prefix, "")));
}
