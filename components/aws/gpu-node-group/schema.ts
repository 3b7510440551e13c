import { z } from "zod";
import { once } from "../../catalog/once";
import { capacityArguments, capacitySettings } from "../capacity-schema";
import { fabricSchema } from "../node-group/fabric-schema";
import { groupArguments, groupSettings } from "../node-group/schema";
import { sharingSchema } from "./sharing-schema";

/** A GPU node group of a configuration file. */
export const gpuGroupSettings = once(() =>
    z.strictObject({
        instanceType: instanceType(),
        capacity: capacitySettings(),
        ...fabricSchema(),
        sharing: sharingSchema(),
        ...groupSettings(),
    }),
);

/** The arguments of the component. */
export const gpuGroupArguments = once(() =>
    z.strictObject({
        instanceType: instanceType(),
        capacity: capacityArguments(),
        ...fabricSchema(),
        sharing: sharingSchema(),
        ...groupArguments(),
    }),
);

function instanceType() {
    return z.string().describe("An NVIDIA instance type, for example p5.48xlarge.");
}
