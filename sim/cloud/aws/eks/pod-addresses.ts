import type { Account, StoredResource } from "../../contract";
import { instanceType } from "../ec2/instance-types";
import { prefixDelegation } from "./add-on-settings";

/**
 * What the VPC CNI takes when a node starts: every address of the first interface (WARM_ENI_TARGET=1), or one prefix
 * (WARM_PREFIX_TARGET=1). Source: amazon-vpc-cni-k8s README and docs/prefix-and-ip-target.md, defaults.
 */
export function podAddresses(
    account: Account,
    cluster: StoredResource,
    type: string,
): { readonly secondaryAddresses?: number; readonly prefixes?: number } {
    if (prefixDelegation(account, cluster)) return { prefixes: 1 };
    return { secondaryAddresses: (instanceType(type)?.ipv4PerInterface ?? 1) - 1 };
}
