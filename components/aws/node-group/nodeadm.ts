const boundary = "==NODECONFIG==";

/**
 * User data for an AL2023 node that joins its local NVMe disks into one volume for images, containers and pods. EKS adds a
 * part of its own that makes the node join. Source: awslabs/amazon-eks-ami, nodeadm API, `LocalStorageOptions`.
 */
export function raid0UserData(): string {
    const config = [
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  instance:",
        "    localStorage:",
        "      strategy: RAID0",
    ];
    const mime = [
        "MIME-Version: 1.0",
        `Content-Type: multipart/mixed; boundary="${boundary}"`,
        "",
        `--${boundary}`,
        "Content-Type: application/node.eks.aws",
        "",
        ...config,
        "",
        `--${boundary}--`,
        "",
    ];
    return Buffer.from(mime.join("\n")).toString("base64");
}
