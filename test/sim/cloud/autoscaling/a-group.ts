import { AUTO_SCALING_GROUP } from "../../../../sim/cloud/aws/autoscaling/tokens";
import { ACCESS_ENTRY, CLUSTER } from "../../../../sim/cloud/aws/eks/tokens";
import { INSTANCE_PROFILE } from "../../../../sim/cloud/aws/iam/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { record, text } from "../../../../sim/cloud/props";
import { aTemplate, type TestCluster } from "../eks/a-cluster";

const region = "us-east-2";

/** What nodeadm must be told of a cluster. */
export function clusterFacts({ account }: TestCluster): Props {
    const { outputs } = account.store.get(CLUSTER, region, "shared")!;
    return {
        name: "shared",
        apiServerEndpoint: text(outputs, "endpoint"),
        certificateAuthority: text(record(outputs, "certificateAuthority") ?? {}, "data"),
        cidr: text(record(outputs, "kubernetesNetworkConfig") ?? {}, "serviceIpv4Cidr"),
    };
}

export function userData(cluster: Props, kubelet: Props = {}): string {
    const config = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec: { cluster, kubelet } };
    const document = [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="//"',
        "",
        "--//",
        "Content-Type: application/node.eks.aws",
        "",
        JSON.stringify(config),
        "--//--",
        "",
    ];
    return Buffer.from(document.join("\n")).toString("base64");
}

export async function imageOf({ account }: TestCluster, variant = "x86_64/standard"): Promise<string> {
    const name = `/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/${variant}/recommended/image_id`;
    return text(await account.invoke("aws:ssm/getParameter:getParameter", { name }), "value");
}

/** Data of a launch template whose m7i.large join the cluster by themselves. */
export async function joiningTemplate(cluster: TestCluster, changes: Props = {}): Promise<Props> {
    return {
        imageId: await imageOf(cluster),
        instanceType: "m7i.large",
        iamInstanceProfile: { name: "node" },
        vpcSecurityGroupIds: [cluster.securityGroupId],
        userData: userData(clusterFacts(cluster), { flags: ["--node-labels=team=search"] }),
        ...changes,
    };
}

/** The instance profile `node` of the cluster's node role, and the role's access entry. */
export async function allowNodes({ account, nodeRoleArn }: TestCluster): Promise<void> {
    await account.create(INSTANCE_PROFILE, { name: "node", role: "node" });
    await account.create(ACCESS_ENTRY, { clusterName: "shared", principalArn: nodeRoleArn, type: "EC2_LINUX" });
}

/** Inputs of a group called `own` of two machines. */
export async function groupInputs(cluster: TestCluster, template: Props, changes: Props = {}): Promise<Props> {
    return {
        name: "own",
        minSize: 0,
        maxSize: 4,
        desiredCapacity: 2,
        vpcZoneIdentifiers: cluster.network.subnetIds,
        launchTemplate: await aTemplate(cluster, template),
        ...changes,
    };
}

export async function createGroup(cluster: TestCluster, template: Props, changes: Props = {}) {
    return cluster.account.create(AUTO_SCALING_GROUP, await groupInputs(cluster, template, changes));
}
