/** The types of this folder, named once: the store finds what belongs together by them. */
export const CAPACITY_BLOCK_RESERVATION = "aws:ec2/capacityBlockReservation:CapacityBlockReservation";
export const CAPACITY_RESERVATION = "aws:ec2/capacityReservation:CapacityReservation";
export const DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const EIP = "aws:ec2/eip:Eip";
export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const MAIN_ROUTE_TABLE_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
export const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
export const PLACEMENT_GROUP = "aws:ec2/placementGroup:PlacementGroup";
export const ROUTE = "aws:ec2/route:Route";
export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
export const ROUTE_TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const SECURITY_GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const SECURITY_GROUP_INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const SECURITY_GROUP_EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const VPC = "aws:ec2/vpc:Vpc";
export const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const VPC_ENDPOINT_ROUTE_TABLE_ASSOCIATION =
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
export const VPC_ENDPOINT_SUBNET_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";

// What the API holds and programs do not declare.
export const INSTANCE = "ec2:instance";
export const NETWORK_INTERFACE = "ec2:network-interface";
/** A rule of a security group, whichever resource declared it. */
export const RULE = "ec2:security-group-rule";
