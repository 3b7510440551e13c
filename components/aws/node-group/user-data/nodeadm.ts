import { taintText } from "../../../fleet/workload";
import type { ClusterToJoin, NodeadmPlan } from "./user-data-plan";

const boundary = "==NODECONFIG==";

/**
 * User data for an AL2023 node: a NodeConfig for nodeadm, and scripts, as one MIME document; `undefined` when there is nothing
 * to say. cloud-init runs scripts after nodeadm has written the node's configuration and before it starts the kubelet.
 * Source: awslabs/amazon-eks-ami, nodeadm/doc/api.md and nodeadm-run.service (After=cloud-final.service).
 */
export function nodeadmUserData(plan: NodeadmPlan, cluster: ClusterToJoin | undefined): string | undefined {
    const spec = { ...clusterSpec(cluster), ...localStorage(plan), ...kubeletSpec(plan) };
    const config = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec };
    const parts = [
        // JSON is YAML too, and no label can break out of it.
        ...(Object.keys(spec).length > 0 ? [part("application/node.eks.aws", JSON.stringify(config, null, 2))] : []),
        ...plan.scripts.map(script => part('text/x-shellscript; charset="us-ascii"', script)),
    ];
    if (parts.length === 0) return undefined;
    const head = ["MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="${boundary}"`, ""];
    return Buffer.from([...head, ...parts.flat(), `--${boundary}--`, ""].join("\n")).toString("base64");
}

function part(contentType: string, body: string): readonly string[] {
    return [`--${boundary}`, `Content-Type: ${contentType}`, "", body, ""];
}

function clusterSpec(cluster: ClusterToJoin | undefined): object {
    if (cluster === undefined) return {};
    const { clusterName: name, endpoint: apiServerEndpoint, certificateAuthority, serviceCidr: cidr } = cluster;
    return { cluster: { name, apiServerEndpoint, certificateAuthority, cidr } };
}

/** Joins local NVMe disks into one volume for images, containers and pods. Source: nodeadm API, `LocalStorageOptions`. */
function localStorage({ localDisks }: NodeadmPlan): object {
    return localDisks === "raid0" ? { instance: { localStorage: { strategy: "RAID0" } } } : {};
}

/** A managed group gets its marks from EKS; any other node brings them when it registers. */
function kubeletSpec({ joins, labels, taints }: NodeadmPlan): object {
    if (joins === "byEks") return {};
    const marks = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const flags = [
        ...(marks.length > 0 ? [`--node-labels=${marks.join(",")}`] : []),
        ...(taints.length > 0 ? [`--register-with-taints=${taints.map(taintText).join(",")}`] : []),
    ];
    return flags.length > 0 ? { kubelet: { flags } } : {};
}
