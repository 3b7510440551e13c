import { writeFileSync } from "node:fs";
import pc from "picocolors";
import { readFleet, type DeployedFleet } from "./deployed-fleet";
import { CommandError } from "./command-error";
import { isUnchanged, type EngineRun } from "./engine";
import { proveFleet, requireScheduled, type PoolProof } from "./fleet-proof";
import { renderFleet } from "./fleet-table";
import { stackStates } from "./backend-state";
import { explainInterruption, findInterruption, isInterrupted } from "./interrupted";
import { openKubectl } from "./kubectl";
import { kubeconfigPath } from "./local-paths";
import { npmRun } from "./npm-run";
import { openSession, selectStack, step, type Session } from "./session";
import { raisedQuotasNotice } from "./simulated-account";
import { takeStaleLockBack } from "./stale-lock";
import { chooseStack } from "./stack-names";

export interface UpOptions {
    /** Print the result as JSON on the last line, for scripts. */
    readonly json?: boolean;
}

/** What `npm run up` found when it was done. */
export interface UpReport {
    readonly stack: string;
    readonly unchanged: boolean;
    readonly changes: EngineRun["changes"];
    readonly kubeconfig: string;
    readonly pools: readonly PoolProof[];
}

/** Brings a stack up on the local cloud and proves that a sample pod lands on every pool that has nodes. */
export async function up(given: string, options: UpOptions = {}): Promise<UpReport> {
    const choice = chooseStack(given);
    const stack = choice.name;
    const say = (line: string): void => console.log(line);
    const session = await openSession({ say });
    await selectStack(session, choice);
    await takeStaleLockBack(session, stack, say);
    await requireKnownEnds(session, stack);

    say(step(`pulumi up: stack ${stack}, real engine, simulated AWS account`));
    const run = await session.engine.run(["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", stack]);
    if (run.exitCode !== 0) {
        await requireKnownEnds(session, stack);
        throw new CommandError(
            `the engine could not bring ${stack} up (see above); what was created is kept`,
            `mend what it names and run ${npmRun("up", stack)} again`,
        );
    }

    say(step("asking the cluster: nodes, accelerators, one sample pod per pool"));
    const fleet = await readFleet(session, stack);
    const kubeconfig = saveKubeconfig(session, stack, fleet);
    const proofs = await proveFleet(
        openKubectl(session.tools.kubectl, kubeconfig, session.engine.environment),
        fleet.pools,
    );
    say(renderFleet(fleet.summary, proofs));
    requireScheduled(proofs);
    for (const line of closing(stack, kubeconfig, run, proofs)) {
        say(line);
    }
    const report: UpReport = {
        stack,
        unchanged: isUnchanged(run.changes),
        changes: run.changes,
        kubeconfig,
        pools: proofs,
    };
    if (options.json === true) {
        say(JSON.stringify(report));
    }
    return report;
}

/** Stops when only a person can know how the operations of an interrupted run ended. */
async function requireKnownEnds({ paths, cloud }: Session, stack: string): Promise<void> {
    const interruption = findInterruption(stack, stackStates(paths), await cloud.inventory());
    if (isInterrupted(interruption)) {
        throw new CommandError(
            `a run of ${stack} was interrupted, and the engine cannot know how these operations ended:`,
            ...explainInterruption(stack, interruption),
            `do what stands below each, then run ${npmRun("up", stack)} again`,
        );
    }
}

/** Writes the stack's kubeconfig so that it works from any shell: the simulated `aws` is named by its full path. */
function saveKubeconfig(session: Session, stack: string, fleet: DeployedFleet): string {
    const path = kubeconfigPath(session.paths, stack);
    writeFileSync(path, fleet.kubeconfigForThisMachine, { mode: 0o600 });
    return path;
}

function closing(stack: string, kubeconfig: string, run: EngineRun, proofs: readonly PoolProof[]): string[] {
    const scheduled = proofs.filter(proof => proof.samplePod.kind === "scheduled").length;
    const empty = proofs.length - scheduled;
    return [
        `${pc.green("✓")} a sample pod was scheduled on ${scheduled} of ${proofs.length} pools` +
            (empty > 0 ? `; ${empty} have no nodes yet` : ""),
        ...(isUnchanged(run.changes) ? [`${pc.green("✓")} nothing changed: ${stack} is as declared`] : []),
        "",
        "This is a simulated AWS account with a real Kubernetes control plane; nothing was bought.",
        raisedQuotasNotice,
        "Look around:",
        `  kubectl --kubeconfig ${kubeconfig} get nodes`,
        `  ${npmRun("up", stack)}      run it again: nothing changes`,
        `  ${npmRun("local", "status")}       what runs on this machine`,
        `  ${npmRun("down", stack)}    destroys the stack and stops every process`,
    ];
}
