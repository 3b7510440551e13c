/** AWS services that a network can reach without leaving the VPC. */
export const endpointNames = ["s3", "ecr", "ec2", "sts", "eks", "logs"] as const;
export type EndpointName = (typeof endpointNames)[number];

interface EndpointFacts {
    /** A gateway endpoint is a route and costs nothing; an interface endpoint has an address and a price per zone and hour. */
    readonly kind: "Gateway" | "Interface";
    /** What stands after `com.amazonaws.<region>.` in the names of its endpoint services. */
    readonly services: readonly string[];
    /** Other endpoints without which this one is of no use. */
    readonly needs: readonly EndpointName[];
}

/** Source: AWS PrivateLink guide, "AWS services that integrate"; Amazon EKS user guide, "private clusters", read 2026-11-22. */
const endpoints: Readonly<Record<EndpointName, EndpointFacts>> = {
    s3: { kind: "Gateway", services: ["s3"], needs: [] },
    // The layers of an image are objects in S3.
    ecr: { kind: "Interface", services: ["ecr.api", "ecr.dkr"], needs: ["s3"] },
    ec2: { kind: "Interface", services: ["ec2"], needs: [] },
    sts: { kind: "Interface", services: ["sts"], needs: [] },
    eks: { kind: "Interface", services: ["eks", "eks-auth"], needs: [] },
    logs: { kind: "Interface", services: ["logs"], needs: [] },
};

/** An endpoint to make. */
export interface EndpointPlan {
    /** `ecr.api`, and the suffix of its name. */
    readonly service: string;
    readonly serviceName: string;
    readonly kind: "Gateway" | "Interface";
}

/** The endpoint services behind the chosen names and what they need, each once, in the order of the table. */
export function planEndpoints(names: readonly EndpointName[], region: string): readonly EndpointPlan[] {
    const wanted = new Set(names.flatMap(name => [name, ...endpoints[name].needs]));
    return endpointNames
        .filter(name => wanted.has(name))
        .flatMap(name =>
            endpoints[name].services.map(service => ({
                service,
                serviceName: `com.amazonaws.${region}.${service}`,
                kind: endpoints[name].kind,
            })),
        );
}
