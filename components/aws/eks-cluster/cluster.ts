import * as eks from "@pulumi/aws/eks";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { currentInstant } from "../clock";
import { mergeFacets, type Facets } from "../../fleet/facets";
import { awsDefaults } from "../defaults";
import { clusterFacets } from "../facets/cluster-facets";
import type { PodAddresses } from "../../fleet/addresses";
import type { KubernetesCluster } from "../../kubernetes/cluster";
import type { NetworkArgs } from "../network/arguments";
import type { ClusterNetwork } from "../network/cluster-network";
import { Network } from "../network/network";
import type { EksNodeCluster } from "../node-group/eks-node-cluster";
import { placed, type Scope, type Tags } from "../scope";
import { admit } from "./access";
import { readCluster } from "./adopted-cluster";
import type { AdoptedClusterArgs, EksClusterArgs, NewClusterArgs, TokenSource } from "./arguments";
import type { ClusterFacts } from "./cluster-facts";
import { makeControlPlane } from "./control-plane";
import { kubeconfig } from "./kubeconfig";
import { monitoringAgentSettings } from "./add-ons";
import { addonsOf, addonsOfEveryNode } from "./make-add-ons";
import { isReady, planEksCluster, type NewClusterPlan } from "./plan";

/**
 * An EKS cluster that node groups can join: private endpoint, encrypted secrets, control plane logs, pinned add-ons; or an
 * existing cluster, used as it is.
 *
 * @example
 * const cluster = new aws.EksCluster("shared", {
 *     network: { cidr: "10.0.0.0/16", zones: 3 },
 *     endpoint: { public: { cidrs: ["203.0.113.0/24"] } },
 * });
 *
 * @example
 * // An existing cluster:
 * const cluster = new aws.EksCluster("shared", {
 *     adopt: {
 *         clusterName: "prod",
 *         version: "1.35",
 *         network: { region: "us-east-2", vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "use2-az1" }] },
 *     },
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class EksCluster extends pulumi.ComponentResource implements EksNodeCluster, ClusterFacts {
    static readonly __pulumiType = "accelerators:aws:EksCluster";

    readonly key: string;
    /** The AWS region it is in. */
    readonly region: string;
    readonly version: string;
    readonly network: ClusterNetwork;
    readonly podAddresses: PodAddresses | undefined;
    readonly clusterName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly controlPlaneVersion: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    readonly certificateAuthority: pulumi.Output<string>;
    readonly securityGroupId: pulumi.Output<string>;
    readonly serviceCidr: pulumi.Output<string>;
    readonly oidcIssuer: pulumi.Output<string>;
    /** For kubectl and others: asks `aws eks get-token` for a token, and holds none. */
    readonly kubeconfig: pulumi.Output<string>;
    readonly kubernetesProvider: pulumi.ProviderResource;
    readonly tags: Tags;
    readonly beforeNodes: readonly pulumi.Resource[];
    readonly facets: Facets;

    readonly letPodsAct: NonNullable<KubernetesCluster["letPodsAct"]>;
    readonly systemNodesAre: (nodes: readonly pulumi.Resource[]) => void;

    constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        const defaults = awsDefaults();
        const plan = planEksCluster(name, args, { defaults, now: currentInstant() });
        super(EksCluster.__pulumiType, name, {}, opts);
        const scope: Scope = { name, region: plan.region, tags: args.tags ?? {}, parent: this };
        const parts =
            plan.kind === "new" && args.adopt === undefined
                ? newCluster(plan, args, scope)
                : adoptedCluster(args as AdoptedClusterArgs, scope);
        const token = { profile: args.kubeconfig?.profile ?? defaults.profile, roleArn: args.kubeconfig?.roleArn };

        this.key = name;
        this.region = plan.region;
        this.version = plan.version;
        this.network = parts.network;
        this.podAddresses = plan.podAddresses;
        this.clusterName = parts.facts.clusterName;
        this.arn = parts.facts.arn;
        this.controlPlaneVersion = parts.facts.controlPlaneVersion;
        this.endpoint = parts.facts.endpoint;
        this.certificateAuthority = parts.facts.certificateAuthority;
        this.securityGroupId = parts.facts.securityGroupId;
        this.serviceCidr = parts.facts.serviceCidr;
        this.oidcIssuer = parts.facts.oidcIssuer;
        this.kubeconfig = kubeconfigOf(parts.facts, plan.region, token);
        this.kubernetesProvider = new Provider(
            `${name}-kubernetes`,
            { kubeconfig: this.kubeconfig, clusterIdentifier: this.arn },
            { parent: this, dependsOn: [...parts.admitted] },
        );
        this.tags = scope.tags;
        this.beforeNodes = [...parts.network.waysOut, ...parts.addons];
        this.facets = mergeFacets([parts.network.facets, clusterFacets(name, plan)]);
        this.systemNodesAre = parts.systemNodesAre;
        this.letPodsAct = (identity, pods, options) => {
            const { clusterName } = this;
            return new eks.PodIdentityAssociation(
                identity,
                { clusterName, ...placed(scope, identity), ...pods },
                options,
            );
        };
        this.registerOutputs({
            key: this.key,
            region: this.region,
            version: this.version,
            podAddresses: this.podAddresses,
            clusterName: this.clusterName,
            arn: this.arn,
            controlPlaneVersion: this.controlPlaneVersion,
            endpoint: this.endpoint,
            certificateAuthority: this.certificateAuthority,
            securityGroupId: this.securityGroupId,
            serviceCidr: this.serviceCidr,
            oidcIssuer: this.oidcIssuer,
            kubeconfig: this.kubeconfig,
            facets: this.facets,
        });
    }
}

interface Parts {
    readonly network: ClusterNetwork;
    readonly facts: ClusterFacts;
    /** Add-ons that every node needs. */
    readonly addons: readonly pulumi.Resource[];
    /** What lets the program into the cluster. */
    readonly admitted: readonly pulumi.Resource[];
    readonly systemNodesAre: (nodes: readonly pulumi.Resource[]) => void;
}

function newCluster(plan: NewClusterPlan, args: NewClusterArgs, scope: Scope): Parts {
    const network = isReady(args.network) ? args.network : makeNetwork(args.network, scope);
    const eksCluster = makeControlPlane(plan, args, network, scope);
    const add = addonsOf(eksCluster.name, plan.addons, scope);
    // Nodes do not wait for it: without the agent they are ready too, only nobody sees what ails their GPUs.
    add("eks-node-monitoring-agent", { configurationValues: monitoringAgentSettings }, []);
    return {
        network,
        facts: {
            clusterName: eksCluster.name,
            arn: eksCluster.arn,
            controlPlaneVersion: eksCluster.version,
            endpoint: eksCluster.endpoint,
            certificateAuthority: eksCluster.certificateAuthority.data,
            securityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
            serviceCidr: eksCluster.kubernetesNetworkConfig.serviceIpv4Cidr,
            oidcIssuer: eksCluster.identities.apply(identities => identities[0]?.oidcs[0]?.issuer ?? ""),
        },
        addons: addonsOfEveryNode(add, plan.podAddresses, scope),
        admitted: admit({ creator: plan.creatorIsAdmin, named: args.admins ?? {} }, eksCluster.name, scope),
        systemNodesAre: once(nodes => void add("coredns", {}, nodes)),
    };
}

function adoptedCluster({ adopt }: AdoptedClusterArgs, scope: Scope): Parts {
    const network = isReady(adopt.network) ? adopt.network : makeNetwork({ adopt: adopt.network }, scope);
    const facts = readCluster(scope.name, adopt, network.region, network.vpcId, scope.parent);
    return { network, facts, addons: [], admitted: [], systemNodesAre: () => undefined };
}

/** A network of the cluster's own carries the cluster's tags too. */
function makeNetwork(args: NetworkArgs, { name, tags, parent }: Scope): Network {
    const tagged = args.adopt === undefined ? { ...args, tags: { ...tags, ...args.tags } } : args;
    return new Network(`${name}-network`, tagged, { parent });
}

function kubeconfigOf(facts: ClusterFacts, region: string, { profile, roleArn }: TokenSource): pulumi.Output<string> {
    const { clusterName, arn: clusterArn, endpoint, certificateAuthority } = facts;
    return pulumi
        .output({ clusterName, clusterArn, endpoint, certificateAuthority, roleArn })
        .apply(known => kubeconfig({ ...known, region, profile }));
}

/** DNS runs on nodes: asked for before there are any, EKS reports it degraded until the engine gives up waiting. */
function once(make: (nodes: readonly pulumi.Resource[]) => void): (nodes: readonly pulumi.Resource[]) => void {
    let made = false;
    return nodes => {
        if (!made) make(nodes);
        made = true;
    };
}
