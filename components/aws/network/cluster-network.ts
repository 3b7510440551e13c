import type * as pulumi from "@pulumi/pulumi";
import type { Facets } from "../../fleet/facets";
import type { Reach } from "./reach";

/** A VPC in which a cluster can live: where its subnets are, and what its nodes need before they can start. */
export interface ClusterNetwork {
    /** The AWS region it is in. */
    readonly region: string;
    /** Zone ids, in the order in which they were given or chosen. */
    readonly zones: readonly string[];
    /** `vpc-0a1b` */
    readonly vpcId: pulumi.Output<string>;
    /** IPv4 range of the VPC; undefined for an adopted one. */
    readonly cidr: string | undefined;
    /** Private subnets by zone id: nodes and the control plane's interfaces live here. */
    readonly privateSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
    /** Addresses of each private subnet by zone id, AWS's own included, where they are looked up: of an adopted network. */
    readonly subnetSizes?: Readonly<Record<string, pulumi.Output<number>>> | undefined;
    /** Routes and endpoints of the private subnets: nodes depend on them, to start with a way out and to keep it to the end. */
    readonly waysOut: readonly pulumi.Resource[];
    /** What its machines reach outside the VPC; undefined when nobody says. */
    readonly reach?: Reach | undefined;
    /** Its subnets, as far as their sizes are known before anything exists. */
    readonly facets: Facets;
}
