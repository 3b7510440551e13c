import type { LookupFunction, ResourceType } from "../../contract";
import { alias } from "./alias";
import { key } from "./key";

export const resourceTypes: readonly ResourceType[] = [alias, key];

export const lookups: readonly LookupFunction[] = [];
