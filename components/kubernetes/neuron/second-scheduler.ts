import { neuronScheduling } from "../../catalog/kubernetes/neuron-companions";
import { configMapOf } from "../config-map";
import { deployment, type Labelled } from "../deployment";
import type { Software } from "../companion-software";
import type { Container, HttpProbe, PluginManifest, SecurityContext, ServiceManifest } from "../manifest";
import type { PlannedObject } from "../plugin-daemon-set";
import { rightsOf } from "../rights";
import { schedulerConfigFile } from "./scheduler-config";

/** The two programs of the second scheduler. */
export interface SchedulerSoftware {
    readonly extension: Software;
    readonly scheduler: Software;
}

/**
 * A second scheduler beside the cluster's own, with Neuron's extension: it places pods that name it, so that the chips and
 * cores of a pod lie together. It runs on nodes that nothing is tainted off, not on the accelerators.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, templates/scheduler (customScheduler).
 */
export function secondScheduler(instance: string, software: SchedulerSoftware): PlannedObject<PluginManifest>[] {
    const extension = extensionObjects(instance, software.extension);
    return [...extension, ...schedulerObjects(instance, software.scheduler)];
}

const { namespace, extension: extensionFacts, secondScheduler: schedulerFacts } = neuronScheduling;
const priorityClassName = extensionFacts.priorityClass;
const { port } = extensionFacts;
const notMore: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

function extensionName(instance: string): string {
    return `${instance}-neuron-extension`;
}

function extensionObjects(instance: string, { image, version }: Software): PlannedObject<PluginManifest>[] {
    const name = extensionName(instance);
    const suffix = "neuron-extension";
    const labelled: Labelled = { name: "neuron-scheduler", instance, component: "scheduler-extension", version };
    const made = deployment(labelled, {
        automountServiceAccountToken: true,
        serviceAccountName: name,
        priorityClassName,
        tolerations: [],
        containers: [
            {
                name: "neuron-scheduler",
                image,
                env: [{ name: extensionFacts.portVariable, value: String(port) }],
                ports: [{ name: "http", containerPort: port }],
                securityContext: notMore,
            },
        ],
    });
    const { metadata, spec } = made;
    const service: ServiceManifest = {
        apiVersion: "v1",
        kind: "Service",
        metadata: { ...metadata, name },
        spec: {
            ports: [{ name: "http", port, targetPort: port }],
            selector: spec.selector.matchLabels,
        },
    };
    return [
        ...rightsOf({ name, suffix, metadata: { namespace, labels: metadata.labels } }, extensionFacts.rules).objects,
        { suffix: `${suffix}-service`, manifest: service },
        { suffix, manifest: made },
    ];
}

const configDirectory = "/etc/kubernetes/neuron-scheduler";
const configFile = "config.yaml";
const health: HttpProbe = {
    httpGet: { path: "/healthz", port: schedulerFacts.healthPort, scheme: "HTTPS" },
    initialDelaySeconds: 15,
};

function schedulerObjects(instance: string, { image, version }: Software): PlannedObject<PluginManifest>[] {
    const name = `${instance}-neuron-scheduler`;
    const suffix = "neuron-scheduler";
    const labelled: Labelled = { name: "kube-scheduler", instance, component: "second-scheduler", version };
    const file = schedulerConfigFile(extensionName(instance));
    const container: Container = {
        name: "kube-scheduler",
        image,
        command: [schedulerFacts.command],
        args: [`--config=${configDirectory}/${configFile}`, "--v=2"],
        resources: { requests: { cpu: "100m" } },
        securityContext: notMore,
        livenessProbe: health,
        readinessProbe: health,
        volumeMounts: [{ name: "config", mountPath: configDirectory, readOnly: true }],
    };
    const metadataOf = (labels: Record<string, string>) => ({ namespace, labels });
    const pods = (configMap: string) =>
        deployment(labelled, {
            automountServiceAccountToken: true,
            serviceAccountName: name,
            priorityClassName,
            tolerations: [],
            containers: [container],
            volumes: [{ name: "config", configMap: { name: configMap } }],
        });
    const { labels } = pods("").metadata;
    const config = configMapOf(name, metadataOf(labels), { [configFile]: file });
    // The roles of Kubernetes' own schedulers: what a scheduler may do changes with its version, and they with it.
    return [
        ...rightsOf({ name, suffix, metadata: metadataOf(labels) }, schedulerFacts.rules, schedulerFacts.clusterRoles)
            .objects,
        { suffix: `${suffix}-config`, manifest: config },
        { suffix, manifest: pods(config.metadata.name) },
    ];
}
