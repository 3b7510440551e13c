import fc from "fast-check";
import type { Market } from "../../../../components/fleet/market";

// A small world, so that names meet: two clusters, two regions, five types, of which one has no price and no quota.
export const clusters = ["shared", "west"] as const;
export const regions = ["us-east-1", "us-east-2"] as const;
export const zones = ["z1", "z2", "z3"] as const;
const usdPerHour: Readonly<Record<string, number>> = {
    "p5.48xlarge": 55.04,
    "g6.xlarge": 0.8048,
    "m7i.large": 0.1008,
    "trn1.32xlarge": 21.5,
};
const codes: Readonly<Record<string, string>> = {
    "p5.48xlarge": "L-P",
    "g6.xlarge": "L-G",
    "m7i.large": "L-S",
    "trn1.32xlarge": "L-T",
};
const noRow = { known: false, why: "no row" } as const;

/** Prices and quotas of the small world. */
export const smallMarket: Market = {
    price: ({ machineType, region }) => {
        const found = usdPerHour[machineType];
        if (found === undefined) return noRow;
        const facts = { basis: "onDemand", region, zones: [], asOf: "2026-11-24", source: "test" } as const;
        return { known: true, usdPerHour: found, lowestUsdPerHour: found, ...facts };
    },
    quota: ({ machineType, capacity }) => {
        const code = codes[machineType];
        const facts = { asOf: "2026-11-24", source: "test" };
        if (capacity.kind === "capacityBlock")
            return { known: true, unit: "none", why: "a block", verified: false, ...facts };
        if (code === undefined) return noRow;
        return {
            known: true,
            unit: "vCPU",
            service: "ec2",
            code: capacity.kind === "spot" ? `${code}-spot` : code,
            name: code,
            defaultValue: noRow,
            otherCodes: [],
            unusedCounts: false,
            ...facts,
        };
    },
};

const toleranceOf = {
    gpu: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    all: [{ operator: "Exists" }],
    none: [],
} as const;
export const tolerance = fc.constantFrom(...(["gpu", "all", "all", "none"] as const)).map(which => toleranceOf[which]);

/** Names of pools of a model, and of one that it may not have. */
export const poolNames = fc.subarray(["p0", "p1", "p2", "p3"]);
