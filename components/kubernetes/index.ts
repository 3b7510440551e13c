export type { KubernetesCluster } from "./cluster";
export { DevicePlugins } from "./device-plugins";
export type { DevicePluginsArgs } from "./device-plugins-plan";
export type { Container, DaemonSetManifest, ObjectMeta, PodManifest, PodPlacement, PodSpec } from "./manifest";
export { samplePod } from "./sample-pod";
export type { SamplePodOptions } from "./sample-pod";
