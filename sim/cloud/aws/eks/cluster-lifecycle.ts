/** What runs for a cluster, and what goes with it. */
import type { Call } from "../../contract";
import { record, text } from "../../props";
import { arnOf, partsOf } from "./clusters";
import { removeInterfaces } from "../ec2/network-interfaces";
import { removeClusterSecurityGroup } from "./network";
import { ACCESS_ENTRY, ACCESS_POLICY_ASSOCIATION, ADD_ON, CLUSTER, POD_IDENTITY_ASSOCIATION } from "./tokens";

/** Starts the control plane, or finds it running, and writes down where it is. */
export async function runCluster({ account, region }: Call, id: string): Promise<void> {
    const current = account.store.get(CLUSTER, region, id);
    if (!current) return;
    const endpoint = await account.machines.ensureCluster({
        key: arnOf(current),
        name: id,
        version: text(current.outputs, "version"),
        serviceCidr: text(record(current.outputs, "kubernetesNetworkConfig") ?? {}, "serviceIpv4Cidr"),
    });
    await account.change(() => {
        const latest = account.store.get(CLUSTER, region, id);
        if (!latest || latest.hidden.deleting === true) return;
        const outputs = {
            ...latest.outputs,
            status: "ACTIVE",
            endpoint: endpoint.url,
            certificateAuthority: { data: endpoint.certificateAuthority },
        };
        account.store.put({ ...latest, outputs });
    });
}

export async function stopCluster({ account, region }: Call, id: string): Promise<void> {
    const current = account.store.get(CLUSTER, region, id);
    if (current) await account.machines.removeCluster(arnOf(current));
}

/** Add-ons, access entries and pod identities are parts of the cluster; its network goes back to the VPC. */
export function removeParts(call: Call, id: string): void {
    const { account, region } = call;
    const current = account.store.get(CLUSTER, region, id);
    if (!current) return;
    for (const token of [ADD_ON, ACCESS_ENTRY, ACCESS_POLICY_ASSOCIATION, POD_IDENTITY_ASSOCIATION])
        for (const part of partsOf(account, current, token)) account.store.remove(part.type, part.region, part.id);
    removeInterfaces(account, region, arnOf(current));
    removeClusterSecurityGroup(call, text(record(current.outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId"));
}
