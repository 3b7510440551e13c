import { z } from "zod";
import { groupArguments, groupSettings } from "../node-group/schema";

const instanceType = z.string().describe("An instance type without accelerators. Default: m7i.large.").optional();

/** A system node group of a configuration file. */
export const systemGroupSettings = z.strictObject({ instanceType, ...groupSettings });

/** The arguments of the component. */
export const systemGroupArguments = z.strictObject({ instanceType, ...groupArguments });
