import { join } from "node:path";
import { openAccount } from "../../../sim/cloud/account";
import { associationId, entryId } from "../../../sim/cloud/aws/eks/access-entries";
import { accessPolicyArn } from "../../../sim/cloud/aws/eks/access-policies";
import { ACCESS_ENTRY, ACCESS_POLICY_ASSOCIATION, CLUSTER } from "../../../sim/cloud/aws/eks/tokens";
import { ROLE } from "../../../sim/cloud/aws/iam/tokens";
import { GLOBAL, type Machines, type Props } from "../../../sim/cloud/contract";

const region = "us-east-2";

const noMachines: Machines = {
    ensureCluster: () => Promise.reject(new Error("nothing runs while an account is seeded")),
    removeCluster: () => Promise.resolve(),
    ensureNodes: () => Promise.resolve(),
};

export interface SeededAccount {
    /** A role without an access entry. */
    readonly strangerArn: string;
    /** A role that may view the namespace `default`. */
    readonly viewerArn: string;
}

/** What a local cloud finds that was killed right after CreateCluster was answered: a cluster that does not run yet, and roles. */
export async function seedAccount(directory: string): Promise<SeededAccount> {
    const account = await openAccount({ directory: join(directory, "cloud"), machines: noMachines });
    const createdAt = account.now().toISOString();
    const put = (type: string, region: string, id: string, inputs: Props, outputs: Props): void =>
        account.store.put({
            type,
            region,
            id,
            inputs,
            outputs: { ...inputs, ...outputs },
            hidden: {},
            createdAt,
            requested: true,
        });
    const roleArn = (name: string): string => `arn:aws:iam::${account.accountId}:role/${name}`;
    const viewerArn = roleArn("viewer");
    const policyArn = accessPolicyArn("aws", "AmazonEKSViewPolicy");
    await account.change(() => {
        for (const name of ["stranger", "viewer"]) {
            put(ROLE, GLOBAL, name, { name }, { arn: roleArn(name), uniqueId: `AROA${name.toUpperCase()}` });
        }
        const accessConfig = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true };
        put(
            CLUSTER,
            region,
            "shared",
            { name: "shared", accessConfig },
            {
                arn: `arn:aws:eks:${region}:${account.accountId}:cluster/shared`,
                version: "1.35",
                status: "CREATING",
                kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
            },
        );
        const part = { clusterName: "shared", principalArn: viewerArn };
        put(
            ACCESS_ENTRY,
            region,
            entryId("shared", viewerArn),
            { ...part, type: "STANDARD" },
            {
                userName: "viewer-{{SessionName}}",
                kubernetesGroups: [],
            },
        );
        const accessScope = { type: "namespace", namespaces: ["default"] };
        const association = associationId("shared", viewerArn, policyArn);
        put(ACCESS_POLICY_ASSOCIATION, region, association, { ...part, policyArn, accessScope }, {});
    });
    await account.close();
    return { strangerArn: roleArn("stranger"), viewerArn };
}
