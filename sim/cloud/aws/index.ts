import type { LookupFunction, ResourceType } from "../contract";
import * as ec2 from "./ec2";
import * as kms from "./kms";
import * as logs from "./logs";

const services = [ec2, kms, logs];

/** Every type of resource that the simulated account holds. */
export const resourceTypes: readonly ResourceType[] = services.flatMap(service => service.resourceTypes);

/** Every lookup that the simulated account answers. */
export const lookups: readonly LookupFunction[] = services.flatMap(service => service.lookups);
