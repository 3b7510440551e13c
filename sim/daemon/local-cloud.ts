import { usageOf } from "../cloud/aws/usage";
import { join } from "node:path";
import { openAccount } from "../cloud/account";
import { giveReservation } from "../cloud/given-reservations";
import { reportInstances } from "../cloud/instance-reports";
import { removeResource } from "../cloud/remove-resource";
import type { SimAccount } from "../cloud/sim-account";
import { lockDirectory } from "../cloud/store/directory-lock";
import { LocalMachines, type RunningCluster } from "../cluster/machines";
import { findProcess, residentBytes } from "../cluster/processes/process-table";
import { RequestError, type LocalCloudStatus } from "../control/api";
import { moveClock, readClock } from "../control/clock";
import { issueToken } from "../control/eks-token";
import { callerIdentity } from "../control/identity";
import type { PolicyRule } from "../control/policy-rules";
import { reviewAccess, reviewToken } from "../control/reviews";
import { serveControl, type LocalCloud } from "../control/server";
import { serveProvider } from "../provider/serve";
import { directoryTaken, localFiles, removeDaemonFile, writeDaemonFile } from "./daemon-file";
import { controlAddress, readDaemonOptions, type ControlAddress, type DaemonOptions } from "./daemon-options";

/** The parts of a local cloud and how they do. */
interface Parts {
    readonly directory: string;
    readonly address: ControlAddress;
    readonly account: SimAccount;
    readonly machines: LocalMachines;
    readonly log: (line: string) => void;
    state: LocalCloudStatus["state"];
    providers: number;
    failures: readonly string[];
}

/**
 * Runs the local cloud of a directory until a signal or a request stops it: the simulated account, its control planes and
 * the control API. `daemon.json` says when all that ran before runs again; when this resolves, nothing runs any more.
 */
export async function runLocalCloud(directory: string): Promise<void> {
    const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);
    const lock = await lockDirectory(localFiles(directory).lock).catch((error: unknown) => {
        log(error instanceof Error ? error.message : String(error));
        process.exit(directoryTaken);
    });
    const options = readDaemonOptions(directory);
    const address = await controlAddress(directory, log);
    const stopping = stopSignal();
    const parts = await openParts(directory, options, address, log);
    const cloud = localCloud(parts, stopping.request);
    const control = await serveControl({ ...address, cloud, log });
    try {
        log(`control API at ${control.url}`);
        announce(directory, control.url, address, options.build, false);
        const asked = await Promise.race([startAgain(parts), stopping.requested]);
        if (asked === undefined) {
            parts.account.watchTime(log);
            parts.state = "running";
            announce(directory, control.url, address, options.build, true);
            log("running");
        }
        log(`stopping: ${await stopping.requested}`);
    } finally {
        parts.state = "stopping";
        removeDaemonFile(directory);
        await Promise.all([parts.account.close(), parts.machines.stop()]);
        await control.close();
        await lock.release();
        log("stopped");
    }
}

function stopSignal(): { readonly requested: Promise<string>; readonly request: () => void } {
    let request: () => void = () => undefined;
    const requested = new Promise<string>(resolve => {
        process.once("SIGTERM", () => resolve("SIGTERM"));
        process.once("SIGINT", () => resolve("SIGINT"));
        request = () => resolve("requested");
    });
    return { requested, request };
}

async function openParts(
    directory: string,
    options: DaemonOptions,
    address: ControlAddress,
    log: (line: string) => void,
): Promise<Parts> {
    const webhooks = `http://127.0.0.1:${address.port}/webhooks/${address.webhookSecret}`;
    const machines = new LocalMachines({
        directory,
        tools: options.tools,
        log,
        webhooks: clusterId => ({
            authentication: `${webhooks}/${clusterId}/authentication`,
            authorization: `${webhooks}/${clusterId}/authorization`,
        }),
    });
    const account = await openAccount({
        directory: join(directory, "cloud"),
        machines,
        faults: localFiles(directory).faults,
        quotas: options.quotas,
        latency: options.latency,
    });
    return { directory, address, account, machines, log, state: "starting", providers: 0, failures: [] };
}

/** Makes everything run again that the account knows, and removes what it does not know. */
async function startAgain(parts: Parts): Promise<undefined> {
    const failures = await parts.account.resume();
    parts.failures = failures.map(({ resource, error }) => `${resource.type} ${resource.id}: ${error.message}`);
    parts.failures.forEach(failure => parts.log(`not running again: ${failure}`));
    if (failures.length === 0) {
        // Only then is a cluster that nobody asked for surely one that the account does not know.
        await parts.machines.removeForgotten();
    }
    return undefined;
}

function announce(directory: string, controlUrl: string, address: ControlAddress, build: string, ready: boolean): void {
    const own = findProcess(process.pid);
    if (own === undefined) {
        throw new Error("the process table does not show this process");
    }
    const { pid, startedAt } = own;
    writeDaemonFile(directory, { pid, startedAt, controlUrl, token: address.token, build, ready });
}

function localCloud(parts: Parts, requestStop: () => void): LocalCloud {
    const { account, machines, address, log } = parts;
    return {
        status: () => statusOf(parts),
        inventory: () =>
            account.store
                .all()
                .map(({ type, region, id, createdAt, requested }) => ({ type, region, id, createdAt, requested })),
        instances: () => reportInstances(account),
        usage: () => usageOf(account),
        remove: removal => removeResource(account, removal),
        clock: () => readClock(account),
        moveClock: move => moveClock(account, move),
        async giveReservation(given) {
            try {
                return { id: await giveReservation(account, given) };
            } catch (error) {
                throw error instanceof RangeError ? new RequestError(400, error.message) : error;
            }
        },
        callerIdentity: () => callerIdentity(account),
        issueToken({ cluster, roleArn }) {
            const principalArn = callerIdentity(account, roleArn).Arn;
            const { token, expiresAt } = issueToken({ cluster, principalArn }, address.tokenSecret, new Date());
            return { token, expiresAt: `${expiresAt.toISOString().slice(0, 19)}Z` };
        },
        async openProvider({ version }) {
            if (parts.state !== "running") {
                throw new RequestError(503, `the local cloud is ${parts.state}`);
            }
            const provider = await serveProvider(account, { version, log });
            parts.providers += 1;
            return {
                port: provider.port,
                close: async () => {
                    parts.providers -= 1;
                    await provider.close();
                },
            };
        },
        reviewToken: (clusterId, review) =>
            reviewToken(account, clusterOf(machines, clusterId).spec, address.tokenSecret, review),
        reviewAccess: (clusterId, review) => {
            const cluster = clusterOf(machines, clusterId);
            return reviewAccess(account, cluster.spec, role => rulesOf(cluster, role), review);
        },
        stop: requestStop,
    };
}

function clusterOf(machines: LocalMachines, clusterId: string): RunningCluster {
    const cluster = machines.clusterWithId(clusterId);
    if (cluster === undefined) {
        throw new RequestError(404, `no cluster ${clusterId} runs here`);
    }
    return cluster;
}

async function rulesOf(cluster: RunningCluster, clusterRole: string): Promise<readonly PolicyRule[]> {
    const role = await cluster.read<{ readonly rules?: readonly PolicyRule[] }>(
        `/apis/rbac.authorization.k8s.io/v1/clusterroles/${clusterRole}`,
    );
    return role.rules ?? [];
}

function statusOf({ directory, account, machines, state, providers, failures }: Parts): LocalCloudStatus {
    const running = machines.status();
    const daemon = residentBytes(process.pid);
    const processes = [running.etcd, ...running.clusters.flatMap(cluster => cluster.processes)];
    return {
        pid: process.pid,
        directory,
        state,
        account: { id: account.accountId, resources: account.store.all().length, now: account.now().toISOString() },
        faults: account.faults(),
        providers,
        machines: running,
        residentBytes: { daemon, total: processes.reduce((sum, one) => sum + one.residentBytes, daemon) },
        failures,
    };
}
