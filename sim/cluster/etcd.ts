import { createHash } from "node:crypto";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lastLines, SupervisedProcess, type ProcessStatus } from "./processes/supervised-process";

/** sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included (unix(7), unix(4)). */
const longestSocketPath = 103;
const patience = 60_000;

export interface EtcdOptions {
    readonly command: string;
    /** Data and sockets; readable by this user only. */
    readonly directory: string;
    readonly logFile: string;
    readonly log: (line: string) => void;
}

/**
 * The one etcd of a local cloud; every cluster has a prefix of its own. It listens on a Unix socket in a private directory:
 * etcd without certificates on a port would let every user of the machine read every Secret.
 */
export class Etcd {
    private readonly process: SupervisedProcess;
    private readonly socket: string;
    private started: Promise<void> | undefined;

    constructor(private readonly options: EtcdOptions) {
        const sockets = socketDirectory(options.directory);
        this.socket = join(sockets, "client.sock");
        this.process = new SupervisedProcess(
            {
                name: "etcd",
                command: options.command,
                logFile: options.logFile,
                args: [
                    `--data-dir=${join(options.directory, "data")}`,
                    "--name=local",
                    `--listen-client-urls=unix://${this.socket}`,
                    `--listen-peer-urls=unix://${join(sockets, "peer.sock")}`,
                    // A lone member calls nobody, but the flags want an address in the form host:port.
                    "--advertise-client-urls=http://localhost:2379",
                    "--initial-advertise-peer-urls=http://localhost:2380",
                    "--initial-cluster=local=http://localhost:2380",
                    // Killed processes lose nothing that the kernel has; only a power cut could.
                    "--unsafe-no-fsync",
                    "--auto-compaction-mode=periodic",
                    "--auto-compaction-retention=5m",
                    "--log-level=warn",
                ],
            },
            options.log,
        );
    }

    /** For `--etcd-servers`. */
    get url(): string {
        return `unix://${this.socket}`;
    }

    /** Resolves when it answers. Idempotent. */
    start(): Promise<void> {
        this.started ??= this.launch().catch((error: unknown) => {
            this.started = undefined;
            throw error;
        });
        return this.started;
    }

    async stop(): Promise<void> {
        this.started = undefined;
        await this.process.stop();
        rmSync(this.socket, { force: true });
        if (dirname(this.socket) !== this.options.directory) {
            rmSync(dirname(this.socket), { recursive: true, force: true });
        }
    }

    status(): ProcessStatus {
        return this.process.status();
    }

    /** Deletes every key that begins with the prefix. */
    async removePrefix(prefix: string): Promise<void> {
        await this.call("/v3/kv/deleterange", rangeOf(prefix));
    }

    /** Number of keys that begin with the prefix. */
    async countPrefix(prefix: string): Promise<number> {
        const answer = (await this.call("/v3/kv/range", { ...rangeOf(prefix), count_only: true })) as {
            count?: string;
        };
        return Number(answer.count ?? 0);
    }

    private async launch(): Promise<void> {
        mkdirSync(this.options.directory, { recursive: true, mode: 0o700 });
        makePrivateDirectory(dirname(this.socket));
        this.process.start();
        const deadline = Date.now() + patience;
        for (;;) {
            if (await this.isHealthy()) {
                return;
            }
            if (Date.now() > deadline) {
                throw new Error(`etcd does not answer; its log ends with\n${lastLines(this.options.logFile, 5)}`);
            }
            await new Promise(resolve => setTimeout(resolve, 50));
        }
    }

    private async isHealthy(): Promise<boolean> {
        try {
            return ((await this.call("/health")) as { health?: string }).health === "true";
        } catch {
            return false;
        }
    }

    /** etcd's JSON gateway (etcd documentation, "gRPC gateway"). */
    private call(path: string, body?: object): Promise<unknown> {
        return new Promise((resolve, reject) => {
            const call = request(
                { socketPath: this.socket, path, method: body === undefined ? "GET" : "POST", timeout: 10_000 },
                response => {
                    const chunks: Buffer[] = [];
                    response.on("data", (chunk: Buffer) => chunks.push(chunk));
                    response.on("error", reject);
                    response.on("end", () => {
                        const text = Buffer.concat(chunks).toString();
                        if (response.statusCode === 200) {
                            resolve(JSON.parse(text));
                        } else {
                            reject(new Error(`etcd answered ${response.statusCode ?? 0} to ${path}: ${text}`));
                        }
                    });
                },
            );
            call.on("timeout", () => call.destroy(new Error(`etcd did not answer ${path} in time`)));
            call.on("error", reject);
            call.end(body === undefined ? undefined : JSON.stringify(body));
        });
    }
}

/** All keys with a prefix, as etcd wants it: up to the prefix whose last byte is one higher. */
function rangeOf(prefix: string): { key: string; range_end: string } {
    const end = Buffer.from(prefix);
    end.writeUInt8(end.readUInt8(end.length - 1) + 1, end.length - 1);
    return { key: Buffer.from(prefix).toString("base64"), range_end: end.toString("base64") };
}

/** Beside the data, or, where that path is too long for a socket, a private directory named after it. */
function socketDirectory(directory: string): string {
    return Buffer.byteLength(join(directory, "client.sock")) <= longestSocketPath
        ? directory
        : join(tmpdir(), `accel-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}`);
}

/** Another user of the machine may have made the directory first, to read along. */
function makePrivateDirectory(directory: string): void {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
        throw new Error(`${directory} must belong to this user and be closed to others: etcd's socket goes there`);
    }
}
