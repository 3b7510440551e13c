import { CommandError } from "./command-error";
import { npmRun } from "./npm-run";
import { openSession, selectStack, step } from "./session";
import { chooseStack } from "./stack-names";

/** Shows what `up` would do, with the real engine and without changing anything. */
export async function preview(given: string): Promise<void> {
    const choice = chooseStack(given);
    const stack = choice.name;
    const say = (line: string): void => console.log(line);
    const session = await openSession({ say });
    await selectStack(session, choice);
    say(step(`pulumi preview: stack ${stack}`));
    const run = await session.engine.run(["preview", "--stack", stack]);
    if (run.exitCode !== 0) {
        throw new CommandError(`the preview of ${stack} failed (see above); nothing was changed`);
    }
    say(`nothing was changed; ${npmRun("up", stack)} carries it out`);
}
