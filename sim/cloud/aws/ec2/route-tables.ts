import type { Call, Json, Props, StoredResource } from "../../contract";
import { optionalText, records, text } from "../../props";
import { parseCidr } from "./cidr";
import { arnOf, ec2Error } from "./ec2-error";
import { INTERNET_GATEWAY, NAT_GATEWAY, ROUTE_TABLE } from "./tokens";

/** Where a route leads: exactly one of the targets that the API knows. */
export interface RouteSpec {
    /** `0.0.0.0/0`, `::/0`, or a prefix list. */
    readonly destination: string;
    readonly target: { readonly kind: TargetKind; readonly id: string };
}

/** The API's targets by their names in programs, with the one this account also understands by heart: `local`. */
export const targetKinds = [
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
] as const;
export type TargetKind = (typeof targetKinds)[number];

type Place = Pick<Call, "account" | "region">;

export function tablesOf({ account, region }: Place, vpcId: string): readonly StoredResource[] {
    return account.store.list(ROUTE_TABLE, region).filter(table => table.outputs.vpcId === vpcId);
}

/** Throws `InvalidRouteTableID.NotFound`. */
export function tableOf({ account, region }: Place, id: string, operation: string): StoredResource {
    const table = account.store.get(ROUTE_TABLE, region, id);
    if (!table) throw ec2Error(operation, "InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`);
    return table;
}

/** The table of subnets that have no other. There is always one. */
export function mainTableOf(place: Place, vpcId: string): StoredResource {
    const table = tablesOf(place, vpcId).find(each => each.hidden.main === true);
    if (!table) throw new Error(`${vpcId} has no main route table`);
    return table;
}

/** "When you create a VPC, it automatically has a main route table", with the local route. VPC user guide. */
export function createMainTable(call: Call, vpcId: string, cidrBlock: string): string {
    const id = call.account.newId("rtb");
    call.account.store.put({
        type: ROUTE_TABLE,
        region: call.region,
        id,
        inputs: {},
        outputs: {
            arn: arnOf(call, "route-table", id),
            ownerId: call.account.accountId,
            propagatingVgws: [],
            region: call.region,
            routes: [],
            tagsAll: {},
            vpcId,
        },
        hidden: { main: true, local: cidrBlock, routes: [] },
        createdAt: call.account.now().toISOString(),
        requested: false,
    });
    return id;
}

export function removeTable({ account, region }: Place, id: string): void {
    account.store.remove(ROUTE_TABLE, region, id);
}

export function routesOf(table: StoredResource): readonly RouteSpec[] {
    return records(table.hidden, "routes").flatMap(route => {
        const target = targetOf(route);
        return target ? [{ destination: text(route, "destination"), target }] : [];
    });
}

/**
 * Adds a route, or changes where it leads.
 *
 * @throws what CreateRoute and ReplaceRoute answer: an unknown or foreign target, a destination that is taken or not there.
 */
export function putRoute(
    call: Call,
    tableId: string,
    route: RouteSpec,
    operation: "CreateRoute" | "ReplaceRoute",
): void {
    const table = tableOf(call, tableId, operation);
    refuseBadDestination(route.destination, operation);
    refuseBadTarget(call, table, route, operation);
    const routes = routesOf(table);
    const taken = routes.some(each => each.destination === route.destination);
    if (operation === "CreateRoute" && (taken || route.destination === table.hidden.local)) {
        throw ec2Error(operation, "RouteAlreadyExists", `The route identified by ${route.destination} already exists.`);
    }
    if (operation === "ReplaceRoute" && !taken) throw noSuchRoute(operation, tableId, route.destination);
    if (!taken && routes.length + 1 > call.account.quota("vpc", "L-93826ACB", call.region)) {
        throw ec2Error(
            operation,
            "RouteLimitExceeded",
            `The maximum number of routes has been reached in route table ${tableId}.`,
        );
    }
    writeRoutes(call, table, [...routes.filter(each => each.destination !== route.destination), route]);
}

export function removeRoute(call: Call, tableId: string, destination: string): void {
    const table = call.account.store.get(ROUTE_TABLE, call.region, tableId);
    if (table)
        writeRoutes(
            call,
            table,
            routesOf(table).filter(route => route.destination !== destination),
        );
}

export function noSuchRoute(operation: string, tableId: string, destination: string): Error {
    return ec2Error(
        operation,
        "InvalidRoute.NotFound",
        `no route with destination-cidr-block ${destination} in route table ${tableId}`,
    );
}

/** Routes as a route table's outputs show them. The local route, which nobody makes, is not among them. */
export function shownRoutes(table: StoredResource): readonly Json[] {
    return routesOf(table)
        .filter(route => !(route.target.kind === "gatewayId" && route.target.id.startsWith("vpce-")))
        .map(({ destination, target }) => ({ [destinationKey(destination)]: destination, [target.kind]: target.id }));
}

function destinationKey(destination: string): string {
    if (destination.startsWith("pl-")) return "destinationPrefixListId";
    return destination.includes(":") ? "ipv6CidrBlock" : "cidrBlock";
}

export function targetOf(props: Props): RouteSpec["target"] | undefined {
    for (const kind of targetKinds) {
        const id = optionalText(props, kind);
        if (id !== undefined) return { kind, id };
    }
    return undefined;
}

function writeRoutes({ account }: Call, table: StoredResource, routes: readonly RouteSpec[]): void {
    account.store.put({
        ...table,
        hidden: {
            ...table.hidden,
            routes: routes.map(({ destination, target }) => ({ destination, [target.kind]: target.id })),
        },
    });
}

function refuseBadDestination(destination: string, operation: string): void {
    if (destination.includes(":") || destination.startsWith("pl-") || parseCidr(destination)) return;
    throw ec2Error(
        operation,
        "InvalidParameterValue",
        `Value (${destination}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
}

function refuseBadTarget(
    { account, region }: Call,
    table: StoredResource,
    { target }: RouteSpec,
    operation: string,
): void {
    if (target.kind === "gatewayId" && target.id.startsWith("igw-")) {
        const gateway = account.store.get(INTERNET_GATEWAY, region, target.id);
        if (!gateway)
            throw ec2Error(operation, "InvalidGatewayID.NotFound", `The gateway ID '${target.id}' does not exist`);
        if (gateway.outputs.vpcId !== table.outputs.vpcId) {
            throw ec2Error(
                operation,
                "InvalidParameterValue",
                `route table ${table.id} and network gateway ${target.id} belong to different networks`,
            );
        }
    }
    if (target.kind === "natGatewayId") {
        const gateway = account.store.get(NAT_GATEWAY, region, target.id);
        if (!gateway || gateway.hidden.state === "failed") {
            throw ec2Error(
                operation,
                "InvalidNatGatewayID.NotFound",
                `The natGateway ID '${target.id}' does not exist`,
            );
        }
        if (gateway.outputs.vpcId !== table.outputs.vpcId) {
            throw ec2Error(
                operation,
                "InvalidParameterValue",
                `route table ${table.id} and network gateway ${target.id} belong to different networks`,
            );
        }
    }
}
