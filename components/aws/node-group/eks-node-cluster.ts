import type * as pulumi from "@pulumi/pulumi";
import type { PodAddresses } from "../../fleet/addresses";
import type { KubernetesCluster } from "../../kubernetes/cluster";
import type { ClusterNetwork } from "../network/cluster-network";
import type { Tags } from "../scope";

/** An EKS cluster, as far as its node groups need to know. */
export interface EksNodeCluster extends KubernetesCluster {
    /** Where it lives, and where its nodes have their subnets. */
    readonly network: ClusterNetwork;
    /** How its pods get addresses; undefined for an adopted cluster of which nobody says. */
    readonly podAddresses?: PodAddresses | undefined;
    /** Kubernetes version, `1.35`. */
    readonly version: string;
    /** Its name in EKS. */
    readonly clusterName: pulumi.Output<string>;
    /** The version of the control plane as EKS says it: groups follow it once it has been upgraded. */
    readonly controlPlaneVersion: pulumi.Output<string>;
    /** `https://…` of the Kubernetes API. */
    readonly endpoint: pulumi.Output<string>;
    /** Base64 of the PEM. */
    readonly certificateAuthority: pulumi.Output<string>;
    /** Range of service addresses. */
    readonly serviceCidr: pulumi.Output<string>;
    /** The group that EKS puts on the control plane's interfaces: a node without it reaches no pod and no API. */
    readonly securityGroupId: pulumi.Output<string>;
    /** Tags that every node group carries too. */
    readonly tags: Tags;
    /** What must exist before a node can become ready, and must outlive it: ways out of the subnets, and add-ons on every node. */
    readonly beforeNodes: readonly pulumi.Resource[];
    /** Says that nodes exist on which the cluster's own pods can run; what needs such nodes is made once, after the first. */
    readonly systemNodesAre: (nodes: readonly pulumi.Resource[]) => void;
}
