import { existsSync, readFileSync, rmSync } from "node:fs";
import Table from "cli-table3";
import { connect } from "../../sim/control/client";
import { runningDaemon } from "../../sim/daemon/daemon-file";
import { localCloudStatus, resetLocalCloud, setFaults, stopLocalCloud } from "../../sim/daemon/start";
import type { ProcessStatus } from "../../sim/cluster/processes/supervised-process";
import type { LocalCloudStatus } from "../../sim/control/api";
import { CommandError } from "./command-error";
import { localPaths } from "./local-paths";
import { npmRun } from "./npm-run";

/** Says what runs on this machine. */
export async function status(options: { readonly json?: boolean }): Promise<void> {
    const { root } = localPaths();
    const found = await localCloudStatus(root);
    if (options.json === true) {
        console.log(JSON.stringify(found ?? { state: "stopped", directory: root }));
        return;
    }
    console.log(
        found === undefined ? `the local cloud of ${root} does not run; ${npmRun("up")} starts it` : describe(found),
    );
}

function describe(found: LocalCloudStatus): string {
    const { account, machines } = found;
    const table = new Table({ head: ["process", "pid", "state", "MiB"], style: { head: [], border: [] } });
    table.push(["local cloud", found.pid, found.state, mebibytes(found.residentBytes.daemon)]);
    table.push(processRow("etcd", machines.etcd));
    for (const { name, processes } of machines.clusters) {
        table.push(...processes.map(process => processRow(`${name}: ${process.name}`, process)));
    }
    return [
        table.toString(),
        `${mebibytes(found.residentBytes.total)} MiB in all`,
        `simulated account ${account.id}: ${account.resources} resources, its clock says ${account.now}`,
        `faults switched on: ${found.faults.length}`,
        ...found.failures.map(failure => `could not be brought back: ${failure}`),
    ].join("\n");
}

function processRow(name: string, process: ProcessStatus): (string | number)[] {
    return [name, process.pid ?? "–", process.state, mebibytes(process.residentBytes)];
}

function mebibytes(bytes: number): number {
    return Math.round(bytes / 2 ** 20);
}

/** Removes one resource from the simulated account, as its owner would in the cloud's console. */
export async function remove(type: string, id: string): Promise<void> {
    const { root } = localPaths();
    const running = runningDaemon(root);
    if (running === undefined) {
        throw new CommandError(`the local cloud of ${root} does not run`, `${npmRun("up")} starts it`);
    }
    await connect(running).remove({ type, id });
    console.log(`${type} ${id} is removed`);
}

/** Stops every process; what they kept is on disk and comes back with the next command. */
export async function stop(): Promise<void> {
    const { root } = localPaths();
    const ran = await stopLocalCloud(root);
    console.log(
        ran
            ? `the local cloud is stopped; the account and its clusters are kept in ${root}, ${npmRun("up")} brings them back`
            : "the local cloud did not run",
    );
}

/** Throws the simulated account away, and with it the stacks that lived in it. */
export async function reset(): Promise<void> {
    const paths = localPaths();
    await resetLocalCloud(paths.root);
    for (const folder of [paths.backend, paths.kubeconfigs, paths.runs, paths.temporary]) {
        rmSync(folder, { recursive: true, force: true });
    }
    console.log(`the simulated account, its clusters and the stacks' state are gone; ${npmRun("up")} starts afresh`);
}

/** Shows the faults, switches on those of a file, or switches all off. */
export async function faults(file: string | undefined): Promise<void> {
    const { root } = localPaths();
    if (file === undefined) {
        const found = await localCloudStatus(root);
        console.log(JSON.stringify(found?.faults ?? [], null, 2));
    } else if (file === "none") {
        setFaults(root, undefined);
        console.log("all faults are switched off");
    } else if (existsSync(file)) {
        setFaults(root, readFileSync(file, "utf8"));
        console.log(`faults of ${file} are switched on; ${npmRun("local", "faults", "none")} switches them off`);
    } else {
        throw new CommandError(`there is no file ${file}`, "the format of faults: docs/simulation.md");
    }
}
