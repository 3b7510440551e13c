import type { LookupFunction, ResourceType } from "../../contract";
import { logGroup } from "./log-group";

export const resourceTypes: readonly ResourceType[] = [logGroup];

export const lookups: readonly LookupFunction[] = [];
