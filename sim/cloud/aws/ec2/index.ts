import type { LookupFunction, ResourceType } from "../../contract";
import { capacityBlockReservation } from "./capacity-block-reservation";
import { capacityReservation } from "./capacity-reservation";
import { defaultSecurityGroup } from "./default-security-group";
import { eip } from "./eip";
import { getAvailabilityZones } from "./get-availability-zones";
import { getCapacityBlockOffering } from "./get-capacity-block-offering";
import { getCapacityBlockReservation } from "./get-capacity-block-reservation";
import { getInstanceType } from "./get-instance-type";
import { getInstanceTypeOfferings } from "./get-instance-type-offerings";
import { getKeyPair } from "./get-key-pair";
import { internetGateway } from "./internet-gateway";
import { keyPair } from "./key-pair";
import { launchTemplate } from "./launch-template";
import { getSecurityGroup, getSubnet, getSubnets, getVpc } from "./lookups";
import { mainRouteTableAssociation } from "./main-route-table-association";
import { natGateway } from "./nat-gateway";
import { placementGroup } from "./placement-group";
import { route } from "./route";
import { routeTable } from "./route-table";
import { routeTableAssociation } from "./route-table-association";
import { securityGroup } from "./security-group";
import { securityGroupRule } from "./security-group-rule";
import { subnet } from "./subnet";
import { vpc } from "./vpc";
import { vpcEndpoint } from "./vpc-endpoint";
import { vpcEndpointRouteTableAssociation, vpcEndpointSubnetAssociation } from "./vpc-endpoint-associations";
import { securityGroupEgressRule, securityGroupIngressRule } from "./vpc-security-group-rule";

export const resourceTypes: readonly ResourceType[] = [
    capacityBlockReservation,
    capacityReservation,
    defaultSecurityGroup,
    eip,
    internetGateway,
    keyPair,
    launchTemplate,
    mainRouteTableAssociation,
    natGateway,
    placementGroup,
    route,
    routeTable,
    routeTableAssociation,
    securityGroup,
    securityGroupEgressRule,
    securityGroupIngressRule,
    securityGroupRule,
    subnet,
    vpc,
    vpcEndpoint,
    vpcEndpointRouteTableAssociation,
    vpcEndpointSubnetAssociation,
];

export const lookups: readonly LookupFunction[] = [
    getAvailabilityZones,
    getCapacityBlockOffering,
    getCapacityBlockReservation,
    getInstanceType,
    getInstanceTypeOfferings,
    getKeyPair,
    getSecurityGroup,
    getSubnet,
    getSubnets,
    getVpc,
];
