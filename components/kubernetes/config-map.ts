import { createHash } from "node:crypto";
import type { ConfigMapManifest, ObjectMeta } from "./manifest";

/**
 * Files as an object of the cluster. Its name ends in a hash of the data: programs read their files once, so that another file
 * must be another name to roll the pods.
 */
export function configMapOf(name: string, metadata: ObjectMeta, data: Record<string, string>): ConfigMapManifest {
    const hash = createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
    return {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { ...metadata, name: `${name}-${hash}` },
        immutable: true,
        data,
    };
}
