import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { localCloudStatus, stopLocalCloud } from "../sim/daemon/start";
import { proveFleet } from "../tools/commands/fleet-proof";
import { readFleet } from "../tools/commands/deployed-fleet";
import { openKubectl } from "../tools/commands/kubectl";
import { kubeconfigPath } from "../tools/commands/local-paths";
import { openSession, selectStack } from "../tools/commands/session";
import { chooseStack } from "../tools/commands/stack-names";
import { writeFileSync } from "node:fs";

/** Where the time of a warm `npm run up` goes, from an empty account to the last sample pod, and the memory it takes. */
export async function quickstartCost(): Promise<string> {
    const directory = mkdtempSync(join(tmpdir(), "bench-cloud-"));
    process.env.PULUMI_ACCELERATORS_LOCAL = directory;
    const choice = chooseStack("quickstart");
    const table = new Table({ head: ["quickstart, warm", "seconds"], style: { head: [], border: [] } });
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
        const start = process.hrtime.bigint();
        const result = await work();
        table.push([what, (Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)]);
        return result;
    };
    try {
        const session = await timed("tools, local cloud, plugins", () => openSession({ say: () => undefined }));
        await timed("stack", () => selectStack(session, choice));
        const engine = (verb: string, ...flags: string[]) =>
            timed(`pulumi ${[verb, ...flags].join(" ")}`, () =>
                session.engine.run([verb, ...flags, "--stack", choice.name], { quiet: true }),
            );
        await engine("preview");
        const run = await engine("up", "--yes", "--skip-preview");
        if (run.exitCode !== 0) {
            throw new Error(run.output);
        }
        const fleet = await readFleet(session, choice.name);
        const kubeconfig = kubeconfigPath(session.paths, choice.name);
        writeFileSync(kubeconfig, fleet.kubeconfigForThisMachine, { mode: 0o600 });
        const kubectl = openKubectl(session.tools.kubectl, kubeconfig, session.engine.environment);
        await timed("sample pods", () => proveFleet(kubectl, fleet.pools));
        await engine("up", "--yes");
        const status = await localCloudStatus(directory);
        const mebibytes = Math.round((status?.residentBytes.total ?? 0) / 2 ** 20);
        await engine("destroy", "--yes");
        return `${table.toString()}\nmemory of the local cloud with one cluster: ${mebibytes} MiB (goal: 1024)`;
    } finally {
        await stopLocalCloud(directory);
        rmSync(directory, { recursive: true, force: true });
    }
}
