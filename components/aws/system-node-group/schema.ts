import { z } from "zod";
import { once } from "../../catalog/once";
import { groupArguments, groupSettings } from "../node-group/schema";

/** A system node group of a configuration file. */
export const systemGroupSettings = once(() => z.strictObject({ ...systemSchema(), ...groupSettings() }));

/** The arguments of the component. */
export const systemGroupArguments = once(() => z.strictObject({ ...systemSchema(), ...groupArguments() }));

function systemSchema() {
    return {
        instanceType: z.string().describe("An instance type without accelerators. Default: m7i.large.").optional(),
    };
}
