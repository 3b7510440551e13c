import type * as pulumi from "@pulumi/pulumi";
import * as accel from "../components";
import { clusterArguments, groupArguments } from "./arguments";
import { clusterName } from "./cluster-name";
import type { PoolSettings, StackSettings } from "./settings";

/** What a stack exports. */
export interface StackOutputs {
    readonly kubeconfig: pulumi.Output<string>;
    readonly fleet: accel.FleetSummary;
    readonly pools: readonly accel.Pool[];
}

/** Declares the whole stack: cluster and network, one group per pool, the plugins that the pools need. */
export function declareFleet(settings: StackSettings, configuredRegion: string | undefined): StackOutputs {
    const cluster = new accel.aws.EksCluster(clusterName, clusterArguments(settings, configuredRegion));
    const groups = Object.entries(settings.pools).map(([name, pool]) => declareGroup(name, pool, cluster));
    if (groups.length > 0) {
        new accel.kubernetes.DevicePlugins("plugins", { cluster, pools: groups });
    }
    return {
        kubeconfig: cluster.kubeconfig,
        fleet: accel.summary(groups),
        pools: groups.map(accel.poolOf),
    };
}

function declareGroup(name: string, settings: PoolSettings, cluster: accel.aws.EksCluster): accel.PoolOwner {
    switch (settings.kind) {
        case "system":
            return new accel.aws.SystemNodeGroup(name, { ...groupArguments<"system">(settings), cluster });
        case "gpu":
            return new accel.aws.GpuNodeGroup(name, { ...groupArguments<"gpu">(settings), cluster });
        case "fpga":
            return new accel.aws.FpgaNodeGroup(name, { ...groupArguments<"fpga">(settings), cluster });
        case "neuron":
            return new accel.aws.NeuronNodeGroup(name, { ...groupArguments<"neuron">(settings), cluster });
    }
}
