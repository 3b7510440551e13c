import type * as pulumi from "@pulumi/pulumi";

/** What EKS says of a cluster, new or adopted. */
export interface ClusterFacts {
    /** Its name in EKS. */
    readonly clusterName: pulumi.Output<string>;
    /** Its ARN: the name of its context in `kubeconfig`. */
    readonly arn: pulumi.Output<string>;
    readonly controlPlaneVersion: pulumi.Output<string>;
    /** `https://…` of the Kubernetes API. */
    readonly endpoint: pulumi.Output<string>;
    /** Base64 of the PEM. */
    readonly certificateAuthority: pulumi.Output<string>;
    /** The group that EKS puts on the control plane's interfaces and on the nodes of managed groups. */
    readonly securityGroupId: pulumi.Output<string>;
    /** Range of service addresses. */
    readonly serviceCidr: pulumi.Output<string>;
    /** Issuer of the cluster's service account tokens, for roles that trust them. */
    readonly oidcIssuer: pulumi.Output<string>;
}
