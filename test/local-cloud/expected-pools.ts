import type { SamplePodOptions } from "../../components";
import { cells } from "../catalog/csv";
import { chipsByType, type ChipsOfType } from "./chips";
import { boughtBlock, type BoughtBlock } from "./richest";

/** A pool of one node in a stack's file, and what is expected of it. */
export interface ExpectedPool {
    readonly instanceType: string;
    readonly settings: Readonly<Record<string, unknown>>;
    /** Undefined for FPGAs. */
    readonly chips: ChipsOfType | undefined;
    /** Extended resources of its node. */
    readonly offers: Readonly<Record<string, number>>;
    /** Pods that take a part of the node, and are there at the same time. */
    readonly parts: Readonly<Record<string, SamplePodOptions>>;
}

/** A stack of them, in one region. */
export interface ExpectedStack {
    readonly name: string;
    readonly region: string;
    readonly zones: readonly string[];
    readonly blocks: readonly BoughtBlock[];
    readonly pools: Readonly<Record<string, ExpectedPool>>;
    /** Where the account's clock is set once the cluster is there, for machines that are sold no more. */
    readonly day: string | undefined;
    /** Pools that are filled with pods of some chips, to see that chips between them are not given to a pod of more. */
    readonly filled: Readonly<Record<string, { readonly with: number; readonly more: number }>>;
}

type More = Readonly<Record<string, unknown>> & { readonly lnc?: 1 | 2; readonly efa?: "off" };

function neuronPool(instanceType: string, { efa, ...more }: More = {}): ExpectedPool {
    const facts = chipsByType[instanceType];
    if (facts === undefined) throw new RangeError(instanceType);
    const wired = facts.efa > 0 && efa !== "off";
    // Trainium2 by default counts two physical cores as one.
    const cores = more.lnc === 1 ? facts.cores * 2 : facts.cores;
    return {
        instanceType,
        settings: {
            kind: "neuron",
            instanceType,
            nodes: 1,
            ...(wired ? { intent: "training", efa: "required" } : { efa: "off" }),
            ...more,
        },
        chips: { ...facts, cores },
        offers: {
            "aws.amazon.com/neuron": facts.chips,
            "aws.amazon.com/neuroncore": facts.chips * cores,
            ...(wired ? { "vpc.amazonaws.com/efa": facts.efa } : {}),
        },
        parts: partsOf(facts, cores),
    };
}

/** One core; one chip beside others; some chips and some cores, which must lie together. */
function partsOf({ chips, connected }: ChipsOfType, cores: number): ExpectedPool["parts"] {
    return {
        core: { cores: 1 },
        ...(cores > 2 || chips > 1 ? { cores: { cores: 2 } } : {}),
        ...(chips > 1 ? { chip: { devices: 1 }, chips: { devices: connected === "torus" ? 4 : 2 } } : {}),
    };
}

/** Source: AWS F2 documentation (FPGAs of each size); aws/aws-fpga README (F1), both read 2026-11-24. */
export const fpgasByType: Readonly<Record<string, number>> = {
    "f2.6xlarge": 1,
    "f2.12xlarge": 2,
    "f2.48xlarge": 8,
    "f1.2xlarge": 1,
    "f1.4xlarge": 2,
    "f1.16xlarge": 8,
};

const pages = { size: "1Gi", amount: "4Gi" } as const;

function fpgaPool(instanceType: string, resource: string, more: Readonly<Record<string, unknown>>): ExpectedPool {
    const fpgas = fpgasByType[instanceType];
    if (fpgas === undefined) throw new RangeError(instanceType);
    const hugePages = more.hugePages === undefined ? {} : { hugePages: pages };
    return {
        instanceType,
        settings: { kind: "fpga", instanceType, nodes: 1, ...more },
        chips: undefined,
        offers: { [resource]: fpgas },
        parts: fpgas === 1 ? {} : { one: { devices: 1, ...hugePages }, others: { devices: fpgas - 1 } },
    };
}

const f2Pool = (instanceType: string, more: object) =>
    fpgaPool(instanceType, "pulumi-accelerators/fpga", { zones: ["use1-az4"], ...more });

/** AMD's plugin names the resource after the shell and its timestamp. */
const f1Pool = (instanceType: string) =>
    fpgaPool(instanceType, "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981", {
        zones: ["use1-az4"],
        acknowledgeRetired: true,
        image: { ami: { id: "ami-0000000000a1f1a05", architecture: "amd64", os: "al2023", drivers: ["fpga"] } },
    });

/** Two regions have every type between them. */
export function expectedStacks(now: number): readonly ExpectedStack[] {
    const block = boughtBlock("trn2.48xlarge", offering("trn2.48xlarge", "ap-south-2"), now);
    const bought = {
        kind: "capacityBlock",
        reservationId: block.id,
        zone: "aps2-az1",
        startsAt: block.startsAt,
        endsAt: block.endsAt,
        instances: 1,
    };
    const [east, south] = [{ zones: ["use1-az6"] }, { zones: ["aps2-az1"] }];
    const image = (number: number) => ({ agfi: `agfi-00000000000f2000${number}` });
    return [
        {
            name: "east",
            region: "us-east-1",
            zones: ["use1-az4", "use1-az6"],
            blocks: [],
            pools: {
                "inf1-xlarge": neuronPool("inf1.xlarge"),
                "inf1-2xlarge": neuronPool("inf1.2xlarge"),
                "inf1-6xlarge": neuronPool("inf1.6xlarge"),
                "inf1-24xlarge": neuronPool("inf1.24xlarge", { zones: ["use1-az4"] }),
                "inf1-bottlerocket": neuronPool("inf1.6xlarge", { image: "bottlerocket" }),
                "inf2-xlarge": neuronPool("inf2.xlarge"),
                "inf2-8xlarge": neuronPool("inf2.8xlarge"),
                "inf2-24xlarge": neuronPool("inf2.24xlarge"),
                "inf2-48xlarge": neuronPool("inf2.48xlarge", { capacity: { kind: "spot" } }),
                "inf2-bottlerocket": neuronPool("inf2.8xlarge", { image: "bottlerocket" }),
                "trn1-2xlarge": neuronPool("trn1.2xlarge", east),
                "trn1-32xlarge": neuronPool("trn1.32xlarge", east),
                "trn1-bottlerocket": neuronPool("trn1.32xlarge", { ...east, image: "bottlerocket" }),
                "trn1n-32xlarge": neuronPool("trn1n.32xlarge", east),
                "f2-6xlarge": f2Pool("f2.6xlarge", { load: image(1) }),
                "f2-12xlarge": f2Pool("f2.12xlarge", { load: [image(1), image(2)] }),
                "f2-48xlarge": f2Pool("f2.48xlarge", { hugePages: { size: "1Gi", count: 16 } }),
                "f1-2xlarge": f1Pool("f1.2xlarge"),
                "f1-4xlarge": f1Pool("f1.4xlarge"),
                "f1-16xlarge": f1Pool("f1.16xlarge"),
            },
            day: "2025-12-19T12:00:00Z",
            filled: { "inf2-48xlarge": { with: 2, more: 3 }, "trn1-32xlarge": { with: 4, more: 8 } },
        },
        {
            name: "south",
            region: "ap-south-2",
            zones: ["aps2-az1", "aps2-az2"],
            blocks: [block],
            pools: {
                "trn2-3xlarge": neuronPool("trn2.3xlarge", south),
                "trn2-3xlarge-lnc-1": neuronPool("trn2.3xlarge", { ...south, lnc: 1 }),
                "trn2-48xlarge": neuronPool("trn2.48xlarge", { ...south, lnc: 2 }),
                "trn2-48xlarge-lnc-1": neuronPool("trn2.48xlarge", { capacity: bought, lnc: 1 }),
                "trn2-bottlerocket": neuronPool("trn2.48xlarge", { efa: "off", image: "bottlerocket" }),
                "trn2u-48xlarge": neuronPool("trn2u.48xlarge", { ...south, lnc: 1 }),
            },
            day: undefined,
            filled: {},
        },
    ];
}

function offering(instanceType: string, region: string): Readonly<Record<string, string>> {
    const row = cells("aws-offerings.csv").find(each => each.instanceType === instanceType && each.region === region);
    if (row === undefined) throw new RangeError(`${instanceType} is not offered in ${region}`);
    return row;
}
