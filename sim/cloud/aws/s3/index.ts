import type { LookupFunction, ResourceType } from "../../contract";
import { bucket } from "./bucket";
import { bucketPolicy, encryption, publicAccessBlock, versioning } from "./bucket-settings";

export const resourceTypes: readonly ResourceType[] = [bucket, bucketPolicy, encryption, publicAccessBlock, versioning];

export const lookups: readonly LookupFunction[] = [];
