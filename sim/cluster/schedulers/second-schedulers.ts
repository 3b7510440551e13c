import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writePrivateFile, type ClusterFiles } from "../cluster-files";
import { readConfigMaps } from "../device-plugins/config-maps";
import type { EventReporter } from "../device-plugins/events";
import { parseImage } from "../device-plugins/image-reference";
import { readMountedFile } from "../device-plugins/mounted-files";
import type { KubernetesApi } from "../kubernetes/api-client";
import type { Container, Pod } from "../kubernetes/objects";
import { lastLines, SupervisedProcess, type ProcessSpec, type ProcessStatus } from "../processes/supervised-process";
import { ExtenderServer, isExtenderPod } from "./extender-server";
import { outsideConfig } from "./scheduler-config";

export interface SchedulerOptions {
    readonly api: KubernetesApi;
    readonly files: ClusterFiles;
    readonly report: EventReporter;
    readonly log: (line: string) => void;
    /** A kubeconfig for the bearer of this token. */
    readonly kubeconfig: (token: string) => string;
    /** The scheduler of the cluster's version with these arguments. */
    readonly scheduler: (name: string, args: readonly string[]) => ProcessSpec;
    /** `1.35` */
    readonly version: string;
}

/** `registry.k8s.io/kube-scheduler`, and EKS Distro's of the same name. */
const repository = /(^|\/)kube-scheduler$/;
/** Tokens of pods are renewed by their kubelet; here one lasts for longer than a simulated cluster. */
const tokenLife = 365 * 24 * 3600;
const retryAfter = 2_000;

/**
 * Schedulers that run as pods. No container runs on a simulated node, so the same program runs beside the control plane, with
 * the configuration that the pod mounts and with the rights of its service account.
 */
export class SecondSchedulers {
    private readonly extenders: ExtenderServer;
    private readonly running = new Map<
        string,
        { readonly process: SupervisedProcess; readonly files: readonly string[] }
    >();
    private readonly pods = new Map<string, Pod>();
    private stopping = false;
    private lastStep: Promise<void> = Promise.resolve();

    constructor(private readonly options: SchedulerOptions) {
        this.extenders = new ExtenderServer(options.api);
    }

    replacePods(pods: readonly Pod[]): void {
        const present = new Set(pods.map(uidOf));
        for (const uid of [...this.pods.keys()]) if (!present.has(uid)) this.removePod(uid);
        pods.forEach(pod => this.setPod(pod));
    }

    setPod(pod: Pod): void {
        if (isExtenderPod(pod)) this.extenders.setPod(pod);
        const container = schedulerIn(pod);
        if (container === undefined && !isExtenderPod(pod)) return;
        const known = this.pods.has(uidOf(pod));
        this.pods.set(uidOf(pod), pod);
        if (container !== undefined && (!known || pod.metadata.deletionTimestamp !== undefined))
            this.begin(pod, container);
    }

    removePod(uid: string): void {
        this.pods.delete(uid);
        this.extenders.removePod(uid);
        this.inTurn(() => this.end(uid));
    }

    status(): readonly ProcessStatus[] {
        return [...this.running.values()].map(({ process }) => process.status());
    }

    async stop(): Promise<void> {
        this.stopping = true;
        await this.lastStep;
        await Promise.all([...this.running.values()].map(({ process }) => process.stop()));
        this.running.clear();
        await this.extenders.close();
    }

    private begin(pod: Pod, container: Container): void {
        if (pod.metadata.deletionTimestamp !== undefined) this.inTurn(() => this.end(uidOf(pod)));
        else this.inTurn(() => this.start(pod, container));
    }

    private inTurn(step: () => Promise<void>): void {
        this.lastStep = this.lastStep
            .then(() => (this.stopping ? undefined : step()))
            .catch((error: unknown) => {
                if (!this.stopping) this.options.log(error instanceof Error ? error.message : String(error));
            });
    }

    private async end(uid: string): Promise<void> {
        const ended = this.running.get(uid);
        this.running.delete(uid);
        await ended?.process.stop();
        ended?.files.forEach(file => rmSync(file, { force: true }));
    }

    private async start(pod: Pod, container: Container): Promise<void> {
        const uid = uidOf(pod);
        if (this.running.has(uid) || !this.pods.has(uid)) return;
        const { api, files, version } = this.options;
        const words = [...(container.command ?? []).slice(1), ...(container.args ?? [])];
        const path = words.map(word => /^--config=(.*)$/.exec(word)?.[1]).find(found => found !== undefined) ?? "";
        const found = readMountedFile(pod, container, path, await readConfigMaps(api, pod));
        if ("problem" in found) {
            this.tell(pod, "SchedulerFailed", `the scheduler does not start: open ${path}: ${found.problem}`);
            this.again(pod, container);
            return;
        }
        const minor = /^v?(\d+\.\d+)\./.exec(parseImage(container.image ?? "").tag ?? "")?.[1];
        if (minor !== undefined && minor !== version)
            this.tell(
                pod,
                "SchedulerVersion",
                `${container.image ?? ""} beside a control plane of ${version}: here the scheduler of ${version} runs in its place`,
            );
        const name = `kube-scheduler-${pod.metadata.name}`;
        // The local cloud before this one had another port for extenders, and so another file.
        const earlier = new RegExp(`^${name.replaceAll(".", "\\.")}-[0-9a-f]{8}\\.json$`);
        for (const each of readdirSync(files.directory).filter(entry => earlier.test(entry)))
            rmSync(join(files.directory, each), { force: true });
        const kubeconfig = files.kubeconfig(name);
        writePrivateFile(kubeconfig, this.options.kubeconfig(await this.tokenOf(pod)));
        const config = outsideConfig(found.text, { kubeconfig, extenders: await this.extenders.address() });
        if (config === undefined) {
            this.tell(pod, "SchedulerFailed", `the scheduler does not start: ${path} is no KubeSchedulerConfiguration`);
            return;
        }
        const text = JSON.stringify(config, undefined, 2);
        const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
        const file = join(files.directory, `${name}-${hash}.json`);
        writePrivateFile(file, text);
        const others = words.filter(word => !/^--(config|secure-port|bind-address)=/.test(word));
        const spec = this.options.scheduler(name, [`--config=${file}`, "--secure-port=0", ...others]);
        const process = new SupervisedProcess(spec, line => {
            this.options.log(line);
            if (line.includes(" ended ")) this.tell(pod, "SchedulerFailed", lastLines(spec.logFile, 1).slice(0, 900));
        });
        this.running.set(uid, { process, files: [kubeconfig, file] });
        process.start();
    }

    private again(pod: Pod, container: Container): void {
        setTimeout(() => this.inTurn(() => this.start(pod, container)), retryAfter).unref();
    }

    private async tokenOf({ metadata, spec }: Pod): Promise<string> {
        const path = `/api/v1/namespaces/${metadata.namespace ?? "default"}/serviceaccounts/${spec.serviceAccountName ?? "default"}/token`;
        const request = {
            apiVersion: "authentication.k8s.io/v1",
            kind: "TokenRequest",
            spec: { expirationSeconds: tokenLife },
        };
        const { status } = await this.options.api.create<{ readonly status: { readonly token: string } }>(
            path,
            request,
        );
        return status.token;
    }

    private tell({ metadata, spec }: Pod, reason: string, message: string): void {
        const { namespace = "default", name, uid = "" } = metadata;
        const subject = { kind: "Pod", namespace, name, uid } as const;
        this.options.report({ subject, node: spec.nodeName ?? "", type: "Warning", reason, message, occasion: uid });
    }
}

function schedulerIn(pod: Pod): Container | undefined {
    return pod.spec.containers.find(({ image = "" }) => repository.test(parseImage(image).repository));
}

function uidOf(pod: Pod): string {
    return pod.metadata.uid ?? "";
}
