import type { AwsFpgaInstanceType } from "../generated/types.generated";
import { once } from "../once";

/**
 * The part of an FPGA that is AWS's: what a design is built against. `small`: without a DMA engine; `xdma`: with one, through
 * which XRT and AMD's plugin find the FPGA.
 */
export type FpgaShell = "small" | "xdma";

/** The FPGAs of one instance. Each has a slot of its own, into which one image is loaded. */
export interface FpgaTypeFacts {
    readonly type: AwsFpgaInstanceType;
    readonly part: "VU9P" | "VU47P";
    readonly slots: number;
    readonly hbmGiBPerFpga: number;
    readonly ddrGiBPerFpga: number;
    readonly shells: readonly FpgaShell[];
    /** Day on which AWS retired the type; empty for a type that it sells. */
    readonly retiredOn: string;
    /** The type with as many FPGAs to use instead of a retired one; empty for a type that is sold. */
    readonly successor: AwsFpgaInstanceType | "";
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const types = once(() => {
    const rows = require("../generated/aws-fpga-types.json") as readonly FpgaTypeFacts[];
    return new Map<string, FpgaTypeFacts>(rows.map(row => [row.type, row]));
});

/**
 * The FPGAs of a type; undefined for a type without.
 *
 * @example
 * fpgaType("f2.48xlarge").slots; // 8
 * fpgaType("f1.2xlarge").successor; // "f2.6xlarge"
 */
export function fpgaType(type: AwsFpgaInstanceType): FpgaTypeFacts;
export function fpgaType(type: string): FpgaTypeFacts | undefined;
export function fpgaType(type: string): FpgaTypeFacts | undefined {
    return types().get(type);
}

/**
 * What a design has to change on its way from F1 to F2.
 *
 * @example f1Migration.notes.length; // 4
 */
export const f1Migration = {
    notes: [
        "build the image again: it is tied to the FPGA (VU9P on F1, VU47P on F2) and to the shell it was built with",
        "move data without XDMA: the small shell of F2 has no DMA engine; AWS's streaming engine (SDE) or one of your own takes its place",
        "lay the memory out anew: 64 GiB of DDR4 stay, and 16 GiB of HBM come on the FPGA itself",
        "find slots through the management tools and sysfs: there is no device node, and AMD's plugin, which looks for XRT, finds nothing",
    ],
    asOf: "2026-11-24",
    sources: [
        "AWS F2 documentation AWS-Shell-Interface-Specification (an image is tied to its shell)",
        "AWS F2 documentation ERRATA, cl-mem-perf (XDMA unsupported; 64 GiB DDR and 16 GiB HBM)",
        "Xilinx/FPGA_as_a_Service k8s-device-plugin (XRT shells; F1 on AWS)",
    ],
} as const;

/**
 * The software that loads images into slots: `fpga-load-local-image` and its like, which need root and no permission of EC2.
 * `archive` is one commit of the kit, with the checksum that a public build rule pins; no second source names either, so give
 * your own before you rely on them. AWS builds and tests the kit on Ubuntu and Rocky Linux: that it builds on Amazon Linux
 * 2023 is unverified.
 *
 * @example fpgaSdk.release; // "v2.3.4"
 */
export const fpgaSdk = {
    release: "v2.3.4",
    archive: {
        commit: "b603a81f65666e0cf7a67ee5cf18b148eb6b08c3",
        url: "https://github.com/aws/aws-fpga/archive/b603a81f65666e0cf7a67ee5cf18b148eb6b08c3.tar.gz",
        sha256: "4fbdf95d3592334354cbaf0b739120efe57627d554d954d8eab210dc6323e619",
        verified: false,
    },
    setup: "sdk_setup.sh",
    operatingSystems: { tested: ["Ubuntu", "Rocky Linux"], al2023: { verified: false } },
    asOf: "2026-11-24",
    sources: [
        "aws/aws-fpga release v2.3.4 (pull request 801, 2026-08-06: operating systems, sdk_setup.sh)",
        "a public Bazel rule that pins the F2 kit (commit and checksum)",
    ],
} as const;

/** The two ids of an FPGA image: the one that EC2's API takes in a region, and the one that is loaded, everywhere. */
export type FpgaImageId = "afi" | "agfi";

/**
 * Which of the two ids a text is; undefined for neither.
 *
 * @example
 * fpgaImageId("agfi-0fcf87119b8e97bf3"); // "agfi"
 * fpgaImageId("afi-0fcf87119b8e97bf3"); // "afi": not what a slot takes
 */
export function fpgaImageId(text: string): FpgaImageId | undefined {
    const [, kind] = /^(afi|agfi)-[0-9a-f]{17}$/.exec(text) ?? [];
    return kind as FpgaImageId | undefined;
}
