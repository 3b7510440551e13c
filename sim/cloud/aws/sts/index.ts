import type { LookupFunction, ResourceType } from "../../contract";
import { getCallerIdentity } from "./get-caller-identity";

export const resourceTypes: readonly ResourceType[] = [];

export const lookups: readonly LookupFunction[] = [getCallerIdentity];
