import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import { placed, type Scope } from "../scope";
import type { EndpointPlan } from "./endpoints";
import type { NewNetworkPlan } from "./plan";
import type { Subnets } from "./subnets";

/** Endpoints through which the private subnets reach AWS services without leaving the VPC. */
export function privateEndpoints(
    plan: NewNetworkPlan,
    vpcId: pulumi.Output<string>,
    subnets: Subnets,
    scope: Scope,
): readonly pulumi.Resource[] {
    const routeTableIds = [...subnets.privateTables.values()].map(table => table.id);
    const subnetIds = [...subnets.private.values()].map(subnet => subnet.id);
    const interfaces = plan.endpoints.filter(endpoint => endpoint.kind === "Interface");
    const guard = interfaces.length === 0 ? [] : [httpsFromVpc(plan.cidr, vpcId, scope)];
    return plan.endpoints.map(endpoint =>
        makeEndpoint(
            endpoint,
            endpoint.kind === "Gateway"
                ? { vpcId, routeTableIds }
                : { vpcId, subnetIds, securityGroupIds: guard.map(group => group.id), privateDnsEnabled: true },
            scope,
        ),
    );
}

function makeEndpoint(
    { service, serviceName, kind }: EndpointPlan,
    where: Pick<
        ec2.VpcEndpointArgs,
        "vpcId" | "routeTableIds" | "subnetIds" | "securityGroupIds" | "privateDnsEnabled"
    >,
    scope: Scope,
): ec2.VpcEndpoint {
    const child = `${scope.name}-${service.replaceAll(".", "-")}`;
    const args = { ...placed(scope, child), ...where, serviceName, vpcEndpointType: kind };
    return new ec2.VpcEndpoint(child, args, { parent: scope.parent });
}

/** Lets the machines of the VPC, and no one else, speak HTTPS to the interface endpoints. */
function httpsFromVpc(cidr: string, vpcId: pulumi.Output<string>, scope: Scope): ec2.SecurityGroup {
    const { name, parent } = scope;
    const child = `${name}-endpoints`;
    const description = "HTTPS from the VPC to its endpoints";
    const group = new ec2.SecurityGroup(child, { ...placed(scope, child), vpcId, description }, { parent });
    new vpc.SecurityGroupIngressRule(
        `${child}-https`,
        {
            ...placed(scope, `${child}-https`),
            securityGroupId: group.id,
            description,
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrIpv4: cidr,
        },
        { parent },
    );
    return group;
}
