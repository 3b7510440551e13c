import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout that these commands belong to. */
export const checkout = resolve(__dirname, "..", "..");

/** Where everything of one local cloud lives. Nothing outside of it and of the tool cache is ever written. */
export interface LocalPaths {
    readonly root: string;
    /** A private `PULUMI_HOME`: the user's own plugins and credentials stay untouched. */
    readonly pulumiHome: string;
    /** The project as the engine sees it: our program, with the stacks' configuration beside it. */
    readonly project: string;
    /** File backend that keeps the state of the stacks. */
    readonly backend: string;
    /** Temporary files of the engine and its providers, which leave some behind. */
    readonly temporary: string;
    /** One kubeconfig per stack. */
    readonly kubeconfigs: string;
    /** Event logs of the last engine runs. */
    readonly runs: string;
}

/** The local directory: `PULUMI_ACCELERATORS_LOCAL`, or `.local` in the checkout. */
export function localPaths(environment: NodeJS.ProcessEnv = process.env): LocalPaths {
    const root = resolve(environment.PULUMI_ACCELERATORS_LOCAL ?? join(checkout, ".local"));
    return {
        root,
        pulumiHome: join(root, "pulumi-home"),
        project: join(root, "project"),
        backend: join(root, "backend"),
        temporary: join(root, "tmp"),
        kubeconfigs: join(root, "kubeconfigs"),
        runs: join(root, "runs"),
    };
}

/** The same paths, existing and readable by this user only. */
export function makeLocalPaths(environment: NodeJS.ProcessEnv = process.env): LocalPaths {
    const paths = localPaths(environment);
    for (const directory of Object.values(paths) as string[]) {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
    }
    return paths;
}

/** The kubeconfig of a stack's cluster, for `kubectl --kubeconfig`. */
export function kubeconfigPath(paths: LocalPaths, stack: string): string {
    return join(paths.kubeconfigs, `${stack}.yaml`);
}
