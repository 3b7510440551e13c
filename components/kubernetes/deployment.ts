import type { DeploymentManifest, PodSpec } from "./manifest";
import { namespace } from "./plugin-daemon-set";

/** What tells the pods of a Deployment from others. */
export interface Labelled {
    /** Name of the software. */
    readonly name: string;
    /** Name of the component in the program. */
    readonly instance: string;
    /** What it is for. */
    readonly component: string;
    readonly version: string;
}

/** One pod of a program that the cluster has once. */
export function deployment({ name, instance, component, version }: Labelled, spec: PodSpec): DeploymentManifest {
    const selected = {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": instance,
        "app.kubernetes.io/component": component,
    };
    const labels = { ...selected, "app.kubernetes.io/version": version };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { namespace, labels },
        spec: {
            replicas: 1,
            // Two at once would both decide.
            strategy: { type: "Recreate" },
            selector: { matchLabels: selected },
            template: { metadata: { labels }, spec },
        },
    };
}
