import type * as pulumi from "@pulumi/pulumi";
import type { EksKubernetesVersion } from "../../catalog/kubernetes/eks-versions";
import type { PodAddresses } from "../../fleet/addresses";
import type { OverridableId } from "../../fleet/problem-ids";
import type { ExistingNetwork, NetworkArgs } from "../network/arguments";
import type { ClusterNetwork } from "../network/cluster-network";
import type { ClusterAddon } from "./add-ons";

/**
 * A new cluster, or an existing one: with `adopt`.
 *
 * @example
 * const args: aws.EksClusterArgs = { network: { cidr: "10.0.0.0/16", zones: 3 } };
 */
export type EksClusterArgs = NewClusterArgs | AdoptedClusterArgs;

/** `1.35` and the like; a version that the catalogue does not know compiles and is refused unless acknowledged. */
export type KubernetesVersion = EksKubernetesVersion | `1.${number}`;

/**
 * A new cluster.
 *
 * @example
 * const args: aws.NewClusterArgs = {
 *     version: "1.35",
 *     network,
 *     endpoint: { public: { cidrs: ["203.0.113.0/24"] } },
 *     admins: { platform: "arn:aws:iam::111122223333:role/platform" },
 *     tags: { team: "research" },
 * };
 */
export interface NewClusterArgs {
    /** Kubernetes version. Default: 1.35. */
    readonly version?: KubernetesVersion;
    /** The network it lives in, or what to make one from as a child. Two of its zones must be able to hold a control plane. */
    readonly network: ClusterNetwork | NetworkArgs;
    /**
     * Who reaches the Kubernetes API. Default: machines in the VPC only, and a program that deploys into the cluster must run
     * there too.
     */
    readonly endpoint?: ClusterEndpoint;
    /** `extended` keeps a version after its standard support, at a price per hour. Default: `standard`. */
    readonly support?: "standard" | "extended";
    /** Range of service addresses, /12 to /24. Default: EKS chooses 10.100.0.0/16 or 172.20.0.0/16. */
    readonly serviceCidr?: string;
    /** ARN of the key that encrypts secrets. Default: a new key with rotation. */
    readonly encryptionKeyArn?: pulumi.Input<string>;
    /** Days for which control plane logs are kept; one of the numbers CloudWatch offers. Default: 90. */
    readonly logRetentionDays?: number;
    /**
     * How pods get addresses of the subnets. Default: `prefixes`, in blocks of 16, so that few interfaces serve many pods.
     * `secondary`: one by one, for subnets whose free addresses do not lie together; a node takes whole interfaces of them.
     */
    readonly podAddresses?: PodAddresses;
    /** Versions of add-ons instead of the pinned ones, for example `{ coredns: "v1.14.3-eksbuild.3" }`. */
    readonly addons?: Readonly<Partial<Record<ClusterAddon, string>>>;
    /**
     * Whether the principal that creates the cluster administers it. Default: true. It stays that principal when someone
     * else runs the program later.
     */
    readonly creatorIsAdmin?: boolean;
    /** ARNs of further administrators (IAM users or roles, never sessions), by a name of your choice. */
    readonly admins?: Readonly<Record<string, pulumi.Input<string>>>;
    /** How `kubeconfig` and the cluster's provider ask for a token. */
    readonly kubeconfig?: TokenSource;
    /** Physical name. Default: a unique one from the engine. */
    readonly clusterName?: pulumi.Input<string>;
    /** Whether EKS refuses to delete the cluster. Default: false. */
    readonly deletionProtection?: boolean;
    /** Tags for every resource, those of its node groups included. */
    readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
    /** Only for an existing cluster. */
    readonly adopt?: undefined;
}

/**
 * An existing cluster that gets node groups. Nothing of the cluster itself is created or changed, no add-on either.
 *
 * @example
 * const args: aws.AdoptedClusterArgs = { adopt: { clusterName: "prod", version: "1.35", network } };
 */
export interface AdoptedClusterArgs {
    /** What is known of it. */
    readonly adopt: ExistingCluster;
    /** How `kubeconfig` and the cluster's provider ask for a token. */
    readonly kubeconfig?: TokenSource;
    /** Tags for the node groups. */
    readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
}

/** What must be known of a cluster to give it nodes. */
export interface ExistingCluster {
    /** Its name in EKS. */
    readonly clusterName: pulumi.Input<string>;
    /** Its Kubernetes version; checked against the cluster itself. */
    readonly version: KubernetesVersion;
    /** The network it lives in. */
    readonly network: ClusterNetwork | ExistingNetwork;
    /** How its pods get addresses, for sums of addresses. Default: not known. */
    readonly podAddresses?: PodAddresses;
}

/** From where the Kubernetes API can be reached, besides the VPC. */
export interface ClusterEndpoint {
    /** Also reachable from these address ranges of the internet. */
    readonly public?: { readonly cidrs: readonly string[] };
}

/** With which credentials `aws eks get-token` runs. */
export interface TokenSource {
    /** AWS profile. Default: `aws:profile` of the stack; without one, whatever credentials the machine has. */
    readonly profile?: string;
    /** Role to take on the way. */
    readonly roleArn?: pulumi.Input<string>;
}
