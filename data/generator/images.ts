import { z } from "zod";
import { deviceFamilies } from "../../components/catalog/devices";
import type { NodeImageRow } from "../../components/catalog/aws/images";
import type { ImageSupport } from "../../components/catalog/aws/images-for";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const family = z.enum(deviceFamilies());

const imageRow = z.strictObject({
    name: cell.word,
    os: z.enum(["AL2023", "Bottlerocket"]),
    architecture: z.enum(["amd64", "arm64"]),
    generalPurpose: cell.yesNo,
    drivers: cell.list(family),
    advertises: cell.list(family),
    rootDevice: cell.word,
    dataDevice: cell.word,
    kubernetes: cell.list(cell.word),
    imageIdParameter: cell.word,
    releaseVersionParameter: cell.word,
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

const supportRow = z
    .strictObject({
        images: cell.list(cell.word),
        instanceFamilies: cell.list(cell.word),
        serves: cell.yesNo,
        fromRelease: cell.anyText,
        why: cell.anyText,
        asOf: cell.dayText,
        source: cell.text,
    })
    .refine(row => row.serves === (row.why === ""), { path: ["why"], message: "a refusal, and only it, says why" });

export const imageRules: TableRules<z.infer<typeof imageRow>> = { row: imageRow, key: row => row.name };
export const supportRules: TableRules<z.infer<typeof supportRow>> = {
    row: supportRow,
    key: row => `${row.images.join("|")} for ${row.instanceFamilies.join("|")}`,
};

export type NodeImageEntry = Omit<NodeImageRow, "name" | "kubernetes"> & {
    readonly name: string;
    readonly kubernetes: readonly string[];
};
export type ImageSupportEntry = Omit<ImageSupport, "image"> & { readonly image: string };

export function readImages(dataDirectory: string): readonly NodeImageEntry[] {
    return readTable(tableFile(dataDirectory, "aws-node-images.csv"), imageRules);
}

/** One entry per image and instance family. */
export function readImageSupport(dataDirectory: string): readonly ImageSupportEntry[] {
    const rows = readTable(tableFile(dataDirectory, "aws-image-support.csv"), supportRules);
    return rows.flatMap(({ images, instanceFamilies, ...verdict }) =>
        images.flatMap(image => instanceFamilies.map(instanceFamily => ({ image, instanceFamily, ...verdict }))),
    );
}
