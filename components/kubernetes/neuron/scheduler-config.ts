import { neuronScheduling } from "../../catalog/kubernetes/neuron-companions";

/**
 * The configuration of a scheduler that asks Neuron's extension where a pod's chips and cores can lie together, and lets it
 * bind. Without the extension such pods wait; others are placed as ever. JSON is YAML too.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, scheduler-custom-config.yaml: the extension is given whole nodes, so that
 * `nodeCacheCapable` is false; manifests before the chart's said true. The dead name `neurondevice` is not managed.
 */
export function schedulerConfigFile(extension: string): string {
    const { namespace, schedulerName, extender } = neuronScheduling;
    const { port } = neuronScheduling.extension;
    const file = {
        apiVersion: "kubescheduler.config.k8s.io/v1",
        kind: "KubeSchedulerConfiguration",
        profiles: [{ schedulerName }],
        extenders: [{ urlPrefix: `http://${extension}.${namespace}.svc.cluster.local:${port}`, ...extender }],
        leaderElection: { leaderElect: true, resourceNamespace: namespace, resourceName: schedulerName },
    };
    return `${JSON.stringify(file, undefined, 2)}\n`;
}
