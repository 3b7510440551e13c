import { z } from "zod";
import type { AwsPrices } from "../../components/catalog/aws/prices";
import * as cell from "./cells";
import type { InstanceTypeEntry } from "./instance-types";
import type { ZonePrices } from "./spot-by-zone";
import { readTable, tableFile, type TableRules } from "./table";

const priceRow = z.strictObject({
    instanceType: cell.word,
    region: cell.word,
    partition: z.enum(["aws", "aws-us-gov"]),
    regionKind: z.enum(["region", "local-zone", "wavelength"]),
    onDemandUsdPerHour: cell.amountOrUnknown,
    onDemandSource: cell.anyText,
    onDemandSnapshot: cell.periodOrEmpty,
    crossCheck: z.enum(["agree", ""]),
    spotUsdPerHourMin: cell.amountOrUnknown,
    spotUsdPerHourMax: cell.amountOrUnknown,
    spotZones: cell.countOrUnknown,
    spotSnapshot: cell.periodOrEmpty,
    capacityBlockUsdPerAcceleratorHour: cell.amountOrUnknown,
    capacityBlockSnapshot: cell.periodOrEmpty,
});

type PriceRow = z.infer<typeof priceRow>;

/** A price of zero, or one without a date, is a gap in the table and not a price. */
const complete = priceRow
    .refine(row => row.onDemandUsdPerHour !== 0, { path: ["onDemandUsdPerHour"], message: "must not be zero" })
    .refine(row => row.onDemandUsdPerHour === null || (row.onDemandSource !== "" && row.onDemandSnapshot !== ""), {
        path: ["onDemandSnapshot"],
        message: "a price needs its source and its date",
    })
    .refine(row => row.spotUsdPerHourMin === null || row.spotSnapshot !== "", {
        path: ["spotSnapshot"],
        message: "a price needs its date",
    })
    .refine(row => row.capacityBlockUsdPerAcceleratorHour === null || row.capacityBlockSnapshot !== "", {
        path: ["capacityBlockSnapshot"],
        message: "a price needs its date",
    });

export const priceRules: TableRules<PriceRow> = { row: complete, key: row => `${row.instanceType} in ${row.region}` };

export type PriceEntry = AwsPrices & { readonly type: string; readonly region: string };

/** Something with a price: an instance type, or an UltraServer with the type of its instances. */
export interface Priced {
    readonly name: string;
    readonly accelerators: number;
    readonly blockOnly: boolean;
    readonly instances?: string;
}

export function pricedInstanceType({ name, accelerator, usageClasses }: InstanceTypeEntry): Priced {
    const blockOnly = usageClasses.known && !usageClasses.list.includes("on-demand");
    return { name, accelerators: accelerator.count, blockOnly };
}

export function readPrices(
    dataDirectory: string,
    priced: readonly Priced[],
    zonePrices: readonly ZonePrices[],
): readonly PriceEntry[] {
    const named = new Map(priced.map(thing => [thing.name, thing]));
    const byZone = new Map(zonePrices.map(prices => [`${prices.type} ${prices.region}`, prices.byZone]));
    const table = readTable(tableFile(dataDirectory, "aws-prices.csv"), priceRules);
    return [...table, ...rowsOfInstances(table, named)].map(row => ({
        type: row.instanceType,
        region: row.region,
        onDemand: onDemandOf(row, named.get(row.instanceType)),
        spot: spotOf(row, byZone.get(`${row.instanceType} ${row.region}`) ?? {}),
        capacityBlock: capacityBlockOf(row, named.get(row.instanceType)),
    }));
}

/** Instances that are sold with their UltraServer only cost what it costs, by accelerator; unknown where its sizes differ. */
function rowsOfInstances(table: readonly PriceRow[], named: ReadonlyMap<string, Priced>): readonly PriceRow[] {
    const listed = new Set(table.map(row => row.instanceType));
    const found = new Map<string, PriceRow>();
    for (const row of table) {
        const instanceType = named.get(row.instanceType)?.instances;
        if (instanceType === undefined || listed.has(instanceType)) continue;
        const price = row.capacityBlockUsdPerAcceleratorHour;
        const other = found.get(`${instanceType} ${row.region}`);
        const agrees = other === undefined || other.capacityBlockUsdPerAcceleratorHour === price;
        found.set(`${instanceType} ${row.region}`, {
            ...row,
            instanceType,
            capacityBlockUsdPerAcceleratorHour: agrees ? price : null,
        });
    }
    return [...found.values()];
}

function onDemandOf(row: PriceRow, priced: Priced | undefined): AwsPrices["onDemand"] {
    if (row.onDemandUsdPerHour !== null) {
        const { onDemandUsdPerHour: usdPerHour, onDemandSnapshot: asOf, onDemandSource: source } = row;
        return { known: true, usdPerHour, asOf, source };
    }
    const why = priced?.blockOnly ? "sold by capacity block only" : "no source lists an on-demand price";
    return { known: false, why };
}

/** The two sources of spot and block prices are named once, in data/README.md. */
function spotOf(row: PriceRow, byZone: Readonly<Record<string, number>>): AwsPrices["spot"] {
    const { spotUsdPerHourMin: minUsdPerHour, spotUsdPerHourMax: maxUsdPerHour, spotSnapshot: asOf } = row;
    if (minUsdPerHour === null || maxUsdPerHour === null) return { known: false, why: "no source lists a spot price" };
    return { known: true, minUsdPerHour, maxUsdPerHour, byZone, asOf, source: "anycloud-catalog" };
}

function capacityBlockOf(row: PriceRow, priced: Priced | undefined): AwsPrices["capacityBlock"] {
    const { capacityBlockUsdPerAcceleratorHour: usdPerAcceleratorHour, capacityBlockSnapshot: asOf } = row;
    if (usdPerAcceleratorHour === null || priced === undefined) {
        return { known: false, why: "no source lists a capacity block price" };
    }
    const usdPerHour = Math.round(usdPerAcceleratorHour * priced.accelerators * 1e6) / 1e6;
    return { known: true, usdPerHour, usdPerAcceleratorHour, asOf, source: "koyakimu-pricelist" };
}
