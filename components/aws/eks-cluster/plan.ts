import { defaultEksVersion } from "../../catalog/kubernetes/eks-versions";
import { dayOf, type Instant } from "../../fleet/instant";
import { defaultPodAddresses, type PodAddresses } from "../../fleet/addresses";
import { unacknowledged, under, type Problem } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { planOf, problemsOf, type Checked } from "../checked";
import type { AwsDefaults } from "../defaults";
import type { ExistingNetwork, NetworkArgs } from "../network/arguments";
import { holdsControlPlane } from "../network/choose-zones";
import type { ClusterNetwork } from "../network/cluster-network";
import { checkNetwork } from "../network/plan";
import { reachOf, type Reach } from "../network/reach";
import { addonProblems, addonVersion, clusterAddons, type AddonVersions } from "./add-ons";
import { publicAccessProblems, serviceRangeProblems } from "./address-problems";
import type { AdoptedClusterArgs, EksClusterArgs, NewClusterArgs } from "./arguments";
import { adoptedClusterArguments, newClusterArguments } from "./schema";
import { unknownVersion, versionProblems } from "./version-problems";

/** What a cluster will be, decided before anything exists. */
export type EksClusterPlan = NewClusterPlan | AdoptedClusterPlan;

export interface NewClusterPlan {
    readonly kind: "new";
    readonly version: string;
    readonly region: string;
    /** Zone ids of its network. */
    readonly zones: readonly string[];
    /** What machines in them reach outside the VPC. */
    readonly reach: Reach | undefined;
    /** Zones whose private subnets hold the interfaces of the control plane. */
    readonly controlPlaneZones: readonly string[];
    readonly endpoint: {
        readonly endpointPrivateAccess: true;
        readonly endpointPublicAccess: boolean;
        readonly publicAccessCidrs?: readonly string[];
    };
    readonly supportType: "STANDARD" | "EXTENDED";
    readonly logRetentionDays: number;
    readonly addons: AddonVersions;
    readonly podAddresses: PodAddresses;
    readonly creatorIsAdmin: boolean;
}

export interface AdoptedClusterPlan {
    readonly kind: "adopted";
    readonly version: string;
    readonly region: string;
    readonly zones: readonly string[];
    readonly reach: Reach | undefined;
    /** Undefined when nobody says. */
    readonly podAddresses: PodAddresses | undefined;
}

/** What a plan is made from besides the arguments. */
export interface Surroundings {
    readonly defaults: AwsDefaults;
    /** The moment for which is planned: support of a Kubernetes version ends by date, capacity opens and ends. */
    readonly now: Instant;
}

const defaultRetentionDays = 90;

/**
 * Decides a cluster.
 *
 * @throws RefusedError with everything that is wrong with the arguments, those of an inline network included.
 */
export function planEksCluster(name: string, args: EksClusterArgs, surroundings: Surroundings): EksClusterPlan {
    return planOf(`EksCluster "${name}"`, checkEksCluster(args, surroundings));
}

/** Whether a network is given ready made, or described by arguments. */
export function isReady(network: ClusterNetwork | NetworkArgs | ExistingNetwork): network is ClusterNetwork {
    return "privateSubnetIds" in network;
}

function checkEksCluster(args: EksClusterArgs, surroundings: Surroundings): Checked<EksClusterPlan> {
    const schema = isAdoption(args) ? adoptedClusterArguments() : newClusterArguments();
    const problems = shapeProblems(schema, args);
    if (problems.length > 0) return { problems };
    return isAdoption(args) ? checkAdopted(args, surroundings) : checkNew(args, surroundings);
}

/** JavaScript callers may pass anything, so that only an object can say which kind of cluster it means. */
function isAdoption(args: EksClusterArgs): args is AdoptedClusterArgs {
    return typeof args === "object" && (args as unknown) !== null && args.adopt !== undefined;
}

function checkNew(args: NewClusterArgs, { defaults, now }: Surroundings): Checked<NewClusterPlan> {
    const version = args.version ?? defaultEksVersion;
    const support = args.support ?? "standard";
    const network = whereabouts(args.network, defaults);
    const zones = network.zones.filter(holdsControlPlane);
    const cidrs = args.endpoint?.public?.cidrs;
    const problems = [
        ...under("network", network.problems),
        ...unacknowledged(
            [
                ...versionProblems(version, support, dayOf(now)),
                ...addonProblems(version, args.addons ?? {}),
                ...(network.problems.length === 0 && zones.length < 2 ? [tooFewZones(network.zones)] : []),
                ...publicAccessProblems(cidrs ?? [], "endpoint.public.cidrs"),
                ...(args.serviceCidr === undefined ? [] : serviceRangeProblems(args.serviceCidr, network.cidr)),
                ...adminProblems(args),
            ],
            args.acknowledge,
        ),
    ];
    const versions = clusterAddons.map(addon => [addon, addonVersion(addon, version, args.addons ?? {})]);
    if (problems.length > 0 || network.region === undefined) return { problems };
    return {
        plan: {
            kind: "new",
            version,
            region: network.region,
            zones: network.zones,
            reach: network.reach,
            controlPlaneZones: zones,
            endpoint: {
                endpointPrivateAccess: true,
                endpointPublicAccess: cidrs !== undefined,
                ...(cidrs === undefined ? {} : { publicAccessCidrs: cidrs }),
            },
            supportType: support === "standard" ? "STANDARD" : "EXTENDED",
            logRetentionDays: args.logRetentionDays ?? defaultRetentionDays,
            addons: Object.fromEntries(versions) as AddonVersions,
            podAddresses: args.podAddresses ?? defaultPodAddresses,
            creatorIsAdmin: args.creatorIsAdmin ?? true,
        },
    };
}

function checkAdopted(
    { adopt, acknowledge }: AdoptedClusterArgs,
    { defaults, now }: Surroundings,
): Checked<AdoptedClusterPlan> {
    const network = whereabouts(isReady(adopt.network) ? adopt.network : { adopt: adopt.network }, defaults);
    const problems = [
        ...under("adopt.network", network.problems.map(withoutAdopt)),
        ...unacknowledged(under("adopt", unknownVersion(adopt.version, dayOf(now))), acknowledge),
    ];
    if (problems.length > 0 || network.region === undefined) return { problems };
    const { version, podAddresses } = adopt;
    return {
        plan: {
            kind: "adopted",
            version,
            region: network.region,
            zones: network.zones,
            reach: network.reach,
            podAddresses,
        },
    };
}

interface Whereabouts {
    readonly region: string | undefined;
    readonly zones: readonly string[];
    readonly cidr: string | undefined;
    readonly reach: Reach | undefined;
    readonly problems: readonly Problem[];
}

function whereaboutsOf({ region, zones, cidr, reach }: ClusterNetwork): Whereabouts {
    return { region, zones, cidr, reach, problems: [] };
}

/** What the cluster must know of its network now, whether it exists already or is only described. */
function whereabouts(network: ClusterNetwork | NetworkArgs, defaults: AwsDefaults): Whereabouts {
    if (isReady(network)) return whereaboutsOf(network);
    const checked = checkNetwork(network, defaults);
    if (!("plan" in checked))
        return { region: undefined, zones: [], cidr: undefined, reach: undefined, problems: problemsOf(checked) };
    const { plan } = checked;
    const { region } = plan;
    const reach = reachOf(plan);
    return plan.kind === "new"
        ? { region, zones: plan.zones.map(zone => zone.id), cidr: plan.cidr, reach, problems: [] }
        : { region, zones: [...plan.subnets.keys()], cidr: undefined, reach, problems: [] };
}

/** The network of an adopted cluster is written without the `adopt` that a network component has. */
function withoutAdopt(problem: Problem): Problem {
    return { ...problem, path: problem.path.replaceAll(/(^|, )adopt\./g, "$1") };
}

function tooFewZones(zones: readonly string[]): Problem {
    return {
        id: "cluster.too-few-zones",
        path: "network.zones",
        got: zones.map(zone => JSON.stringify(zone)).join(", "),
        allowed: "at least two zones of the network that can hold a control plane",
        fix: "give the network two zones or more",
    };
}

function adminProblems({ creatorIsAdmin, admins }: NewClusterArgs): Problem[] {
    if (creatorIsAdmin !== false || Object.keys(admins ?? {}).length > 0) return [];
    return [
        {
            id: "cluster.no-admin",
            path: "creatorIsAdmin, admins",
            got: "no administrator",
            allowed: "at least one administrator",
            fix: "leave creatorIsAdmin out, or name principals in admins",
        },
    ];
}
