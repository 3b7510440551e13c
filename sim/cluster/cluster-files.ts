import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ClusterSpec, NodeSpec } from "../cloud/contract";

/** Everything that one cluster keeps on disk. The directory is readable by this user only. */
export interface ClusterFiles {
    /** Name of the directory, unique among the clusters of a local cloud, and prefix of the keys in etcd. */
    readonly id: string;
    readonly directory: string;
    readonly record: string;
    readonly nodes: string;
    readonly certificates: string;
    readonly tokens: string;
    readonly serviceAccountKey: string;
    kubeconfig(user: string): string;
    log(component: string): string;
}

/** What has to be remembered of a cluster: its address must survive restarts, kubeconfigs hold it. */
export interface ClusterRecord {
    readonly spec: ClusterSpec;
    readonly port: number;
    /** Tokens of the cluster's own components, by user name. */
    readonly tokens: Readonly<Record<string, string>>;
    /** A removal was begun: it is carried on at the next start. */
    readonly removing: boolean;
}

/** The nodes of each group, by group and name. */
export type NodeRecord = Readonly<Record<string, Readonly<Record<string, NodeSpec>>>>;

export function clusterFiles(
    clustersDirectory: string,
    logsDirectory: string,
    spec: Pick<ClusterSpec, "key" | "name">,
): ClusterFiles {
    const hash = createHash("sha256").update(spec.key).digest("hex").slice(0, 8);
    return filesOf(clustersDirectory, logsDirectory, `${spec.name.replace(/[^A-Za-z0-9-]/g, "-")}-${hash}`);
}

/** The files of every cluster that was ever begun and is not wholly gone. */
export function listClusterFiles(clustersDirectory: string, logsDirectory: string): ClusterFiles[] {
    return existsSync(clustersDirectory)
        ? readdirSync(clustersDirectory).map(id => filesOf(clustersDirectory, logsDirectory, id))
        : [];
}

function filesOf(clustersDirectory: string, logsDirectory: string, id: string): ClusterFiles {
    const directory = join(clustersDirectory, id);
    return {
        id,
        directory,
        record: join(directory, "cluster.json"),
        nodes: join(directory, "nodes.json"),
        certificates: join(directory, "certificates"),
        tokens: join(directory, "tokens.csv"),
        serviceAccountKey: join(directory, "service-account.key"),
        kubeconfig: user => join(directory, `${user}.kubeconfig`),
        log: component => join(logsDirectory, id, `${component}.log`),
    };
}

export function readClusterRecord(files: ClusterFiles): ClusterRecord | undefined {
    return existsSync(files.record) ? (JSON.parse(readFileSync(files.record, "utf8")) as ClusterRecord) : undefined;
}

export function writeClusterRecord(files: ClusterFiles, record: ClusterRecord): void {
    writePrivateFile(files.record, JSON.stringify(record, undefined, 2));
}

export function readNodeRecord(files: ClusterFiles): NodeRecord {
    return existsSync(files.nodes) ? (JSON.parse(readFileSync(files.nodes, "utf8")) as NodeRecord) : {};
}

export function writeNodeRecord(files: ClusterFiles, nodes: NodeRecord): void {
    writePrivateFile(files.nodes, JSON.stringify(nodes));
}

/** Written beside and renamed, so that a kill at any moment leaves the old file or the new one. */
export function writePrivateFile(path: string, content: string): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(4).toString("hex")}.draft`;
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path);
}

export function newToken(): string {
    return randomBytes(24).toString("base64url");
}

/** The key that signs service account tokens; made once per cluster. */
export function ensureServiceAccountKey(files: ClusterFiles): void {
    if (!existsSync(files.serviceAccountKey)) {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        writePrivateFile(files.serviceAccountKey, privateKey.export({ type: "pkcs1", format: "pem" }).toString());
    }
}

const monthInMs = 30 * 24 * 3600 * 1000;

/**
 * The authority that signed the API server's certificate, as PEM. Without a certificate of its own the API server makes one
 * when it starts and writes `apiserver.crt`: first the certificate, then the authority that signed it
 * (k8s.io/client-go/util/cert, GenerateSelfSignedCertKey).
 */
export function readCertificateAuthority(files: ClusterFiles): string | undefined {
    const path = join(files.certificates, "apiserver.crt");
    const chain = existsSync(path)
        ? readFileSync(path, "utf8").match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n?/g)
        : null;
    return chain?.[1];
}

/** Removes a certificate that a kill left half-written, or that expires soon: the API server then makes a new one. */
export function removeUnusableCertificate(files: ClusterFiles): void {
    if (existsSync(files.certificates) && !isCertificateUsable(files)) {
        rmSync(files.certificates, { recursive: true });
    }
}

function isCertificateUsable(files: ClusterFiles): boolean {
    try {
        const certificate = new X509Certificate(readFileSync(join(files.certificates, "apiserver.crt")));
        const key = createPrivateKey(readFileSync(join(files.certificates, "apiserver.key")));
        const expires = new Date(certificate.validTo).getTime();
        return (
            certificate.checkPrivateKey(key) &&
            expires > Date.now() + monthInMs &&
            readCertificateAuthority(files) !== undefined
        );
    } catch {
        return false;
    }
}
