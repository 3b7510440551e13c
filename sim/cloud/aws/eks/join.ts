/**
 * Why nodes of a group would not become Ready. Sources: EKS user guide troubleshooting (NodeCreationFailure), create-node-role
 * (policies of a node role), cni-iam-role (where the CNI gets its permissions), private-clusters (what nodes must reach).
 */
import type { Account, Props, StoredResource } from "../../contract";
import { optionalText, record, records, text } from "../../props";
import { awsPolicyNames, roleByArn } from "../iam/roles";
import { entryFor } from "./access-entries";
import { authenticationMode, partsOf } from "./clusters";
import { subnetById } from "../ec2/subnets";
import { egressOf, type Egress } from "./egress";
import { instancesOfGroup } from "./node-groups";
import { newestGeneration } from "./generations";
import type { NamedCluster, NodeConfig } from "./node-config";
import { nodeImage, type NodeImage } from "./node-images";
import { ADD_ON, POD_IDENTITY_ASSOCIATION } from "./tokens";

export interface JoinProblem {
    readonly code: "NodeCreationFailure";
    readonly message: string;
    /** What is missing, for the reader of the local cloud. */
    readonly because: string;
}

/** Machines that want to become nodes of a cluster. */
export interface Candidates {
    readonly region: string;
    readonly roleArn: string;
    /** What runs on them. */
    readonly family: NodeImage["family"] | undefined;
    /** Nobody but their user data tells them of the cluster. */
    readonly onTheirOwn: boolean;
    readonly config: NodeConfig;
    readonly subnetIds: readonly string[];
}

export function joinProblem(account: Account, cluster: StoredResource, group: StoredResource): JoinProblem | undefined {
    const { imageType, config } = newestGeneration(group);
    return candidatesProblem(account, cluster, {
        region: group.region,
        roleArn: text(group.inputs, "nodeRoleArn"),
        family: nodeImage(imageType)?.family,
        onTheirOwn: group.outputs.amiType === "CUSTOM",
        config,
        subnetIds: instancesOfGroup(account, group).map(each => each.subnetId),
    });
}

export function candidatesProblem(
    account: Account,
    cluster: StoredResource,
    candidates: Candidates,
): JoinProblem | undefined {
    const cannotJoin = neverRegisters(account, cluster, candidates);
    if (cannotJoin !== undefined) return problem("Instances failed to join the kubernetes cluster", cannotJoin);
    const notReady = neverReady(account, cluster, candidates);
    return notReady === undefined ? undefined : problem("Unhealthy nodes in the kubernetes cluster", notReady);
}

function problem(message: string, because: string): JoinProblem {
    return { code: "NodeCreationFailure", message, because };
}

function neverRegisters(account: Account, cluster: StoredResource, candidates: Candidates): string | undefined {
    const { roleArn, config, family } = candidates;
    const role = roleByArn(account, roleArn);
    if (!role) return `node role ${roleArn} is gone`;
    const policies = awsPolicyNames(account, role);
    if (!policies.has("AmazonEKSWorkerNodePolicy") && !policies.has("AmazonEKSWorkerNodeMinimalPolicy"))
        return "the node role lacks AmazonEKSWorkerNodePolicy";
    if (authenticationMode(cluster) !== "CONFIG_MAP") {
        const entry = entryFor(account, cluster, roleArn);
        if (entry?.inputs.type !== "EC2_LINUX") return "the node role has no access entry of type EC2_LINUX";
    }
    if (config.neverBoots !== undefined) return `the machines do not come up: ${config.neverBoots}`;
    if (candidates.onTheirOwn && family !== undefined) {
        const wrong = wrongCluster(cluster, config.cluster, family);
        if (wrong !== undefined) return wrong;
    }
    const closed = candidates.subnetIds
        .map(each => subnetById(account, candidates.region, each))
        .find(subnet => subnet && !reachesApi(account, cluster, egressOf(account, candidates.region, subnet)));
    return closed && `subnet ${closed.id} reaches neither the cluster's endpoint nor the image registry`;
}

/** EKS user guide launch-templates, "Specifying an AMI". */
const clusterSettings = {
    AL2023: "NodeConfig spec.cluster: name, apiServerEndpoint, certificateAuthority, cidr",
    Bottlerocket: "settings.kubernetes: api-server, cluster-certificate, cluster-name",
};

function wrongCluster(
    cluster: StoredResource,
    named: NamedCluster | undefined,
    family: NodeImage["family"],
): string | undefined {
    if (!named) return `the user data of the image names no cluster (${clusterSettings[family]})`;
    const network = record(cluster.outputs, "kubernetesNetworkConfig") ?? {};
    const facts: readonly (readonly [what: string, said: string | undefined, true: unknown])[] = [
        ["name", named.name, cluster.id],
        ["endpoint", named.endpoint, cluster.outputs.endpoint],
        ["certificate authority", named.certificateAuthority, record(cluster.outputs, "certificateAuthority")?.data],
        ["service range", named.serviceCidr, network.serviceIpv4Cidr],
    ];
    const wrong = facts.find(([, said, truth]) => said !== undefined && said !== truth);
    return wrong && `the user data of the image names another ${wrong[0]} than that of cluster ${cluster.id}`;
}

function reachesApi(account: Account, cluster: StoredResource, egress: Egress): boolean {
    if (egress.internet) return true;
    const privateEndpoint = record(cluster.outputs, "vpcConfig")?.endpointPrivateAccess === true;
    return privateEndpoint && ["ec2", "ecr.api", "ecr.dkr", "s3"].every(service => egress.endpoints.has(service));
}

const registryPolicies = [
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2ContainerRegistryPowerUser",
];

function neverReady(account: Account, cluster: StoredResource, { roleArn }: Candidates): string | undefined {
    const role = roleByArn(account, roleArn);
    const policies = role ? awsPolicyNames(account, role) : new Set<string>();
    if (!registryPolicies.some(each => policies.has(each)))
        return "the node role may not pull images (AmazonEC2ContainerRegistryPullOnly)";
    const cni = partsOf(account, cluster, ADD_ON).find(each => each.inputs.addonName === "vpc-cni");
    if (!cni && cluster.inputs.bootstrapSelfManagedAddons === false) return "the cluster has no vpc-cni add-on";
    if (!cniMay(account, cluster, cni, policies))
        return "the VPC CNI has no permissions (AmazonEKS_CNI_Policy on its own role or on the node role)";
    return undefined;
}

/** The CNI acts with a role of its own (service account or pod identity), else with the node's. */
function cniMay(
    account: Account,
    cluster: StoredResource,
    cni: StoredResource | undefined,
    nodePolicies: ReadonlySet<string>,
): boolean {
    if (nodePolicies.has("AmazonEKS_CNI_Policy")) return true;
    const ownRole = optionalText(cni?.inputs ?? {}, "serviceAccountRoleArn");
    const podIdentities = [
        ...records(cni?.inputs ?? {}, "podIdentityAssociations"),
        ...partsOf(account, cluster, POD_IDENTITY_ASSOCIATION)
            .map(each => each.inputs)
            .filter(each => each.namespace === "kube-system"),
    ].filter(each => each.serviceAccount === "aws-node");
    const agent = partsOf(account, cluster, ADD_ON).some(each => each.inputs.addonName === "eks-pod-identity-agent");
    const roles = [ownRole, ...(agent ? podIdentities.map((each: Props) => optionalText(each, "roleArn")) : [])];
    return roles.some(arn => {
        const role = arn === undefined ? undefined : roleByArn(account, arn);
        return role !== undefined && awsPolicyNames(account, role).has("AmazonEKS_CNI_Policy");
    });
}
