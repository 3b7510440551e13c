import type { LookupFunction, ResourceType } from "../../contract";
import { getParameter } from "./get-parameter";

export const resourceTypes: readonly ResourceType[] = [];

export const lookups: readonly LookupFunction[] = [getParameter];
