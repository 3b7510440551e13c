import type { LookupFunction, ResourceType } from "../../contract";
import { autoScalingGroup } from "./group";
import { schedule } from "./schedule";

export const resourceTypes: readonly ResourceType[] = [autoScalingGroup, schedule];

export const lookups: readonly LookupFunction[] = [];
