import { z } from "zod";
import { once } from "../../catalog/once";
import { capacityArguments, capacitySettings } from "../capacity-schema";
import { notShared } from "../node-group/not-shared";
import { groupArguments, groupSettings } from "../node-group/schema";

/** An FPGA node group of a configuration file. */
export const fpgaGroupSettings = once(() => {
    const image = z.strictObject({ agfi: z.string().describe("agfi-…") });
    return z.strictObject({
        ...fpgaSchema(),
        load: z
            .union([image, z.array(z.union([image, z.literal("empty")]))])
            .describe(
                "FPGA images that are loaded at boot: one for every slot, or a list with slot 0 first. Default: none.",
            )
            .optional(),
        capacity: capacitySettings(),
        ...groupSettings(),
    });
});

/** The arguments of the component. What is wrong with images, their rules say. */
export const fpgaGroupArguments = once(() =>
    z.strictObject({ ...fpgaSchema(), load: z.any().optional(), capacity: capacityArguments(), ...groupArguments() }),
);

function fpgaSchema() {
    return {
        instanceType: z.string().describe("An instance type with FPGAs, for example f2.6xlarge."),
        sdk: z
            .strictObject({
                url: z.string().describe("Of a gzipped tarball, https://…"),
                sha256: z.string().describe("Of the archive, in hexadecimal."),
            })
            .describe("The FPGA development kit that is installed at the first boot. Default: that of the catalogue.")
            .optional(),
        hugePages: z
            .strictObject({ size: z.enum(["2Mi", "1Gi"]), count: z.number().describe("Pages per node.") })
            .describe("Huge pages that a node holds ready before its kubelet starts. Default: none.")
            .optional(),
        acknowledgeRetired: z
            .literal(true)
            .describe("Generates a group for F1 although AWS retired it; its zones must be named.")
            .optional(),
        ...notShared("fpga"),
    };
}
