import { existsSync, readFileSync, rmSync } from "node:fs";
import Table from "cli-table3";
import type { GivenReservation } from "../../sim/cloud/given-reservations";
import { connect, type LocalCloudClient } from "../../sim/control/client";
import { runningDaemon } from "../../sim/daemon/daemon-file";
import { localCloudStatus, resetLocalCloud, setFaults, stopLocalCloud } from "../../sim/daemon/start";
import type { ProcessStatus } from "../../sim/cluster/processes/supervised-process";
import type { ClockMove, LocalCloudStatus } from "../../sim/control/api";
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

/** Shows the account's clock, or sets it: to a moment, by so much (`+2h`, `-30m`), or back to the machine's time (`real`). */
export async function clock(move: string | undefined): Promise<void> {
    const client = runningClient();
    const { now, aheadMilliseconds } =
        move === undefined ? await client.clock() : await client.moveClock(clockMove(move));
    const ahead = Math.round(aheadMilliseconds / 1000);
    console.log(
        `the account's clock says ${now}${ahead === 0 ? "" : `, ${Math.abs(ahead)} s ${ahead > 0 ? "ahead of" : "behind"} this machine's`}`,
    );
}

const unitMilliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function clockMove(move: string): ClockMove {
    if (move === "real") return { real: true };
    const [, sign, count, unit = ""] = /^([+-])(\d+)([smhd])$/.exec(move) ?? [];
    if (sign !== undefined) return { by: Number(`${sign}${count}`) * (unitMilliseconds[unit] ?? 0) };
    if (!Number.isNaN(Date.parse(move))) return { to: new Date(move).toISOString() };
    throw new CommandError(
        `the clock cannot be set to ${JSON.stringify(move)}`,
        "give a moment such as 2026-12-01T11:30:00Z, a distance such as +2h or -30m, or real",
    );
}

/** Says of every group of instances where they run, whether they became nodes, and whether their EFA peers reach each other. */
export async function instances(): Promise<void> {
    console.log(JSON.stringify(await runningClient().instances(), undefined, 2));
}

/** Puts a reservation into the account that no program declares, from a JSON file, as if it had been bought in the console. */
export async function reserve(file: string): Promise<void> {
    if (!existsSync(file)) {
        throw new CommandError(`there is no file ${file}`, "the format of reservations: docs/simulation.md");
    }
    const client = runningClient();
    const given = JSON.parse(readFileSync(file, "utf8")) as GivenReservation;
    console.log(`the account has the reservation ${await client.giveReservation(given)}`);
}

/** Removes one resource from the simulated account, as its owner would in the cloud's console. */
export async function remove(type: string, id: string): Promise<void> {
    await runningClient().remove({ type, id });
    console.log(`${type} ${id} is removed`);
}

function runningClient(): LocalCloudClient {
    const { root } = localPaths();
    const running = runningDaemon(root);
    if (running === undefined) {
        throw new CommandError(`the local cloud of ${root} does not run`, `${npmRun("up")} starts it`);
    }
    return connect(running);
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
