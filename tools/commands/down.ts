import { rmSync } from "node:fs";
import pc from "picocolors";
import { stopLocalCloud } from "../../sim/daemon/start";
import { CommandError } from "./command-error";
import { kubeconfigPath } from "./local-paths";
import { npmRun } from "./npm-run";
import { openSession, selectStack, step } from "./session";
import { takeStaleLockBack } from "./stale-lock";
import { chooseStack } from "./stack-names";

/** Destroys a stack, says what is left in the account, and stops every process that the local cloud started. */
export async function down(given: string): Promise<void> {
    const choice = chooseStack(given);
    const stack = choice.name;
    const say = (line: string): void => console.log(line);
    const session = await openSession({ say });
    await selectStack(session, choice);
    await takeStaleLockBack(session, stack, say);
    say(step(`pulumi destroy: stack ${stack}`));
    const run = await session.engine.run(["destroy", "--yes", "--stack", stack]);
    if (run.exitCode !== 0) {
        throw new CommandError(
            `the engine could not destroy ${stack} (see above); the local cloud still runs`,
            `run ${npmRun("down", stack)} again, or ${npmRun("local", "reset")} to throw the whole simulated account away`,
        );
    }
    rmSync(kubeconfigPath(session.paths, stack), { force: true });
    const left = await session.cloud.inventory();
    await stopLocalCloud(session.paths.root);
    rmSync(session.paths.temporary, { recursive: true, force: true });
    say(
        left.length === 0
            ? `${pc.green("✓")} ${stack} is gone, the account is empty, every process is stopped`
            : `${pc.green("✓")} ${stack} is gone and every process is stopped; the account still holds ${left.length} resource(s) that are not of this stack`,
    );
    say(`  ${npmRun("up", stack)} brings it back`);
}
