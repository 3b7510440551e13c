import type * as pulumi from "@pulumi/pulumi";
import type { AwsInstanceType } from "../../catalog/aws/instance-types";
import type { OverridableId } from "../../fleet/problem-ids";
import type { EndpointName } from "./endpoints";
import type { NatChoice } from "./schema";
import type { ZoneSubnets } from "./subnet-layout";

/** A new network, or an existing one that is used as it is. */
export type NetworkArgs = NewNetworkArgs | AdoptedNetworkArgs;

/** A VPC with a public and a private subnet in every zone. Nodes live in the private ones. */
export interface NewNetworkArgs {
    /** AWS region. Default: `aws:region` of the stack, or AWS_REGION. */
    readonly region?: string;
    /**
     * IPv4 range of the VPC, /16 to /22 (to /28 with `subnets` of your own). Default: `10.0.0.0/16`. One eighth of it is
     * kept for public subnets, each zone has another eighth for its private subnet: a zone added later moves nothing.
     */
    readonly cidr?: string;
    /**
     * Zone ids (`["use2-az1", "use2-az2"]`), or how many zones to choose: among those that offer every one of
     * `instanceTypes`. Default: 3, or as many as the region has. EKS needs two.
     */
    readonly zones?: number | readonly string[];
    /** Instance types that must be offered: in every zone when zones are chosen by number, in at least one otherwise. */
    readonly instanceTypes?: readonly AwsInstanceType[];
    /** Address ranges per zone id instead of the layout described at `cidr`; then leave `zones` out. */
    readonly subnets?: Readonly<Record<string, ZoneSubnets>>;
    /**
     * NAT gateways for the private subnets. Default: `one`, which saves money and ties every zone to one. `perZone` keeps
     * zones independent and their traffic local. `none` leaves private nodes without a way out: they reach AWS only through
     * `endpoints`, and pull images from Amazon's registry only.
     */
    readonly nat?: NatChoice;
    /** AWS services reached without leaving the VPC. Default: `["s3"]`, which is free and carries the layers of images. */
    readonly endpoints?: readonly EndpointName[];
    /** Tags for every resource. */
    readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
    readonly adopt?: undefined;
}

/** An existing network. Nothing in it is created, changed or tagged. */
export interface AdoptedNetworkArgs {
    readonly adopt: ExistingNetwork;
    readonly acknowledge?: readonly OverridableId[];
}

/** What must be known of a network to put a cluster into it. */
export interface ExistingNetwork {
    /** AWS region. Default: `aws:region` of the stack, or AWS_REGION. */
    readonly region?: string;
    readonly vpcId: pulumi.Input<string>;
    /** Private subnets, one per zone, that can already reach the services their nodes need. */
    readonly subnets: readonly ExistingSubnet[];
}

export interface ExistingSubnet {
    readonly id: pulumi.Input<string>;
    /** Zone id such as `use2-az1`. */
    readonly zoneId: string;
}
