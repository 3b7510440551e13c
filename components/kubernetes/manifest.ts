import type { Toleration } from "../fleet/workload";

/**
 * Kubernetes objects as plain, fully known data: the parts of the API that the library writes. Lists are not read-only,
 * so that a manifest is also what the typed resources of `@pulumi/kubernetes` take.
 */
export interface ObjectMeta {
    readonly namespace: string;
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
}

/** A container of a pod: without privileges. */
export interface Container {
    readonly name: string;
    readonly image: string;
    readonly env?: { readonly name: string; readonly value: string }[];
    readonly resources?: { readonly limits: Record<string, string> };
    readonly securityContext: {
        readonly allowPrivilegeEscalation: false;
        readonly capabilities: { readonly drop: string[] };
    };
    readonly volumeMounts?: { readonly name: string; readonly mountPath: string }[];
}

/** The part of a pod that decides where it may land. */
export interface PodPlacement {
    readonly tolerations: Toleration[];
    readonly nodeSelector?: Record<string, string>;
    readonly affinity?: {
        readonly nodeAffinity: {
            readonly requiredDuringSchedulingIgnoredDuringExecution: {
                readonly nodeSelectorTerms: {
                    readonly matchExpressions: {
                        readonly key: string;
                        readonly operator: string;
                        readonly values?: string[];
                    }[];
                }[];
            };
        };
    };
}

/** What runs, and where it may land. */
export interface PodSpec extends PodPlacement {
    readonly automountServiceAccountToken: false;
    readonly priorityClassName?: string;
    readonly restartPolicy?: "Always" | "Never";
    readonly containers: Container[];
    readonly volumes?: {
        readonly name: string;
        readonly hostPath: { readonly path: string; readonly type: string };
    }[];
}

/** A DaemonSet without a name: the engine gives it a unique one. */
export interface DaemonSetManifest {
    readonly apiVersion: "apps/v1";
    readonly kind: "DaemonSet";
    readonly metadata: ObjectMeta;
    readonly spec: {
        readonly selector: { readonly matchLabels: Record<string, string> };
        readonly updateStrategy: {
            readonly type: "RollingUpdate";
            readonly rollingUpdate: { readonly maxUnavailable: string };
        };
        readonly template: {
            readonly metadata: { readonly labels: Record<string, string> };
            readonly spec: PodSpec;
        };
    };
}

/** A pod as kubectl takes it. */
export interface PodManifest {
    readonly apiVersion: "v1";
    readonly kind: "Pod";
    readonly metadata: ObjectMeta & { readonly name: string };
    readonly spec: PodSpec;
}
