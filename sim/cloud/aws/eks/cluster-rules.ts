/**
 * What CreateCluster and UpdateClusterConfig refuse. Texts measured on 2026-09-25 against the API in
 * badmintoncryer/cdk-preflight (rules/eks/pf-eks-cluster-…); the role's from terraform-provider-aws
 * `internal/service/eks/cluster.go`; the addresses' from amazon-vpc-cni and eks threads; zones from the EKS user guide.
 */
import type { Account, Props, StoredResource } from "../../contract";
import { flag, optionalText, record, text, texts } from "../../props";
import { awsPolicyNames, roleByArn, roleTrusts } from "../iam/roles";
import { eksError } from "./eks-error";
import { contains, formatCidr, overlaps, parseCidr, type Cidr } from "../ec2/cidr";
import { freeAddresses } from "../ec2/network-interfaces";
import { subnetById, type Subnet } from "../ec2/subnets";
import { vpcBlocks, vpcOfSecurityGroup } from "./network";

const invalid = (operation: string, text: string) => eksError(operation, "InvalidParameterException", text);

/** A cluster needs this many free addresses in each of its subnets when it is made or updated. */
const neededAddresses = 5;

/** Zones without EKS control planes: EKS user guide, network-reqs ("subnets can't reside in…"). */
const zonesWithoutControlPlane = new Set(["use1-az3", "usw1-az2", "cac1-az3"]);

export function refuseRole(account: Account, roleArn: string): void {
    const operation = "CreateCluster";
    if (!roleArn.includes(`:${account.accountId}:`))
        throw eksError(operation, "AccessDeniedException", "Cross-account pass role is not allowed.");
    const role = roleByArn(account, roleArn);
    if (!role) throw invalid(operation, `roleArn, ${roleArn}, does not exist`);
    if (!roleTrusts(account, role, "eks"))
        throw invalid(operation, "Role could not be assumed because the trusted entity is not correct");
    if (!awsPolicyNames(account, role).has("AmazonEKSClusterPolicy"))
        throw invalid(
            operation,
            "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: " +
                `arn:${account.partition}:iam::aws:policy/AmazonEKSClusterPolicy`,
        );
}

/** The subnets of a cluster: they exist, share a VPC, lie in two zones with control planes and have addresses left. */
export function clusterSubnets(
    account: Account,
    region: string,
    operation: string,
    vpcConfig: Props,
): readonly Subnet[] {
    const subnets = texts(vpcConfig, "subnetIds").map(id => {
        const subnet = subnetById(account, region, id);
        if (!subnet) throw invalid(operation, `The subnet ID '${id}' does not exist`);
        return subnet;
    });
    if (new Set(subnets.map(each => each.vpcId)).size > 1)
        throw invalid(operation, "Provided subnets belong to different VPCs. Please provide subnets from the same VPC");
    const closed = subnets.find(each => zonesWithoutControlPlane.has(each.zoneId));
    if (closed)
        throw eksError(
            operation,
            "UnsupportedAvailabilityZoneException",
            `Cannot create cluster because EKS does not support creating control plane instances in ${closed.zone}, the targeted availability zone. Retry cluster creation using control plane subnets that span at least two other availability zones`,
        );
    if (new Set(subnets.map(each => each.zoneId)).size < 2)
        throw invalid(operation, "Subnets specified must be in at least two different AZs");
    return subnets;
}

export function refuseFullSubnets(
    account: Account,
    region: string,
    operation: string,
    subnets: readonly Subnet[],
): void {
    const full = subnets
        .map(each => ({ id: each.id, free: freeAddresses(account, region, each) }))
        .filter(({ free }) => free < neededAddresses);
    if (full.length === 0) return;
    const listed = full.map(({ id, free }) => `${id} Free IPs: ${free} `).join("");
    throw invalid(
        operation,
        `Provided subnets ${listed}, need at least ${neededAddresses} IPs in each subnet to be free for this operation`,
    );
}

export function refuseVpcConfig(
    account: Account,
    region: string,
    operation: string,
    vpcConfig: Props,
    vpcId: string,
): void {
    for (const id of texts(vpcConfig, "securityGroupIds")) {
        const groupVpc = vpcOfSecurityGroup(account, region, id);
        if (groupVpc === undefined) throw invalid(operation, `The security group '${id}' does not exist`);
        if (groupVpc !== vpcId)
            throw invalid(operation, "Security group(s) are not (in/associated to) the same VPC as the subnets");
    }
    if (!flag(vpcConfig, "endpointPrivateAccess") && vpcConfig.endpointPublicAccess === false)
        throw invalid(operation, "Private and public endpoint access cannot be false");
    const wrong = texts(vpcConfig, "publicAccessCidrs").filter(cidr => !isNetwork(cidr));
    if (wrong.length > 0)
        throw invalid(operation, `The following CIDRs are not valid in publicAccessCidrs: [${wrong.join(", ")}]`);
}

export function refuseEncryption(account: Account, region: string, operation: string, inputs: Props): void {
    const encryption = record(inputs, "encryptionConfig");
    if (!encryption) return;
    if (texts(encryption, "resources").join() !== "secrets")
        throw invalid(operation, "Invalid k8s resource for encryption");
    const keyArn = text(record(encryption, "provider") ?? {}, "keyArn");
    if (!keyArn.startsWith(`arn:${account.partition}:kms:${region}:`))
        throw invalid(operation, "The keyArn for encryptionConfig is scoped to invalid aws region.");
    const key = account.store.list("aws:kms/key:Key", region).find(each => each.outputs.arn === keyArn);
    if (!key) throw invalid(operation, `Key '${keyArn}' does not exist`);
}

const privateRanges = blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
/** "Kubernetes assigns … from either the 10.100.0.0/16 or 172.20.0.0/16 CIDR blocks" (EKS API reference). */
const ownRanges = blocks("10.100.0.0/16", "172.20.0.0/16");

/** The range of services: the one asked for, or the first of EKS's two that the VPC does not use. */
export function serviceCidr(account: Account, region: string, inputs: Props, vpcId: string): string {
    const asked = optionalText(record(inputs, "kubernetesNetworkConfig") ?? {}, "serviceIpv4Cidr");
    const used = vpcBlocks(account, region, vpcId);
    if (asked === undefined) {
        const free = ownRanges.find(range => !used.some(block => overlaps(range, block)));
        return formatCidr(free ?? ownRanges[0] ?? { first: 0, size: 0, prefix: 0 });
    }
    const refuse = (why: string) => invalid("CreateCluster", `The serviceIpv4Cidr ${asked} ${why}`);
    const block = parseCidr(asked);
    if (!block) throw refuse("is not valid");
    if (!privateRanges.some(range => contains(range, block))) throw refuse("must be within RFC1918 range");
    if (block.prefix < 12 || block.prefix > 24) throw refuse("must have netmask size between /12 and /24 inclusive");
    if (used.some(each => overlaps(each, block))) throw refuse("overlaps with a CIDR block of the VPC");
    return asked;
}

function blocks(...sources: readonly string[]): readonly Cidr[] {
    return sources.map(parseCidr).filter(each => each !== undefined);
}

const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

/** Access entries can be switched on, one step at a time, and never off (EKS user guide setting-up-access-entries). */
export function refuseModeChange(previous: string, next: string): void {
    if (previous === next || modes.indexOf(next) === modes.indexOf(previous) + 1) return;
    throw invalid("UpdateClusterConfig", `Unsupported authentication mode update from ${previous} to ${next}`);
}

/** New subnets must be of the same VPC, and lie in the zones that the cluster was made in. */
export function refuseOtherZones(cluster: StoredResource, subnets: readonly Subnet[]): void {
    const zones = texts(cluster.hidden, "zoneIds");
    if (subnets[0]?.vpcId !== record(cluster.outputs, "vpcConfig")?.vpcId)
        throw invalid("UpdateClusterConfig", "Provided subnets belong to a different VPC than the cluster");
    const foreign = subnets.filter(each => !zones.includes(each.zoneId));
    if (foreign.length > 0)
        throw invalid(
            "UpdateClusterConfig",
            `Provided subnets ${foreign.map(each => each.id).join(", ")} belong to AZs that are not part of the cluster's VPC configuration`,
        );
}

function isNetwork(source: string): boolean {
    const block = parseCidr(source);
    return block !== undefined && formatCidr(block) === source;
}
