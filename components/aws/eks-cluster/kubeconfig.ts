/** What a kubeconfig is made from. */
export interface KubeconfigParts {
    readonly clusterName: string;
    readonly clusterArn: string;
    readonly endpoint: string;
    /** Base64 of the PEM, as EKS gives it. */
    readonly certificateAuthority: string;
    readonly region: string;
    readonly profile: string | undefined;
    readonly roleArn: string | undefined;
}

/**
 * The kubeconfig that `aws eks update-kubeconfig` would write, as JSON (which is YAML too). It holds no secret: whoever uses
 * it asks AWS for a token of their own.
 */
export function kubeconfig(parts: KubeconfigParts): string {
    const name = parts.clusterArn;
    const args = [
        "--region",
        parts.region,
        "eks",
        "get-token",
        "--cluster-name",
        parts.clusterName,
        "--output",
        "json",
    ];
    const exec = {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: parts.roleArn === undefined ? args : [...args, "--role-arn", parts.roleArn],
        env: parts.profile === undefined ? null : [{ name: "AWS_PROFILE", value: parts.profile }],
        interactiveMode: "IfAvailable",
        provideClusterInfo: false,
    };
    const cluster = { server: parts.endpoint, "certificate-authority-data": parts.certificateAuthority };
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
        preferences: {},
        users: [{ name, user: { exec } }],
    });
}
