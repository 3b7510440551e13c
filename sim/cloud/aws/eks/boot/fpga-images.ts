import { tableRows } from "../../ec2/table";

/** An FPGA image that the account may load, by its global id. The same in every region, as global ids are. */
export interface FpgaImage {
    readonly id: string;
    /** Images are built for the shell of one family (aws/aws-fpga, "AFI shell version mismatch"). */
    readonly family: "f1" | "f2";
    readonly about: string;
}

let images: readonly FpgaImage[] | undefined;

export function fpgaImages(): readonly FpgaImage[] {
    images ??= tableRows<keyof FpgaImage>("sim/cloud/aws/eks/boot/fpga-images.csv").map(row => ({
        ...row,
        family: row.family === "f1" ? "f1" : "f2",
    }));
    return images;
}

export function fpgaImage(id: string): FpgaImage | undefined {
    return fpgaImages().find(image => image.id === id);
}
