/** The parts of Kubernetes objects that the simulated kubelets look at, as they are on the wire. */

export interface Metadata {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly {
        readonly kind: string;
        readonly controller?: boolean;
        readonly uid?: string;
    }[];
}

export interface Taint {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
}

export interface Node {
    readonly apiVersion?: "v1";
    readonly kind?: "Node";
    readonly metadata: Metadata;
    readonly spec: {
        readonly providerID?: string;
        readonly taints?: readonly Taint[];
        readonly unschedulable?: boolean;
    };
    readonly status?: NodeStatus;
}

export interface NodeStatus {
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly reason?: string;
        readonly message?: string;
        readonly lastTransitionTime?: string;
    }[];
    readonly nodeInfo?: Readonly<Record<string, string>>;
}

export interface Container {
    readonly name: string;
    readonly image?: string;
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: readonly {
        readonly name: string;
        readonly value?: string;
        readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
    }[];
    readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
    readonly securityContext?: SecurityContext;
    readonly volumeMounts?: readonly VolumeMount[];
}

export interface VolumeMount {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
    readonly subPathExpr?: string;
}

export interface Volume {
    readonly name: string;
    readonly hostPath?: { readonly path: string };
    readonly configMap?: {
        readonly name: string;
        readonly defaultMode?: number;
        readonly items?: readonly { readonly key: string; readonly path: string; readonly mode?: number }[];
    };
}

export interface ConfigMap {
    readonly metadata: Metadata;
    readonly data?: Readonly<Record<string, string>>;
}

export interface SecurityContext {
    readonly privileged?: boolean;
    readonly runAsUser?: number;
    readonly runAsNonRoot?: boolean;
}

export interface Toleration {
    readonly key?: string;
    readonly operator?: string;
    readonly value?: string;
    readonly effect?: string;
}

export interface Pod {
    readonly metadata: Metadata;
    readonly spec: {
        readonly nodeName?: string;
        readonly containers: readonly Container[];
        readonly initContainers?: readonly Container[];
        readonly hostNetwork?: boolean;
        readonly serviceAccountName?: string;
        readonly automountServiceAccountToken?: boolean;
        readonly nodeSelector?: Readonly<Record<string, string>>;
        readonly volumes?: readonly Volume[];
        readonly tolerations?: readonly Toleration[];
        readonly securityContext?: SecurityContext;
    };
    readonly status?: {
        readonly phase?: string;
        readonly reason?: string;
        readonly message?: string;
        readonly startTime?: string;
        readonly containerStatuses?: readonly ContainerStatus[];
    };
}

export interface ContainerStatus {
    readonly name: string;
    readonly ready: boolean;
    readonly state?: { readonly running?: { readonly startedAt?: string } };
}

export interface List<T> {
    readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
    readonly items: readonly T[];
}
