import type { Toleration } from "../fleet/workload";

/**
 * Kubernetes objects as plain, fully known data: the parts of the API that the library writes. Lists are not read-only,
 * so that a manifest is also what the typed resources of `@pulumi/kubernetes` take.
 */
export interface ObjectMeta {
    readonly namespace: string;
    readonly labels: Record<string, string>;
}

/** The name of an object that others refer to, or that has no namespace. */
export interface Named {
    readonly name: string;
    readonly labels: Record<string, string>;
}

/** A variable with a value, or with a field of the pod: `spec.nodeName`. */
export type EnvironmentVariable =
    | { readonly name: string; readonly value: string }
    | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

/** What a container may do on its node: nothing, one thing more, or everything. */
export type SecurityContext =
    | { readonly allowPrivilegeEscalation: false; readonly capabilities: { readonly drop: string[] } }
    | { readonly capabilities: { readonly add: string[] } }
    | { readonly privileged: true };

/** A volume as a container sees it. */
export interface VolumeMount {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: true;
    readonly mountPropagation?: "Bidirectional" | "HostToContainer";
}

/** A directory of the node, the data of a ConfigMap as files, or huge pages. */
export type Volume =
    | {
          readonly name: string;
          readonly hostPath: { readonly path: string; readonly type?: "Directory" | "DirectoryOrCreate" };
      }
    | { readonly name: string; readonly configMap: { readonly name: string } }
    | { readonly name: string; readonly emptyDir: { readonly medium: "HugePages-2Mi" | "HugePages-1Gi" } };

/** Asks a gRPC service of the container for its health. */
export interface GrpcProbe {
    readonly grpc: { readonly port: number; readonly service: string };
    readonly initialDelaySeconds?: number;
    readonly timeoutSeconds: number;
    readonly periodSeconds: number;
    readonly failureThreshold: number;
}

/** Asks a page of the container for its health. */
export interface HttpProbe {
    readonly httpGet: { readonly path: string; readonly port: number; readonly scheme: "HTTP" | "HTTPS" };
    readonly initialDelaySeconds: number;
}

/** Runs a command in the container: it is healthy when that ends well. */
export interface ExecProbe {
    readonly exec: { readonly command: string[] };
    readonly initialDelaySeconds: number;
    readonly periodSeconds: number;
}

/** A container of a pod. */
export interface Container {
    readonly name: string;
    readonly image: string;
    readonly command?: string[];
    readonly args?: string[];
    readonly env?: EnvironmentVariable[];
    readonly ports?: { readonly name: string; readonly containerPort: number }[];
    readonly resources?: {
        readonly requests?: Record<string, string>;
        readonly limits?: Record<string, string>;
        readonly claims?: { readonly name: string }[];
    };
    readonly securityContext: SecurityContext;
    readonly startupProbe?: GrpcProbe;
    readonly livenessProbe?: GrpcProbe | HttpProbe | ExecProbe;
    readonly readinessProbe?: HttpProbe;
    readonly volumeMounts?: VolumeMount[];
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
    readonly automountServiceAccountToken: boolean;
    readonly serviceAccountName?: string;
    readonly priorityClassName?: string;
    /** Who places the pod; the cluster's own scheduler when left out. */
    readonly schedulerName?: string;
    readonly restartPolicy?: "Always" | "Never";
    readonly hostNetwork?: true;
    readonly initContainers?: Container[];
    readonly containers: Container[];
    readonly volumes?: Volume[];
    /** Devices of a DRA driver that the pod claims, by the name under which its containers ask for them. */
    readonly resourceClaims?: { readonly name: string; readonly resourceClaimTemplateName: string }[];
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

/** Pods that the cluster keeps running, wherever they may land. It has no name: the engine gives it a unique one. */
export interface DeploymentManifest {
    readonly apiVersion: "apps/v1";
    readonly kind: "Deployment";
    readonly metadata: ObjectMeta;
    readonly spec: {
        readonly replicas: number;
        readonly strategy: { readonly type: "Recreate" };
        readonly selector: { readonly matchLabels: Record<string, string> };
        readonly template: {
            readonly metadata: { readonly labels: Record<string, string> };
            readonly spec: PodSpec;
        };
    };
}

/** A name in the cluster for pods. */
export interface ServiceManifest {
    readonly apiVersion: "v1";
    readonly kind: "Service";
    readonly metadata: ObjectMeta & Named;
    readonly spec: {
        readonly ports: { readonly name: string; readonly port: number; readonly targetPort: number }[];
        readonly selector: Record<string, string>;
    };
}

/** Files for pods. Its name follows from its data, so that other data is another object and rolls the pods that mount it. */
export interface ConfigMapManifest {
    readonly apiVersion: "v1";
    readonly kind: "ConfigMap";
    readonly metadata: ObjectMeta & Named;
    readonly immutable: true;
    readonly data: Record<string, string>;
}

/** As whom pods speak to the Kubernetes API. */
export interface ServiceAccountManifest {
    readonly apiVersion: "v1";
    readonly kind: "ServiceAccount";
    readonly metadata: ObjectMeta & Named;
}

/** What may be done in the whole cluster. */
export interface ClusterRoleManifest {
    readonly apiVersion: "rbac.authorization.k8s.io/v1";
    readonly kind: "ClusterRole";
    readonly metadata: Named;
    readonly rules: { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
}

/** Who may do it. */
export interface ClusterRoleBindingManifest {
    readonly apiVersion: "rbac.authorization.k8s.io/v1";
    readonly kind: "ClusterRoleBinding";
    readonly metadata: Named;
    readonly roleRef: {
        readonly apiGroup: "rbac.authorization.k8s.io";
        readonly kind: "ClusterRole";
        readonly name: string;
    };
    readonly subjects: { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string }[];
}

/** Devices of a DRA driver under a name that pods claim from. */
export interface DeviceClassManifest {
    readonly apiVersion: "resource.k8s.io/v1";
    readonly kind: "DeviceClass";
    readonly metadata: Named;
    readonly spec: { readonly selectors: { readonly cel: { readonly expression: string } }[] };
}

/** A pod as kubectl takes it. */
export interface PodManifest {
    readonly apiVersion: "v1";
    readonly kind: "Pod";
    readonly metadata: ObjectMeta & { readonly name: string };
    readonly spec: PodSpec;
}

/** Makes a claim for each pod that refers to it. */
export interface ResourceClaimTemplateManifest {
    readonly apiVersion: "resource.k8s.io/v1";
    readonly kind: "ResourceClaimTemplate";
    readonly metadata: ObjectMeta & { readonly name: string };
    readonly spec: {
        readonly spec: {
            readonly devices: {
                readonly requests: {
                    readonly name: string;
                    readonly exactly: {
                        readonly deviceClassName: string;
                        readonly allocationMode: "ExactCount";
                        readonly count: number;
                    };
                }[];
            };
        };
    };
}

/** An object of a cluster that advertises devices, or belongs to what does. */
export type PluginManifest =
    | DaemonSetManifest
    | DeploymentManifest
    | ServiceManifest
    | ConfigMapManifest
    | ServiceAccountManifest
    | ClusterRoleManifest
    | ClusterRoleBindingManifest
    | DeviceClassManifest;
