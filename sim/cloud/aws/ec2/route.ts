import type { Props, ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import {
    noSuchRoute,
    putRoute,
    removeRoute,
    routesOf,
    tableOf,
    targetKinds,
    targetOf,
    type RouteSpec,
} from "./route-tables";
import { ROUTE, ROUTE_TABLE } from "./tokens";

const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"] as const;

/** `aws:ec2/route:Route`. Rules: EC2 API, CreateRoute, ReplaceRoute, DeleteRoute. */
export const route: ResourceType = {
    token: ROUTE,
    title: "Route",
    named: inputs => `${text(inputs, "routeTableId")}) with destination (${destinationOf(inputs) ?? ""}`,
    replaceOn: ["routeTableId", ...destinations],
    computed: ["networkInterfaceId"],
    check(inputs, unknown) {
        const given = (names: readonly string[]) => names.filter(name => name in inputs || unknown.has(name));
        return [
            ...(given(destinations).length === 1 ? [] : [oneOf("destinationCidrBlock", destinations)]),
            ...(given(targetKinds).length === 1 ? [] : [oneOf("gatewayId", targetKinds)]),
        ];
    },
    create(call, inputs) {
        const tableId = text(inputs, "routeTableId");
        const spec = specOf(inputs);
        putRoute(call, tableId, spec, "CreateRoute");
        return {
            id: `r-${tableId}${crc32(spec.destination)}`,
            outputs: {
                instanceId: "",
                instanceOwnerId: "",
                networkInterfaceId: "",
                origin: "CreateRoute",
                state: "active",
            },
        };
    },
    read(call, current) {
        const { destination, target } = specOf(current.inputs);
        const table = call.account.store.get(ROUTE_TABLE, call.region, text(current.inputs, "routeTableId"));
        const now = table && routesOf(table).find(each => each.destination === destination);
        if (!now) return undefined;
        return now.target.kind === target.kind ? { [target.kind]: now.target.id } : {};
    },
    update(call, current, inputs) {
        const tableId = text(inputs, "routeTableId");
        const spec = specOf(inputs);
        const present = routesOf(tableOf(call, tableId, "ReplaceRoute")).some(
            each => each.destination === spec.destination,
        );
        if (!present) throw noSuchRoute("ReplaceRoute", tableId, spec.destination);
        putRoute(call, tableId, spec, "ReplaceRoute");
        return {};
    },
    remove: (call, current) =>
        removeRoute(call, text(current.inputs, "routeTableId"), specOf(current.inputs).destination),
    /** `ROUTETABLEID_DESTINATION` */
    locate(_, importId) {
        const [tableId, destination] = importId.split("_");
        return tableId && destination ? `r-${tableId}${crc32(destination)}` : undefined;
    },
};

function specOf(inputs: Props): RouteSpec {
    const destination = destinationOf(inputs);
    const target = targetOf(inputs);
    if (destination === undefined || !target) throw new Error("a route without destination or target passed its check");
    return { destination, target };
}

function destinationOf(inputs: Props): string | undefined {
    return destinations.map(name => optionalText(inputs, name)).find(each => each !== undefined);
}

function oneOf(property: string, names: readonly string[]) {
    return { property, reason: `one of ${names.join(", ")} must be specified` };
}

/** The provider's ids hold the CRC-32 of the destination. Source: terraform-provider-aws, `routeCreateID`. */
function crc32(value: string): number {
    let crc = -1;
    for (const byte of Buffer.from(value)) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (crc ^ -1) >>> 0;
}
