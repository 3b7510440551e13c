import type { NodeImageFacts } from "./images";

/** Pages of 2 MiB that a node holds ready for EFA. */
export interface HugePages {
    /** 0 when the image reserves none: then user data has to. */
    readonly preallocated: number;
    readonly verified: boolean;
    /** What a node must be told to hold `count` of them, before the kubelet starts. */
    readonly setting: string;
    readonly asOf: string;
    readonly source: string;
}

/**
 * What pods of EFA jobs usually ask for.
 *
 * @example efaPodHugePages.request["hugepages-2Mi"]; // "5120Mi"
 */
export const efaPodHugePages = {
    request: { "hugepages-2Mi": "5120Mi" },
    pageMiB: 2,
    /** For the EFA software of the job; jobs with huge pages switched off do without. */
    pages: 2560,
    asOf: "2026-11-24",
    source: "EKS user guide node-efa (manifest of the NCCL test)",
} as const;

const byOs: Readonly<Record<NodeImageFacts["os"], HugePages>> = {
    AL2023: {
        preallocated: 5128,
        // The image is built with the installer's minimal set, of which no source says that it reserves pages too.
        verified: false,
        setting: "vm.nr_hugepages",
        asOf: "2026-11-24",
        source: "EKS user guide node-efa (machines with the EFA driver: 5128 pages); awslabs/amazon-eks-ami install-efa.sh (minimal)",
    },
    Bottlerocket: {
        preallocated: 0,
        verified: true,
        setting: 'settings.kernel.sysctl."vm.nr_hugepages"',
        asOf: "2026-11-24",
        source: "EKS user guide node-efa (Bottlerocket: 3000 pages set by user data)",
    },
};

/**
 * The huge pages of a node image with the EFA driver; none for an image without it.
 *
 * @example
 * hugePagesOf(nodeImage("BOTTLEROCKET_x86_64_NVIDIA")).preallocated; // 0
 */
export function hugePagesOf(image: Pick<NodeImageFacts, "os" | "drivers">): HugePages {
    const facts = byOs[image.os];
    if (image.drivers.includes("efa")) return facts;
    return { ...facts, preallocated: 0, verified: true };
}
