import { z } from "zod";
import { once } from "../../catalog/once";
import { commonSchema, laterText } from "../schema-parts";

/** The arguments of the component. */
export const fpgaImageBuilderArguments = once(() =>
    z.strictObject({
        region: z.string().describe("Region in which images are made.").optional(),
        principals: z.array(laterText()).min(1).describe("ARNs of who may take the role.").optional(),
        ...commonSchema(laterText()),
    }),
);
