/**
 * The local cloud as a process of its own, with one real control plane. Does not prove that a machine that loses power keeps
 * its state: processes are killed here, the kernel goes on.
 */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findProcess } from "../../../sim/cluster/processes/process-table";
import { programsOf } from "../../../sim/cluster/processes/strays";
import type { DaemonFile, RequestError } from "../../../sim/control/api";
import type { LocalCloudClient } from "../../../sim/control/client";
import {
    localCloudStatus,
    resetLocalCloud,
    setFaults,
    startLocalCloud,
    stopLocalCloud,
    type StartOptions,
} from "../../../sim/daemon/start";
import { eventually } from "../cluster/eventually";
import { clusterTools } from "../cluster/real-machines";
import { seedAccount, type SeededAccount } from "./seeded-account";

const bin = resolve(__dirname, "..", "..", "..", "sim", "bin");

interface Ran {
    readonly exitCode: number | null;
    readonly output: string;
    readonly errors: string;
}

describe("the local cloud", function () {
    this.timeout(120_000);

    let directory: string;
    let options: StartOptions;
    let cloud: LocalCloudClient;
    let seeded: SeededAccount;
    const said: string[] = [];

    before(async function () {
        this.timeout(1_800_000);
        directory = mkdtempSync(join(tmpdir(), "accel-local-"));
        options = { directory, tools: await clusterTools(), log: line => said.push(line) };
        seeded = await seedAccount(directory);
    });

    beforeEach(async () => {
        cloud = await startLocalCloud(options);
    });

    after(async () => {
        await stopLocalCloud(directory);
        assert.deepEqual(programsOf(directory), []);
        rmSync(directory, { recursive: true });
    });

    function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
        const env = { ...process.env, PULUMI_ACCELERATORS_LOCAL: directory, ...environment };
        const child = spawn(join(bin, program), args, { env, stdio: ["ignore", "pipe", "pipe"] });
        const [output, errors] = [child.stdout, child.stderr].map(stream => {
            const chunks: Buffer[] = [];
            stream.on("data", (chunk: Buffer) => chunks.push(chunk));
            return () => Buffer.concat(chunks).toString();
        });
        return new Promise(done =>
            child.on("close", exitCode => done({ exitCode, output: output?.() ?? "", errors: errors?.() ?? "" })),
        );
    }

    async function token(...args: readonly string[]): Promise<string> {
        const ran = await run("aws", ["eks", "get-token", "--region", "us-east-2", ...args]);
        assert.equal(ran.exitCode, 0, ran.errors);
        return (JSON.parse(ran.output) as { status: { token: string } }).status.token;
    }

    /** Status of a request to the cluster's API, as the bearer of this token. */
    async function ask(path: string, bearer: string): Promise<number | undefined> {
        const { machines } = await cloud.status();
        const [cluster] = machines.clusters;
        const [id = ""] = readdirSync(join(directory, "clusters"));
        const ca = readFileSync(join(directory, "clusters", id, "ca.crt"));
        return new Promise((answered, reject) => {
            request(
                `${cluster?.url ?? ""}${path}`,
                { ca, headers: { Authorization: `Bearer ${bearer}` } },
                response => {
                    response.resume();
                    answered(response.statusCode);
                },
            )
                .on("error", reject)
                .end();
        });
    }

    async function pids(): Promise<Record<string, number | undefined>> {
        const { machines } = await cloud.status();
        const processes = [machines.etcd, ...machines.clusters.flatMap(cluster => cluster.processes)];
        return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
    }

    it("makes run again what the account knows", async () => {
        const { state, failures, machines, account, residentBytes } = await cloud.status();
        assert.deepEqual({ state, failures }, { state: "running", failures: [] });
        assert.deepEqual(
            machines.clusters.map(({ name }) => name),
            ["shared"],
        );
        assert.ok(machines.clusters.every(({ processes }) => processes.every(({ state: one }) => one === "running")));
        assert.ok(account.resources >= 2);
        assert.ok(residentBytes.total < 1_000_000_000, `${residentBytes.total} bytes`);
    });

    it("lists the account's resources", async () => {
        const inventory = await cloud.inventory();
        assert.ok(inventory.some(({ type, id }) => type === "aws:eks/cluster:Cluster" && id === "shared"));
    });

    it("is found, and not started again, by the next command", async () => {
        assert.equal((await startLocalCloud(options)).pid, cloud.pid);
    });

    it("says where it is to its owner only", async () => {
        const file = join(directory, "daemon.json");
        assert.equal(statSync(file).mode & 0o077, 0);
        const { controlUrl } = JSON.parse(readFileSync(file, "utf8")) as DaemonFile;
        assert.equal((await fetch(`${controlUrl}/status`)).status, 401);
        assert.equal(
            (await fetch(`${controlUrl}/status`, { headers: { Authorization: "Bearer guessed" } })).status,
            401,
        );
        assert.equal((await fetch(`${controlUrl}/webhooks/guessed/x/authentication`, { method: "POST" })).status, 401);
    });

    describe("authentication as EKS does it", () => {
        it("lets the creator of the cluster in as its administrator", async () => {
            const own = await token("--cluster-name", "shared");
            assert.equal(await ask("/api/v1/nodes", own), 200);
            assert.equal(await ask("/api/v1/namespaces/kube-system/secrets", own), 200);
        });

        it("refuses a principal without an access entry", async () => {
            assert.equal(
                await ask("/api/v1/nodes", await token("--cluster-name", "shared", "--role-arn", seeded.strangerArn)),
                401,
            );
        });

        it("allows what an access policy allows, where it is given, and nothing else", async () => {
            const viewer = await token("--cluster-name", "shared", "--role-arn", seeded.viewerArn);
            const asked = ["/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/secrets", "/api/v1/nodes"];
            const elsewhere = "/api/v1/namespaces/kube-system/pods";
            const answers = await Promise.all([...asked, elsewhere].map(path => ask(path, viewer)));
            assert.deepEqual(answers, [200, 403, 403, 403]);
        });

        it("refuses a token of another cluster", async () => {
            assert.equal(await ask("/api/v1/nodes", await token("--cluster-name", "other")), 401);
        });

        it("says who calls", async () => {
            const { output } = await run("aws", ["sts", "get-caller-identity"]);
            assert.match((JSON.parse(output) as { Arn: string }).Arn, /^arn:aws:iam::\d{12}:user\//);
        });

        it("says what of the aws command line it is not", async () => {
            const { exitCode, errors } = await run("aws", ["s3", "ls"]);
            assert.equal(exitCode, 1);
            assert.match(errors, /simulated AWS.*aws s3 ls is not simulated/);
            assert.match((await run("aws", ["eks", "get-token"])).errors, /--cluster-name is required/);
        });
    });

    describe("the provider plugin", () => {
        const plugins: ChildProcess[] = [];

        afterEach(() => plugins.splice(0).forEach(plugin => plugin.kill("SIGKILL")));

        async function startPlugin(): Promise<{ plugin: ChildProcess; port: number }> {
            const env = { ...process.env, PULUMI_ACCELERATORS_LOCAL: directory };
            const args = ["--plugin-version", "7.48.0", "127.0.0.1:1"];
            const plugin = spawn(join(bin, "pulumi-resource-aws"), args, { env, stdio: ["ignore", "pipe", "inherit"] });
            plugins.push(plugin);
            const [line] = await new Promise<Buffer[]>(done =>
                plugin.stdout.once("data", (...data: Buffer[]) => done(data)),
            );
            return { plugin, port: Number(line?.toString()) };
        }

        async function providers(): Promise<number> {
            return (await cloud.status()).providers;
        }

        it("has a provider of its own for as long as it runs, however it ends", async () => {
            const [one, other] = await Promise.all([startPlugin(), startPlugin()]);
            assert.notEqual(one.port, other.port);
            assert.equal(await providers(), 2);
            one.plugin.kill("SIGTERM");
            other.plugin.kill("SIGKILL");
            await eventually(async () => (await providers()) === 0);
        });
    });

    describe("faults", () => {
        afterEach(() => setFaults(directory, undefined));

        it("are switched on and off while it runs", async () => {
            const fault = { kind: "capacityOut", instanceType: "p5.48xlarge", zone: "use2-az1" };
            setFaults(directory, JSON.stringify({ faults: [fault] }));
            assert.deepEqual((await cloud.status()).faults, [{ fault, calls: 0 }]);
            setFaults(directory, undefined);
            assert.deepEqual((await cloud.status()).faults, []);
        });

        it("stay as they were when the new ones are nonsense", () => {
            setFaults(directory, `{ "faults": [] }`);
            assert.throws(
                () => setFaults(directory, `{ "faults": [{ "kind": "meteor" }] }`),
                /does not describe faults/,
            );
            assert.throws(() => setFaults(directory, "faults"), /is not JSON/);
            assert.equal(readFileSync(join(directory, "faults.json"), "utf8"), `{ "faults": [] }`);
        });
    });

    describe("killed", () => {
        it("leaves control planes that the next start takes over, none twice", async () => {
            const before = await pids();
            const own = await token("--cluster-name", "shared");
            process.kill(cloud.pid, "SIGKILL");
            await eventually(() => findProcess(cloud.pid) === undefined);
            assert.equal(await localCloudStatus(directory), undefined);
            assert.equal(programsOf(directory).length, Object.keys(before).length);
            const { exitCode, errors } = await run("aws", ["eks", "get-token", "--cluster-name", "shared"]);
            assert.equal(exitCode, 1);
            assert.match(errors, /the local cloud of .* does not .*npm run up/);

            cloud = await startLocalCloud(options);
            assert.deepEqual(await pids(), before);
            assert.equal(programsOf(directory).length, Object.keys(before).length);
            assert.equal(await ask("/api/v1/nodes", own), 200);
        });

        it("is started once by two commands that come at the same moment", async () => {
            process.kill(cloud.pid, "SIGKILL");
            await eventually(() => findProcess(cloud.pid) === undefined);
            const [one, other] = await Promise.all([startLocalCloud(options), startLocalCloud(options)]);
            assert.equal(one.pid, other.pid);
            cloud = one;
        });

        it("starts a component again that was killed, and reports it", async () => {
            const name = Object.keys(await pids()).find(each => each.startsWith("kube-scheduler")) ?? "";
            process.kill((await pids())[name] ?? 0, "SIGKILL");
            await eventually(async () => {
                const { machines } = await cloud.status();
                const scheduler = machines.clusters[0]?.processes.find(each => each.name === name);
                return scheduler?.restarts === 1 && scheduler.state === "running";
            });
        });
    });

    it("is restarted with its clusters when it is asked for with other options", async () => {
        const before = cloud.pid;
        options = { ...options, latency: (options.latency ?? 0) + 0.001 };
        cloud = await startLocalCloud(options);
        assert.notEqual(cloud.pid, before);
        assert.ok(said.some(line => line.includes("another version, or has other options")));
        assert.equal((await cloud.status()).machines.clusters[0]?.name, "shared");
    });

    it("keeps the clock that was set, over a restart too, and holds reservations that were bought elsewhere", async () => {
        const day = 86_400_000;
        const id = "cr-0123456789abcdef0";
        const given = { id, region: "us-east-2", zone: "us-east-2a", instanceType: "p5.48xlarge", count: 2 };
        const soon = (days: number) => new Date(Date.now() + days * day).toISOString();
        assert.equal(
            await cloud.giveReservation({ ...given, kind: "capacity-block", startsAt: soon(1), endsAt: soon(3) }),
            id,
        );
        await assert.rejects(
            cloud.giveReservation({ ...given, kind: "future" }),
            (error: RequestError) => error.statusCode === 400 && error.message.includes("startsAt"),
        );
        await cloud.moveClock({ by: 2 * day });
        process.kill(cloud.pid, "SIGKILL");
        await eventually(() => findProcess(cloud.pid) === undefined);
        cloud = await startLocalCloud(options);
        const { aheadMilliseconds } = await cloud.clock();
        assert.ok(Math.abs(aheadMilliseconds - 2 * day) < 60_000);
        await assert.rejects(cloud.moveClock({ to: "tomorrow" }), /the clock cannot be set to/);
        assert.equal((await cloud.moveClock({ real: true })).aheadMilliseconds, 0);
        assert.ok((await cloud.inventory()).some(item => item.id === id));
        await cloud.remove({ type: "aws:ec2/capacityBlockReservation:CapacityBlockReservation", id });
    });

    it("says why it does not start", async () => {
        const [elsewhere, tools] = [mkdtempSync(join(tmpdir(), "accel-broken-")), options.tools];
        const broken = { directory: elsewhere, tools: { ...tools, "kube-apiserver": "/nowhere/kube-apiserver" } };
        await assert.rejects(startLocalCloud(broken), /did not start .*\/nowhere\/kube-apiserver/s);
        await stopLocalCloud(elsewhere);
        rmSync(elsewhere, { recursive: true });
    });

    it("leaves no process when it is stopped, also when it was killed before", async () => {
        process.kill(cloud.pid, "SIGKILL");
        await eventually(() => findProcess(cloud.pid) === undefined);
        assert.ok(programsOf(directory).length > 0);
        assert.equal(await stopLocalCloud(directory), true);
        assert.deepEqual(programsOf(directory), []);
        assert.equal(await stopLocalCloud(directory), false);
        assert.equal(existsSync(join(directory, "daemon.json")), false);
    });

    it("forgets everything when it is reset", async () => {
        const elsewhere = mkdtempSync(join(tmpdir(), "accel-reset-"));
        const { pid } = await startLocalCloud({ ...options, directory: elsewhere });
        await resetLocalCloud(elsewhere);
        assert.equal(findProcess(pid), undefined);
        assert.deepEqual(readdirSync(elsewhere), []);
        rmSync(elsewhere, { recursive: true });
    });
});
