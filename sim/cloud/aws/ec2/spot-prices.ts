import type { ApiError } from "../../contract";
import { ec2Error } from "./ec2-error";
import { tableRows } from "./table";

let prices: ReadonlyMap<string, number> | undefined;

/** USD per hour of a type in a zone, by zone id; undefined where nobody wrote it down. Source: data/aws-spot-by-zone.csv. */
export function spotPrice(instanceType: string, zoneId: string): number | undefined {
    prices ??= new Map(
        tableRows<"instanceType" | "zoneId" | "spotUsdPerHour">("data/aws-spot-by-zone.csv").map(row => [
            `${row.instanceType} ${row.zoneId}`,
            Number(row.spotUsdPerHour),
        ]),
    );
    return prices.get(`${instanceType} ${zoneId}`);
}

/** EC2's words for a maximum price below the market's; undefined when it is high enough, or the market's is not known. */
export function priceProblem(
    instanceType: string,
    zoneId: string,
    maxPrice: string | undefined,
    operation = "RunInstances",
): ApiError | undefined {
    const price = spotPrice(instanceType, zoneId);
    if (maxPrice === undefined || price === undefined || Number(maxPrice) >= price) return undefined;
    return ec2Error(
        operation,
        "SpotMaxPriceTooLow",
        `Your Spot request price of ${maxPrice} is lower than the minimum required Spot request fulfillment price of ${price}.`,
    );
}
