import pc from "picocolors";
import { obtainTools, type ToolPaths } from "../obtain/obtain";
import { installPlugins } from "../../sim/daemon/install-plugins";
import { startLocalCloud } from "../../sim/daemon/start";
import { askEngine, openEngine, type Engine } from "./engine";
import { makeLocalPaths, type LocalPaths } from "./local-paths";

/** Everything a command needs to run the real engine against the local cloud. */
export interface Session {
    readonly paths: LocalPaths;
    readonly tools: ToolPaths;
    readonly engine: Engine;
    readonly cloud: { readonly controlUrl: string };
}

/** Obtains what is missing, starts the local cloud if it does not run, and prepares the engine's private home. */
export async function openSession(say: (line: string) => void): Promise<Session> {
    const paths = makeLocalPaths();
    const tools = await obtainTools();
    const cloud = await startLocalCloud({ directory: paths.root, tools, log: say });
    await installPlugins(paths.pulumiHome, tools["pulumi-resource-kubernetes"]);
    return { paths, tools, engine: openEngine(paths, tools), cloud };
}

/** Selects the stack in the local backend, creating it the first time. */
export async function selectStack(session: Session, stack: string): Promise<void> {
    await askEngine(session.engine, ["stack", "select", "--create", stack]);
}

/** A heading for one step of a command. */
export function step(text: string): string {
    return pc.bold(pc.cyan(`▸ ${text}`));
}

/** How to call a command of this package, for texts that say what to do next. */
export function npmRun(command: string, ...args: readonly string[]): string {
    return ["npm run", command, ...(args.length > 0 ? ["--", ...args] : [])].join(" ");
}
