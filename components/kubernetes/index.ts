export type { KubernetesCluster } from "./cluster";
export { DevicePlugins } from "./device-plugins";
export type { DevicePluginsArgs } from "./device-plugins-plan";
export type * from "./manifest";
export { gpuOperator } from "../fleet/advertisers";
export { gpuOperatorValues } from "./nvidia/gpu-operator-values";
export type { GpuOperatorValues } from "./nvidia/gpu-operator-values";
export { sampleManifests, samplePod } from "./sample-pod";
export type { SamplePodOptions } from "./sample-pod";
