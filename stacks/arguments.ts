import type {
    EksClusterArgs,
    FpgaNodeGroupArgs,
    GpuNodeGroupArgs,
    NetworkArgs,
    NeuronNodeGroupArgs,
    SystemNodeGroupArgs,
} from "../components/aws";
import { awsOffering } from "../components/catalog";
import type { PoolSettings, StackSettings } from "./settings";

// A configuration file holds names as text: the types cannot refuse an unknown instance type here, so the plans do.

/** The region of the stack: where its network is, or what the provider is configured with. */
export function regionOf({ network, cluster }: StackSettings, configured: string | undefined): string | undefined {
    return network?.region ?? network?.adopt?.region ?? cluster?.adopt?.network.region ?? configured;
}

/**
 * Settings of the cluster as arguments of its component. A new network gets zones that offer the types of all pools; a type
 * that the region does not offer is the pool's problem, not the network's.
 */
export function clusterArguments(settings: StackSettings, configuredRegion: string | undefined): EksClusterArgs {
    const { cluster, network, pools } = settings;
    if (cluster?.adopt !== undefined) return cluster as EksClusterArgs;
    const region = regionOf(settings, configuredRegion) ?? "";
    const wanted = new Set(Object.values(pools).flatMap(pool => pool.instanceType ?? []));
    const instanceTypes = [...wanted].filter(type => (awsOffering(type, region)?.zoneIds.length ?? 0) > 0);
    const ofNetwork = network?.adopt === undefined ? { instanceTypes, ...network } : network;
    return { ...cluster, network: ofNetwork as NetworkArgs } as EksClusterArgs;
}

/** What the component of each kind of pool is told, besides its cluster. */
interface ArgumentsOfKind {
    readonly system: SystemNodeGroupArgs;
    readonly gpu: GpuNodeGroupArgs;
    readonly fpga: FpgaNodeGroupArgs;
    readonly neuron: NeuronNodeGroupArgs;
}

/** Settings of a pool as arguments of its component. */
export function groupArguments<Kind extends PoolSettings["kind"]>(
    settings: Extract<PoolSettings, { kind: Kind }>,
): Omit<ArgumentsOfKind[Kind], "cluster"> {
    const { kind: _kind, ...args } = settings;
    return args as unknown as Omit<ArgumentsOfKind[Kind], "cluster">;
}
