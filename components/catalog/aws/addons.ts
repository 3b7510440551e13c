import type { EksAddonName } from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";

export type { EksAddonName };

/** The version of an EKS add-on that the library pins by default. `verified` is false when one unofficial source names it. */
export type EksAddonVersion = Known<{ version: string; verified: boolean; asOf: string; source: string }>;

interface EksAddonRow {
    readonly addon: EksAddonName;
    readonly kubernetes: string;
    readonly version: string;
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
}

const addons = once(() => require("../generated/eks-addons.json") as readonly EksAddonRow[]);

/** The pinned version of an add-on for a Kubernetes version (`1.35`). A default: let the caller override it. */
export function eksAddonVersion(addon: EksAddonName, kubernetesVersion: string): EksAddonVersion {
    const row = addons().find(candidate => candidate.addon === addon && candidate.kubernetes === kubernetesVersion);
    if (!row) return { known: false, why: `no source names a version of ${addon} for Kubernetes ${kubernetesVersion}` };
    const { version, verified, asOf, source } = row;
    return { known: true, version, verified, asOf, source };
}

/** The add-ons of the table. */
export function eksAddons(): readonly EksAddonName[] {
    return [...new Set(addons().map(row => row.addon))];
}
