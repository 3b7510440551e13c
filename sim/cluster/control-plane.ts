import { join } from "node:path";
import { runnableVersion } from "./kubernetes-version";
import { newToken, type ClusterFiles, type ClusterRecord } from "./cluster-files";
import type { ProcessSpec } from "./processes/supervised-process";

/** Paths of the programs that a cluster consists of, by the name of the binary. */
export interface ClusterTools {
    readonly etcd: string;
    readonly "kube-apiserver": string;
    readonly "kube-scheduler": string;
    readonly "kube-controller-manager": string;
    readonly kwok: string;
}

/** The programs of the control planes and the minor version that they are built as. */
export interface ControlPlaneTools extends ClusterTools {
    readonly kubernetesVersion: string;
}

/**
 * The components' own users. They authenticate by token, before and without the webhook: a local cloud whose control API is
 * away keeps its clusters running. The names of scheduler and controller manager are those that Kubernetes' default RBAC
 * rules are written for (Kubernetes documentation, "Default roles and role bindings").
 */
const users = {
    /** The local cloud itself: registers nodes, reports devices. */
    administrator: { name: "local-cloud", groups: ["system:masters"] },
    scheduler: { name: "system:kube-scheduler", groups: [] },
    controllerManager: { name: "system:kube-controller-manager", groups: [] },
    /** One kwok stands for the kubelets of all nodes, so it may do what no single kubelet may. */
    kubelets: { name: "simulated-kubelets", groups: ["system:masters"] },
} as const;

export type ClusterUser = keyof typeof users;

export function newTokens(): Record<ClusterUser, string> {
    return { administrator: newToken(), scheduler: newToken(), controllerManager: newToken(), kubelets: newToken() };
}

/** `--token-auth-file`: token, user name, user id, quoted list of groups. */
export function tokenFile(record: ClusterRecord): string {
    return Object.entries(users)
        .map(([user, { name, groups }]) => `${record.tokens[user] ?? ""},${name},${name},"${groups.join(",")}"\n`)
        .join("");
}

/** A kubeconfig that needs nothing beside itself. */
export function kubeconfig(record: ClusterRecord, user: ClusterUser, certificateAuthority: string): string {
    return kubeconfigOf(record, record.tokens[user] ?? "", certificateAuthority);
}

/** The same for the bearer of any token. */
export function kubeconfigOf(record: ClusterRecord, token: string, certificateAuthority: string): string {
    const cluster = {
        server: clusterUrl(record),
        "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64"),
    };
    return configFile(cluster, { token });
}

/** Where an API server asks about the users that it does not know itself, as EKS' API servers ask EKS. */
export interface Webhooks {
    /** Who is the bearer of this token? (TokenReview, authentication.k8s.io/v1) */
    readonly authentication: string;
    /** May this user do this? (SubjectAccessReview, authorization.k8s.io/v1) */
    readonly authorization: string;
}

/** A webhook in the form that the API server reads. */
export function webhookConfig(url: string): string {
    return configFile({ server: url }, {});
}

function configFile(cluster: object, user: object): string {
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "it", cluster }],
        users: [{ name: "me", user }],
        contexts: [{ name: "me", context: { cluster: "it", user: "me" } }],
        "current-context": "me",
    });
}

export function clusterUrl(record: ClusterRecord): string {
    return `https://127.0.0.1:${record.port}`;
}

export function etcdPrefix(files: ClusterFiles): string {
    return `/clusters/${files.id}/`;
}

/** A collector that runs earlier: about a tenth less memory for a little more work. */
const environment = { GOGC: "50" };

/** What the API server is started with. Flags: Kubernetes documentation, "kube-apiserver". */
export function apiServer(
    tools: ControlPlaneTools,
    files: ClusterFiles,
    record: ClusterRecord,
    etcdUrl: string,
    webhookFiles: Webhooks,
): ProcessSpec {
    return component(tools, files, record, "kube-apiserver", [
        `--etcd-servers=${etcdUrl}`,
        `--etcd-prefix=${etcdPrefix(files)}`,
        "--bind-address=127.0.0.1",
        // Given, because a machine without a default route has no address that the server could choose by itself.
        "--advertise-address=127.0.0.1",
        `--secure-port=${record.port}`,
        // Endpoints may not hold a loopback address, so there are none for the service `kubernetes`.
        "--endpoint-reconciler-type=none",
        `--cert-dir=${files.certificates}`,
        `--service-cluster-ip-range=${record.spec.serviceCidr}`,
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-key-file=${files.serviceAccountKey}`,
        `--service-account-signing-key-file=${files.serviceAccountKey}`,
        `--token-auth-file=${files.tokens}`,
        `--authentication-token-webhook-config-file=${webhookFiles.authentication}`,
        "--authentication-token-webhook-version=v1",
        // An access entry that is taken away counts at once.
        "--authentication-token-webhook-cache-ttl=0s",
        // Access policies are no RBAC objects: where RBAC does not allow, EKS is asked (EKS user guide, access-policies).
        "--authorization-mode=RBAC,Webhook",
        `--authorization-webhook-config-file=${webhookFiles.authorization}`,
        "--authorization-webhook-version=v1",
        "--authorization-webhook-cache-authorized-ttl=5s",
        "--authorization-webhook-cache-unauthorized-ttl=1s",
        "--allow-privileged=true",
        "--profiling=false",
    ]);
}

export function controllerManager(tools: ControlPlaneTools, files: ClusterFiles, record: ClusterRecord): ProcessSpec {
    return component(tools, files, record, "kube-controller-manager", [
        `--kubeconfig=${files.kubeconfig("controllerManager")}`,
        "--leader-elect=false",
        "--secure-port=0",
        "--use-service-account-credentials=true",
        `--service-account-private-key-file=${files.serviceAccountKey}`,
        `--root-ca-file=${authorityFile(files)}`,
        ...requestRate,
        "--profiling=false",
    ]);
}

export function scheduler(tools: ControlPlaneTools, files: ClusterFiles, record: ClusterRecord): ProcessSpec {
    return component(tools, files, record, "kube-scheduler", [
        `--kubeconfig=${files.kubeconfig("scheduler")}`,
        "--leader-elect=false",
        "--secure-port=0",
        ...requestRate,
        "--profiling=false",
    ]);
}

/** A scheduler beside the cluster's own, for the pods that name it. */
export function secondScheduler(
    tools: ControlPlaneTools,
    files: ClusterFiles,
    record: ClusterRecord,
    name: string,
    args: readonly string[],
): ProcessSpec {
    const spec = component(tools, files, record, "kube-scheduler", args);
    return { ...spec, name, logFile: files.log(name) };
}

/** kwok plays the kubelets: it renews node leases and moves nodes and pods through the stages of `stages.yaml`. */
export function kubelets(tools: ClusterTools, files: ClusterFiles, stagesFile: string): ProcessSpec {
    return {
        name: "kwok",
        command: tools.kwok,
        args: [
            `--kubeconfig=${files.kubeconfig("kubelets")}`,
            `--config=${stagesFile}`,
            "--manage-all-nodes=true",
            // The kubelet's own duration (KubeletConfiguration, nodeLeaseDurationSeconds).
            "--node-lease-duration-seconds=40",
            // Pods get addresses of the shared range (RFC 6598), which no VPC of an example uses.
            "--cidr=100.64.0.0/10",
            // It would log every renewal of every lease.
            "--v=WARN",
        ],
        // A user's own ~/.kwok/kwok.yaml must not leak in.
        environment: { ...environment, KWOK_WORKDIR: files.directory },
        logFile: files.log("kwok"),
    };
}

/** Above the defaults (20 and 50 requests a second), which make a fleet of some hundred nodes wait for its DaemonSets. */
const requestRate = ["--kube-api-qps=200", "--kube-api-burst=400"];

/** PEM file of the authority that signed the API server's certificate. */
export function authorityFile(files: ClusterFiles): string {
    return join(files.directory, "ca.crt");
}

function component(
    tools: ControlPlaneTools,
    files: ClusterFiles,
    record: ClusterRecord,
    name: "kube-apiserver" | "kube-scheduler" | "kube-controller-manager",
    args: readonly string[],
): ProcessSpec {
    const version = runnableVersion(record.spec.version, tools.kubernetesVersion);
    return {
        name,
        command: tools[name],
        args: [...args, ...(version === tools.kubernetesVersion ? [] : [`--emulated-version=${version}`])],
        environment,
        logFile: files.log(name),
    };
}
