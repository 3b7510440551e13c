import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Where tools are kept: per user and outside of the checkout, so that every checkout and every branch shares them.
 * `PULUMI_ACCELERATORS_CACHE` moves it.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv, os: string): string {
    const chosen = environment.PULUMI_ACCELERATORS_CACHE;
    if (chosen !== undefined && chosen !== "") {
        return resolve(chosen);
    }
    const shared = environment.XDG_CACHE_HOME;
    if (shared !== undefined && shared !== "") {
        return join(resolve(shared), "pulumi-accelerators");
    }
    const home = environment.HOME ?? homedir();
    return os === "darwin"
        ? join(home, "Library", "Caches", "pulumi-accelerators")
        : join(home, ".cache", "pulumi-accelerators");
}
