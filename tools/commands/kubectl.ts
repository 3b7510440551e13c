import { spawn } from "node:child_process";
import { CommandError } from "./command-error";

/** `kubectl` bound to one cluster. */
/** Runs kubectl, optionally with a manifest on its standard input, and returns what it printed. */
export type Kubectl = (args: readonly string[], manifest?: object) => Promise<string>;

/** kubectl as a user would run it: the real binary, the stack's kubeconfig, the simulated `aws` for its token. */
export function openKubectl(kubectl: string, kubeconfig: string, environment: NodeJS.ProcessEnv): Kubectl {
    return async (args, manifest) => {
        const child = spawn(kubectl, ["--kubeconfig", kubeconfig, ...args], { env: environment });
        let output = "";
        let errors = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
        child.stdin.end(manifest === undefined ? "" : JSON.stringify(manifest));
        const exitCode = await new Promise<number>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", code => resolve(code ?? 1));
        });
        if (exitCode !== 0) {
            throw new CommandError(`kubectl ${args.join(" ")} failed`, errors.trim());
        }
        return output;
    };
}
