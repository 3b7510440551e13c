import { openSession } from "./session";

/** Runs `pulumi` with the environment of the local cloud; answers its exit code. */
export async function passToPulumi(args: readonly string[]): Promise<number> {
    const session = await openSession({ say: line => console.error(line) });
    return (await session.engine.run(args)).exitCode;
}
