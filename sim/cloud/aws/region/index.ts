import type { LookupFunction, ResourceType } from "../../contract";
import { getPartition } from "./get-partition";
import { getRegion } from "./get-region";

export const resourceTypes: readonly ResourceType[] = [];

export const lookups: readonly LookupFunction[] = [getPartition, getRegion];
