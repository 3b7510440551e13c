/** Questions that the parts of a cluster ask about it. */
import type { Account, StoredResource } from "../../contract";
import { record, text } from "../../props";
import { eksError } from "./eks-error";
import { CLUSTER } from "./tokens";

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";

export function clusterNamed(account: Account, region: string, name: string, operation: string): StoredResource {
    const cluster = account.store.get(CLUSTER, region, name);
    if (!cluster) throw eksError(operation, "ResourceNotFoundException", `No cluster found for name: ${name}.`);
    return cluster;
}

/** The cluster, if it takes changes to its parts. */
export function activeCluster(account: Account, region: string, name: string, operation: string): StoredResource {
    const cluster = clusterNamed(account, region, name, operation);
    if (cluster.outputs.status !== "ACTIVE")
        throw eksError(operation, "InvalidRequestException", `Cluster '${name}' is not in ACTIVE status`);
    return cluster;
}

export function clusterByArn(account: Account, arn: string): StoredResource | undefined {
    return account.store.list(CLUSTER).find(cluster => cluster.outputs.arn === arn);
}

export function arnOf(cluster: StoredResource): string {
    return text(cluster.outputs, "arn");
}

/** Without a choice EKS takes CONFIG_MAP (CreateCluster, measured 2026-09-25 in badmintoncryer/cdk-preflight). */
export function authenticationMode(cluster: StoredResource): AuthenticationMode {
    const mode = record(cluster.inputs, "accessConfig")?.authenticationMode;
    return mode === "API" || mode === "API_AND_CONFIG_MAP" ? mode : "CONFIG_MAP";
}

/** Parts of one cluster: what of a type names it. */
export function partsOf(account: Account, cluster: StoredResource, token: string): readonly StoredResource[] {
    return account.store.list(token, cluster.region).filter(each => each.inputs.clusterName === cluster.id);
}
