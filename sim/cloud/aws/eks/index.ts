import type { LookupFunction, ResourceType } from "../../contract";
import { accessEntry } from "./access-entry";
import { accessPolicyAssociation } from "./access-policy-association";
import { addOn } from "./add-on";
import { cluster } from "./cluster";
import { getAddonVersion } from "./get-add-on-version";
import { getCluster } from "./get-cluster";
import { nodeGroup } from "./node-group";
import { podIdentityAssociation } from "./pod-identity-association";

export const resourceTypes: readonly ResourceType[] = [
    cluster,
    nodeGroup,
    addOn,
    accessEntry,
    accessPolicyAssociation,
    podIdentityAssociation,
];

export const lookups: readonly LookupFunction[] = [getCluster, getAddonVersion];
