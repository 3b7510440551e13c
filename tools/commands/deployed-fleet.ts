import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { FleetSummary, Pool } from "../../components";
import { askEngine } from "./engine";
import { checkout } from "./local-paths";
import type { Session } from "./session";

/** What a stack says of itself once it is up. */
export interface DeployedFleet {
    readonly pools: readonly Pool[];
    readonly summary: FleetSummary;
    /** The stack's kubeconfig with the simulated `aws` named by its full path and told which local cloud to ask. */
    readonly kubeconfigForThisMachine: string;
}

interface StackOutputs {
    readonly pools: readonly Pool[];
    readonly fleet: FleetSummary;
    readonly kubeconfig: string;
}

interface Kubeconfig {
    readonly users: {
        readonly user: { readonly exec: { command: string; env?: { name: string; value: string }[] | null } };
    }[];
}

/** Reads the outputs of a stack of ours from the engine's state. */
export async function readFleet(session: Session, stack: string): Promise<DeployedFleet> {
    const outputs = JSON.parse(
        await askEngine(session.engine, ["stack", "output", "--json", "--show-secrets", "--stack", stack]),
    ) as StackOutputs;
    return {
        pools: outputs.pools,
        summary: outputs.fleet,
        kubeconfigForThisMachine: forThisMachine(outputs.kubeconfig, session.paths.root),
    };
}

/** Points a real EKS kubeconfig at the simulated `aws` of one local cloud. */
export function forThisMachine(kubeconfig: string, localDirectory: string): string {
    const config = parse(kubeconfig) as Kubeconfig;
    for (const { user } of config.users) {
        user.exec.command = join(checkout, "sim", "bin", "aws");
        user.exec.env = [...(user.exec.env ?? []), { name: "PULUMI_ACCELERATORS_LOCAL", value: localDirectory }];
    }
    return stringify(config);
}
