import type { EksAddonName } from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";

export type { EksAddonName };

/**
 * The version of an EKS add-on that the library pins by default. `verified`: two or more public sources give this very build
 * for this Kubernetes version; otherwise `note` says what is uncertain.
 */
export type EksAddonVersion = Known<{ version: string; verified: boolean; asOf: string; source: string; note: string }>;

/** A row of data/eks-addons.csv. */
export interface EksAddonRow {
    readonly addon: EksAddonName;
    readonly kubernetes: string;
    readonly version: string;
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const addons = once(() => require("../generated/eks-addons.json") as readonly EksAddonRow[]);

/**
 * The pinned version of an add-on for a Kubernetes version (`1.35`). A default: let the caller override it.
 *
 * @example
 * eksAddonVersion("coredns", "1.35"); // { known: true, version: "v1.14.3-eksbuild.3", … }
 * eksAddonVersion("coredns", "1.99").known; // false
 */
export function eksAddonVersion(addon: EksAddonName, kubernetesVersion: string): EksAddonVersion {
    const row = addons().find(candidate => candidate.addon === addon && candidate.kubernetes === kubernetesVersion);
    if (!row) return { known: false, why: `no source names a version of ${addon} for Kubernetes ${kubernetesVersion}` };
    const { version, verified, asOf, source, note } = row;
    return { known: true, version, verified, asOf, source, note };
}

/**
 * The add-ons of the table.
 *
 * @example eksAddons(); // ["vpc-cni", "kube-proxy", "coredns", …]
 */
export function eksAddons(): readonly EksAddonName[] {
    return [...new Set(addons().map(row => row.addon))];
}
