import type * as pulumi from "@pulumi/pulumi";
import type { AwsInstanceType } from "../../catalog/aws/instance-types";
import type { OverridableId } from "../../fleet/problem-ids";
import type { EndpointName } from "./endpoints";
import type { NatChoice } from "./schema";
import type { ZoneSubnets } from "./subnet-layout";

/**
 * A new network, or an existing one that is used as it is: with `adopt`.
 *
 * @example
 * const args: aws.NetworkArgs = { region: "us-east-2", cidr: "10.0.0.0/16", zones: 2 };
 */
export type NetworkArgs = NewNetworkArgs | AdoptedNetworkArgs;

/**
 * A VPC with a public and a private subnet in every zone. Nodes live in the private ones.
 *
 * @example
 * const args: aws.NewNetworkArgs = {
 *     cidr: "10.0.0.0/16",
 *     zones: 2,
 *     instanceTypes: ["p5.48xlarge"],
 *     nat: "perZone",
 *     endpoints: ["s3", "ecr"],
 * };
 *
 * @example
 * // Address ranges of your own, by zone id:
 * const args: aws.NewNetworkArgs = {
 *     cidr: "10.8.0.0/20",
 *     subnets: {
 *         "use2-az1": { private: "10.8.0.0/22", public: "10.8.8.0/24" },
 *         "use2-az2": { private: "10.8.4.0/22", public: "10.8.9.0/24" },
 *     },
 * };
 */
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
     * `instanceTypes`. Default: 3, or as many as there are of those. EKS needs two. Other instance types can mean other zones:
     * name the zones of a network that shall outlive its first groups.
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
    /** Only for an existing network. */
    readonly adopt?: undefined;
}

/**
 * An existing network. Nothing in it is created, changed or tagged.
 *
 * @example
 * const args: aws.AdoptedNetworkArgs = {
 *     adopt: {
 *         region: "us-east-2",
 *         vpcId: "vpc-0a1b",
 *         subnets: [
 *             { id: "subnet-0c2d", zoneId: "use2-az1" },
 *             { id: "subnet-0e3f", zoneId: "use2-az2" },
 *         ],
 *     },
 * };
 */
export interface AdoptedNetworkArgs {
    /** What is known of it. */
    readonly adopt: ExistingNetwork;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
}

/** What must be known of a network to put a cluster into it. */
export interface ExistingNetwork {
    /** AWS region. Default: `aws:region` of the stack, or AWS_REGION. */
    readonly region?: string;
    /** `vpc-0a1b` */
    readonly vpcId: pulumi.Input<string>;
    /** Private subnets, one per zone, that can already reach the services their nodes need. */
    readonly subnets: readonly ExistingSubnet[];
}

/** A private subnet of an existing network. */
export interface ExistingSubnet {
    /** `subnet-0c2d` */
    readonly id: pulumi.Input<string>;
    /** Zone id such as `use2-az1`. */
    readonly zoneId: string;
}
