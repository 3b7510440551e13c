import type { AwsFpgaInstanceType } from "../../catalog/aws/instance-types";
import type { AwsCapacity } from "../../fleet/capacity/capacity";
import type { PoolHugePages } from "../../fleet/pool";
import type { NodeGroupArgs } from "../node-group/arguments";

/**
 * An FPGA image by its global id, which is the same in every region. Plain text: an id is no secret, for only accounts that may
 * load an image can do anything with it.
 *
 * @example
 * const image: aws.FpgaImage = { agfi: "agfi-0f0e045f919413242" };
 */
export interface FpgaImage {
    /** `FpgaImageGlobalId` of `aws ec2 describe-fpga-images`; not the `afi-…` of a region. */
    readonly agfi: `agfi-${string}`;
}

/** What one slot holds: an image, or nothing that the boot loads. An empty slot is advertised all the same. */
export type FpgaSlot = FpgaImage | "empty";

/**
 * Which images the boot of a node loads: one into every slot, or slot by slot, beginning with slot 0. Slots that a list leaves
 * out stay empty. No types for F1, whose runtime loads what programs bring.
 *
 * @example
 * const everywhere: aws.FpgaLoad<"f2.48xlarge"> = { agfi: "agfi-0f0e045f919413242" };
 * const different: aws.FpgaLoad<"f2.12xlarge"> = [{ agfi: "agfi-0f0e045f919413242" }, "empty"];
 */
export type FpgaLoad<Type extends AwsFpgaInstanceType = AwsFpgaInstanceType> = Type extends keyof SlotsOf
    ? FpgaImage | SlotsOf[Type]
    : never;

interface SlotsOf {
    readonly "f2.6xlarge": readonly [FpgaSlot];
    readonly "f2.12xlarge": readonly [FpgaSlot, FpgaSlot?];
    readonly "f2.48xlarge": readonly [
        FpgaSlot,
        FpgaSlot?,
        FpgaSlot?,
        FpgaSlot?,
        FpgaSlot?,
        FpgaSlot?,
        FpgaSlot?,
        FpgaSlot?,
    ];
}

/**
 * The FPGA development kit as one archive, which holds the management tools.
 *
 * @example
 * const mirrored: aws.FpgaSdkArchive = {
 *     url: "https://artifacts.example.com/aws-fpga-v2.3.4.tar.gz",
 *     sha256: "4fbdf95d3592334354cbaf0b739120efe57627d554d954d8eab210dc6323e619",
 * };
 */
export interface FpgaSdkArchive {
    /** `https://…`, of a gzipped tarball that holds one directory with all the rest in it. */
    readonly url: string;
    /** Of the archive, in hexadecimal. It is compared before anything is unpacked. */
    readonly sha256: string;
}

/**
 * A group of nodes with FPGAs.
 *
 * @example
 * const args: aws.FpgaNodeGroupArgs<"f2.6xlarge"> = {
 *     cluster,
 *     instanceType: "f2.6xlarge",
 *     nodes: 2,
 *     load: { agfi: "agfi-0f0e045f919413242" },
 *     hugePages: { size: "1Gi", count: 16 },
 * };
 *
 * @example
 * // An image that already holds the management tools:
 * const baked: aws.FpgaNodeGroupArgs = {
 *     cluster,
 *     instanceType: "f2.48xlarge",
 *     nodes: { min: 0, max: 2 },
 *     image: { ami: { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["fpga"] } },
 * };
 */
export interface FpgaNodeGroupArgs<Type extends AwsFpgaInstanceType = AwsFpgaInstanceType> extends NodeGroupArgs {
    /** A type with FPGAs, for example `f2.6xlarge`. */
    readonly instanceType: Type;
    /** How the machines are bought: `onDemand()`, `spot()` or `reservation(…)`. Default: `onDemand()`. */
    readonly capacity?: AwsCapacity;
    /**
     * FPGA images, loaded at every boot and cleared when a node shuts down. Default: none; every slot is advertised as it is.
     * A slot whose image does not load is cleared and not advertised.
     */
    readonly load?: FpgaLoad<Type>;
    /**
     * The development kit that is installed at the first boot, unless the image holds its tools (`drivers: ["fpga"]`). Default:
     * the one of the catalogue, `fpgaSdk`, whose address and checksum are unverified.
     */
    readonly sdk?: FpgaSdkArchive;
    /** Huge pages that a node holds ready before its kubelet starts. Default: none. */
    readonly hugePages?: PoolHugePages;
    /**
     * Generates a group for F1, which AWS retired on 2025-12-20, all the same: name the zones, and give an AMI of your own that
     * holds AMD's runtime XRT.
     */
    readonly acknowledgeRetired?: true;
}
