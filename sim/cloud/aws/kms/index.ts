import type { LookupFunction, ResourceType } from "../../contract";

export const resourceTypes: readonly ResourceType[] = [];

export const lookups: readonly LookupFunction[] = [];
