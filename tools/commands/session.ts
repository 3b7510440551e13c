import pc from "picocolors";
import { obtainTools, type ToolPaths } from "../obtain/obtain";
import { ToolsMissing } from "../obtain/problem";
import type { LocalCloudClient } from "../../sim/control/client";
import { installPlugins } from "../../sim/daemon/install-plugins";
import { startLocalCloud } from "../../sim/daemon/start";
import { CommandError } from "./command-error";
import { askEngine, openEngine, type Engine } from "./engine";
import { makeLocalPaths, type LocalPaths } from "./local-paths";
import { writeLocalProject, writeStackConfiguration } from "./local-project";
import { raisedQuotas } from "./simulated-account";
import type { StackChoice } from "./stack-names";
import { mendTornState } from "./torn-state";

/** Name of the project in `Pulumi.yaml`. */
const project = "pulumi-accelerators";

/** Everything a command needs to run the real engine against the local cloud. */
export interface Session {
    readonly paths: LocalPaths;
    readonly tools: ToolPaths;
    readonly engine: Engine;
    readonly cloud: LocalCloudClient;
    /** Is told in a line each what is done. */
    readonly say: (line: string) => void;
}

export interface SessionOptions {
    /** Share of AWS's own durations to wait. Default: 0, every call is answered at once. */
    readonly latency?: number;
    /** Is told in a line each what is done. */
    readonly say: (line: string) => void;
}

/** Obtains what is missing, starts the local cloud if it does not run, and prepares the engine's private home. */
export async function openSession({ latency = 0, say }: SessionOptions): Promise<Session> {
    const paths = makeLocalPaths();
    const tools = await obtainTools().catch((error: unknown) => {
        throw error instanceof ToolsMissing ? new CommandError(error.message) : error;
    });
    const cloud = await startLocalCloud({ directory: paths.root, tools, quotas: raisedQuotas, latency, log: say });
    writeLocalProject(paths);
    installPlugins(paths.pulumiHome, tools["pulumi-resource-kubernetes"]);
    const { aheadMilliseconds } = await cloud.clock();
    return { paths, tools, engine: openEngine(paths, tools, aheadMilliseconds), cloud, say };
}

/** Selects the stack in the local backend with its configuration as it is now, creating it the first time. */
export async function selectStack(session: Session, stack: StackChoice): Promise<void> {
    writeStackConfiguration(session.paths, stack);
    mendTornState(session.paths, project, stack.name, session.say);
    await askEngine(session.engine, ["stack", "select", "--create", stack.name]);
}

/** A heading for one step of a command. */
export function step(text: string): string {
    return pc.bold(pc.cyan(`▸ ${text}`));
}
