import { z } from "zod";
import { once } from "../../catalog/once";
import { capacityArguments, capacitySettings } from "../capacity-schema";
import { fabricSchema } from "../node-group/fabric-schema";
import { notShared } from "../node-group/not-shared";
import { groupArguments, groupSettings } from "../node-group/schema";

/** A Neuron node group of a configuration file. */
export const neuronGroupSettings = once(() =>
    z.strictObject({ ...neuronSchema(), capacity: capacitySettings(), ...fabricSchema(), ...groupSettings() }),
);

/** The arguments of the component. */
export const neuronGroupArguments = once(() =>
    z.strictObject({ ...neuronSchema(), capacity: capacityArguments(), ...fabricSchema(), ...groupArguments() }),
);

/** Which numbers of cores a type knows, its rules say. */
function neuronSchema() {
    return {
        instanceType: z.string().describe("An instance type with Inferentia or Trainium, for example trn2.48xlarge."),
        lnc: z
            .number()
            .describe("Physical cores of Trainium2 that count as one, written at boot. Default: 2.")
            .optional(),
        neuronSdk: z
            .string()
            .regex(/^\d+\.\d+\.\d+$/, "a release of the Neuron SDK, for example 2.26.1")
            .describe("Release of the Neuron SDK that the programs of these nodes are built with, for example 2.26.1.")
            .optional(),
        ...notShared("neuron"),
    };
}
