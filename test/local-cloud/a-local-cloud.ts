import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { connect, type LocalCloudClient } from "../../sim/control/client";
import { runningDaemon } from "../../sim/daemon/daemon-file";
import { setFaults, stopLocalCloud } from "../../sim/daemon/start";
import type { Fault } from "../../sim/cloud/faults";
import type { UpReport } from "../../tools/commands/up";

export const checkout = resolve(__dirname, "..", "..");

export interface CommandRun {
    readonly exitCode: number | null;
    /** Everything that was printed. */
    readonly output: string;
    readonly stdout: string;
}

/** A stack's configuration under our namespace, as plain values. */
export type Settings = Record<"network" | "cluster" | "pools", Record<string, unknown>>;

/**
 * A local cloud in a directory of its own, driven by the commands as a user types them. Remove it when the tests are done: no
 * process and no file of it stays.
 */
export class ALocalCloud {
    readonly directory = mkdtempSync(join(tmpdir(), "local-cloud-"));

    /** `npm run …`, in a process of its own; `onOutput` sees what it prints as it prints it. */
    command(
        args: readonly string[],
        onOutput: (text: string, pid: number) => void = () => undefined,
    ): Promise<CommandRun> {
        const child = spawn(process.execPath, ["--import", "tsx", "tools/commands/main.ts", ...args], {
            cwd: checkout,
            env: { ...process.env, PULUMI_ACCELERATORS_LOCAL: this.directory, NO_COLOR: "1" },
            // A group of its own, so that a test can kill the command with everything it started.
            detached: true,
        });
        let output = "";
        let stdout = "";
        child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        const listen = (chunk: Buffer): void => {
            output += chunk.toString();
            onOutput(output, child.pid ?? 0);
        };
        child.stdout.on("data", listen);
        child.stderr.on("data", listen);
        return new Promise((done, failed) => {
            child.on("error", failed);
            child.on("close", exitCode => done({ exitCode, output, stdout }));
        });
    }

    /** Brings a stack up and returns its report; fails with what was printed. */
    async up(stack: string): Promise<UpReport & { readonly output: string }> {
        const run = await this.command(["up", stack, "--json"]);
        if (run.exitCode !== 0) {
            throw new Error(`up ${stack} failed:\n${run.output}`);
        }
        const report = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "") as UpReport;
        return { ...report, output: run.output };
    }

    /** What the command wrote to its standard output; fails with all that was printed when it does not succeed. */
    async succeed(...args: string[]): Promise<string> {
        const run = await this.command(args);
        if (run.exitCode !== 0) {
            throw new Error(`${args.join(" ")} failed:\n${run.output}`);
        }
        return run.stdout;
    }

    /** A variant of a shipped stack under the same name, written beside the state. */
    variant(stack: string, change: (settings: Settings) => void): string {
        const { config } = parse(readFileSync(join(checkout, "stacks", `Pulumi.${stack}.yaml`), "utf8")) as {
            config: Record<string, unknown>;
        };
        const key = (name: string): string => `pulumi-accelerators:${name}`;
        const settings = structuredClone({
            network: config[key("network")] ?? {},
            cluster: config[key("cluster")] ?? {},
            pools: config[key("pools")] ?? {},
        }) as Settings;
        change(settings);
        return this.declare(stack, String(config["aws:region"]), settings);
    }

    /** The configuration of a stack of a test's own, written beside the state. */
    declare(stack: string, region: string, settings: Settings): string {
        const file = join(this.directory, `Pulumi.${stack}.yaml`);
        const ours = Object.fromEntries(
            Object.entries(settings).map(([name, value]) => [`pulumi-accelerators:${name}`, value]),
        );
        writeFileSync(file, stringify({ config: { "aws:region": region, ...ours } }));
        return file;
    }

    /** The same for a stack on a cluster that exists. */
    adopt(stack: string, region: string, adopt: object, pools: Settings["pools"]): string {
        const file = join(this.directory, `Pulumi.${stack}.yaml`);
        const ours = { "pulumi-accelerators:cluster": { adopt }, "pulumi-accelerators:pools": pools };
        writeFileSync(file, stringify({ config: { "aws:region": region, ...ours } }));
        return file;
    }

    kubectl(stack: string, ...args: string[]): string {
        return this.runKubectl(stack, args);
    }

    /** Creates or changes objects of a stack's cluster, as `kubectl apply` does. */
    apply(stack: string, manifest: object): void {
        this.runKubectl(stack, ["apply", "--filename", "-"], JSON.stringify(manifest));
    }

    private runKubectl(stack: string, args: readonly string[], input = ""): string {
        const kubeconfig = join(this.directory, "kubeconfigs", `${stack}.yaml`);
        const run = spawnSync("kubectl", ["--kubeconfig", kubeconfig, ...args], {
            encoding: "utf8",
            input,
            maxBuffer: 64 * 2 ** 20,
        });
        if (run.status !== 0) {
            throw new Error(`kubectl ${args.join(" ")}: ${run.stderr}`);
        }
        return run.stdout;
    }

    faults(faults: readonly Fault[]): void {
        setFaults(this.directory, faults.length === 0 ? undefined : JSON.stringify({ faults }));
    }

    /** The daemon's process id and its control client; nothing when it does not run. */
    daemon(): LocalCloudClient | undefined {
        const running = runningDaemon(this.directory);
        return running === undefined ? undefined : connect(running);
    }

    /** Command lines of processes that belong to this directory. */
    processes(): string[] {
        const { stdout } = spawnSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" });
        return stdout.split("\n").filter(line => line.includes(this.directory) && !line.includes("ps -axww"));
    }

    async remove(): Promise<void> {
        await stopLocalCloud(this.directory);
        rmSync(this.directory, { recursive: true, force: true });
    }
}
