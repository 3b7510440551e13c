import type { NodeImageFacts } from "./images";

/**
 * Pages of 2 MiB that a node with an EFA interface holds ready: libfabric's bounce buffers, 110 MiB for each of the two
 * endpoints that Open MPI opens on a core.
 */
export interface HugePages {
    /** 0 when the image reserves none. */
    readonly perVcpu: number;
    /** Besides those for vCPUs. */
    readonly more: number;
    readonly verified: boolean;
    /** What a node must be told to hold another number of them, before the kubelet starts. */
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
        perVcpu: 110,
        more: 1,
        // The 5128 pages of the EKS user guide are those of older releases of EFA's installer.
        verified: true,
        setting: "vm.nr_hugepages",
        asOf: "2026-11-24",
        source: "published nodes: 42242Mi on p5.48xlarge (aws-do-eks), 21122Mi on p4d, p4de and p3dn; efa-hugepages-reserve.sh as quoted in bottlerocket-core-kit pull request 141",
    },
    Bottlerocket: {
        perVcpu: 110,
        more: 0,
        verified: true,
        setting: 'settings.kernel.sysctl."vm.nr_hugepages"',
        asOf: "2026-11-24",
        source: "bottlerocket-core-kit pull request 141 (corndog generate-hugepages-setting); the EKS user guide sets 3000 by user data",
    },
};

/**
 * How a node image with the EFA driver holds huge pages; none for an image without it.
 *
 * @example
 * hugePagesOf(nodeImage("BOTTLEROCKET_x86_64_NVIDIA")).perVcpu; // 110
 */
export function hugePagesOf(image: Pick<NodeImageFacts, "os" | "drivers">): HugePages {
    const facts = byOs[image.os];
    if (image.drivers.includes("efa")) return facts;
    return { ...facts, perVcpu: 0, more: 0, verified: true };
}
