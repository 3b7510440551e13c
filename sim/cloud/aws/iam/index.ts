import type { LookupFunction, ResourceType } from "../../contract";
import { getPolicyDocument } from "./get-policy-document";
import { getSessionContext } from "./get-session-context";
import { instanceProfile } from "./instance-profile";
import { openIdConnectProvider } from "./open-id-connect-provider";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy } from "./role-policy";
import { rolePolicyAttachment } from "./role-policy-attachment";

export const resourceTypes: readonly ResourceType[] = [
    role,
    policy,
    rolePolicy,
    rolePolicyAttachment,
    instanceProfile,
    openIdConnectProvider,
];

export const lookups: readonly LookupFunction[] = [getPolicyDocument, getSessionContext];
