/**
 * What the instances of the account use and cost at this moment, as a bill, Service Quotas and DescribeSubnets would show it:
 * computed from the account's own instances and from the tables of prices, by nobody's plan.
 */
import type { Account } from "../contract";
import { allInstances, type Instance } from "./ec2/instances";
import { instanceType } from "./ec2/instance-types";
import { vcpusInUse } from "./ec2/launch-limits";
import { interfacesInSubnet } from "./ec2/network-interfaces";
import { spotPrice } from "./ec2/spot-prices";
import { subnetsOf } from "./ec2/subnets";
import { tableRows } from "./ec2/table";
import { VPC } from "./ec2/tokens";
import { vcpuQuota } from "./ec2/vcpu-quotas";

/** Addresses of one subnet that the interfaces of instances take, those of prefixes included. */
export interface SubnetUsage {
    readonly region: string;
    readonly id: string;
    readonly zoneId: string;
    readonly addressesOfInstances: number;
}

export interface Usage {
    /** List prices of what runs now, USD; undefined where the table has no price for one of them. */
    readonly usdPerHour: number | undefined;
    /** By region and quota code. */
    readonly vcpus: readonly { readonly region: string; readonly code: string; readonly vcpus: number }[];
    readonly subnets: readonly SubnetUsage[];
}

export function usageOf(account: Account): Usage {
    const instances = allInstances(account);
    const prices = instances.map(priceOf);
    return {
        usdPerHour: prices.includes(undefined) ? undefined : prices.reduce<number>((sum, each) => sum + (each ?? 0), 0),
        vcpus: quotasOf(account, instances),
        subnets: subnetUsage(account, instances),
    };
}

type Running = Instance & { readonly region: string };

function quotasOf(account: Account, instances: readonly Running[]): Usage["vcpus"] {
    const counted = instances.flatMap(({ instanceType: name, market, region }) => {
        const code = vcpuQuota(instanceType(name)?.family ?? "", market);
        return code === undefined ? [] : [`${region} ${code}`];
    });
    return [...new Set(counted)].map(key => {
        const [region = "", code = ""] = key.split(" ");
        return { region, code, vcpus: vcpusInUse({ account, region }, code) };
    });
}

function subnetUsage(account: Account, instances: readonly Running[]): readonly SubnetUsage[] {
    const owners = new Set(instances.map(({ id }) => id));
    return account.store.list(VPC).flatMap(({ region, id: vpc }) =>
        subnetsOf(account, region, vpc).map(({ id, zoneId }) => ({
            region,
            id,
            zoneId,
            addressesOfInstances: interfacesInSubnet(account, region, id)
                .filter(({ owner }) => owners.has(owner))
                .reduce((sum, { addresses, prefixes }) => sum + addresses.length + prefixes.length * prefixSize, 0),
        })),
    );
}

const prefixSize = 16;

type PriceRow = Readonly<Record<"onDemandUsdPerHour" | "capacityBlockUsdPerAcceleratorHour", string>>;
let prices: ReadonlyMap<string, PriceRow> | undefined;

/** Source: data/aws-prices.csv, and data/aws-spot-by-zone.csv for Spot. */
function priceOf({ instanceType: name, region, market, zoneId }: Running): number | undefined {
    prices ??= new Map(
        tableRows<"instanceType" | "region" | keyof PriceRow>("data/aws-prices.csv").map(row => [
            `${row.instanceType} ${row.region}`,
            row,
        ]),
    );
    const row = prices.get(`${name} ${region}`);
    switch (market) {
        case "onDemand":
            return amount(row?.onDemandUsdPerHour);
        case "spot":
            return spotPrice(name, zoneId);
        case "capacityBlock": {
            const each = amount(row?.capacityBlockUsdPerAcceleratorHour);
            return each === undefined ? undefined : each * acceleratorsOf(name);
        }
    }
}

function acceleratorsOf(name: string): number {
    return instanceType(name)?.accelerators.reduce((sum, { count }) => sum + count, 0) ?? 0;
}

function amount(cell: string | undefined): number | undefined {
    return cell === undefined || cell === "" ? undefined : Number(cell);
}
