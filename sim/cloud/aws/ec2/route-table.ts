import type { Props, ResourceType, Call } from "../../contract";
import { optionalText, records, text } from "../../props";
import { arnOf, ec2Error, refuseOverLimit } from "./ec2-error";
import {
    putRoute,
    removeRoute,
    routesOf,
    shownRoutes,
    tableOf,
    tablesOf,
    targetOf,
    type RouteSpec,
} from "./route-tables";
import { ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION } from "./tokens";
import { vpcOf } from "./vpcs";

/** `aws:ec2/routeTable:RouteTable`. Rules: EC2 API, CreateRouteTable, DeleteRouteTable. */
export const routeTable: ResourceType = {
    token: ROUTE_TABLE,
    title: "EC2 Route Table",
    replaceOn: ["vpcId"],
    computed: ["propagatingVgws", "routes"],
    unordered: ["routes", "propagatingVgws"],
    check: inputs =>
        records(inputs, "routes").flatMap((route, index) =>
            destinationOf(route) !== undefined
                ? []
                : [
                      {
                          property: `routes[${index}]`,
                          reason: "one of cidrBlock, ipv6CidrBlock, destinationPrefixListId must be specified",
                      },
                  ],
        ),
    create(call, inputs) {
        const { account } = call;
        const vpcId = text(inputs, "vpcId");
        const vpc = vpcOf(call, vpcId, "CreateRouteTable");
        refuseOverLimit(call, ["vpc", "L-589F43AA"], tablesOf(call, vpcId).length, () =>
            ec2Error(
                "CreateRouteTable",
                "RouteTableLimitExceeded",
                "The maximum number of route tables has been reached.",
            ),
        );
        const id = account.newId("rtb");
        const table = {
            type: ROUTE_TABLE,
            region: call.region,
            id,
            inputs,
            outputs: { vpcId },
            hidden: { local: text(vpc.outputs, "cidrBlock"), routes: [] },
            createdAt: account.now().toISOString(),
            requested: true,
        };
        account.store.put(table);
        for (const route of inlineRoutes(inputs)) putRoute(call, id, route, "CreateRoute");
        const made = tableOf(call, id, "DescribeRouteTables");
        return {
            id,
            outputs: {
                arn: arnOf(call, "route-table", id),
                ownerId: account.accountId,
                propagatingVgws: [],
                routes: shownRoutes(made),
            },
            hidden: made.hidden,
        };
    },
    read: (_, current) => ({ routes: shownRoutes(current) }),
    update(call, current, inputs) {
        if ("routes" in inputs) replaceRoutes(call, current.id, inlineRoutes(inputs));
        return { routes: shownRoutes(tableOf(call, current.id, "DescribeRouteTables")) };
    },
    remove(call, current) {
        const associated = call.account.store
            .list(ROUTE_TABLE_ASSOCIATION, call.region)
            .some(each => each.outputs.routeTableId === current.id);
        if (associated || current.hidden.main === true) {
            throw ec2Error(
                "DeleteRouteTable",
                "DependencyViolation",
                `The routeTable '${current.id}' has dependencies and cannot be deleted.`,
            );
        }
    },
};

function inlineRoutes(inputs: Props): readonly RouteSpec[] {
    return records(inputs, "routes").flatMap(route => {
        const destination = destinationOf(route);
        const target = targetOf(route);
        return destination !== undefined && target && target.id !== "local" ? [{ destination, target }] : [];
    });
}

function destinationOf(route: Props): string | undefined {
    return (
        optionalText(route, "cidrBlock") ??
        optionalText(route, "ipv6CidrBlock") ??
        optionalText(route, "destinationPrefixListId")
    );
}

function replaceRoutes(call: Call, tableId: string, wanted: readonly RouteSpec[]): void {
    const present = routesOf(tableOf(call, tableId, "ReplaceRoute"));
    for (const route of present) {
        if (route.target.id.startsWith("vpce-")) continue;
        if (!wanted.some(each => each.destination === route.destination)) removeRoute(call, tableId, route.destination);
    }
    for (const route of wanted) {
        const taken = present.some(each => each.destination === route.destination);
        putRoute(call, tableId, route, taken ? "ReplaceRoute" : "CreateRoute");
    }
}
