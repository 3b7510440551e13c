import type { LookupFunction, ResourceType } from "../../contract";
import { resourceGroup } from "./group";
import { resourceGroupResource } from "./resource";

export const resourceTypes: readonly ResourceType[] = [resourceGroup, resourceGroupResource];

export const lookups: readonly LookupFunction[] = [];
