import type { LookupFunction } from "../../contract";
import { flag, text } from "../../props";
import { defaultAddOnVersion, newestAddOnVersion } from "./add-on-versions";
import { eksError } from "./eks-error";

/** `aws:eks/getAddonVersion:getAddonVersion`: the version EKS installs by default, or the newest one. */
export const getAddonVersion: LookupFunction = {
    token: "aws:eks/getAddonVersion:getAddonVersion",
    invoke(_call, args) {
        const addonName = text(args, "addonName");
        const kubernetesVersion = text(args, "kubernetesVersion");
        const pick = flag(args, "mostRecent") ? newestAddOnVersion : defaultAddOnVersion;
        const version = pick(addonName, kubernetesVersion);
        if (version === undefined)
            throw eksError(
                "DescribeAddonVersions",
                "ResourceNotFoundException",
                `the local cloud knows no version of add-on ${addonName} for Kubernetes ${kubernetesVersion}`,
            );
        return { ...args, id: addonName, version };
    },
};
