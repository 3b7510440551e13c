import type { LookupFunction, ResourceType } from "../../contract";
import { getServiceQuota } from "./get-service-quota";

export const resourceTypes: readonly ResourceType[] = [];

export const lookups: readonly LookupFunction[] = [getServiceQuota];
