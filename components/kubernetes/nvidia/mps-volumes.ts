import type { Volume, VolumeMount } from "../manifest";

/** Where plugin and control daemon of a node meet. Source: NVIDIA/k8s-device-plugin chart, values.yaml (mps.root). */
export const mpsRoot = "/run/nvidia/mps";

/** The root of MPS, as the programs expect it. */
export const mpsRootMount: VolumeMount = { name: "mps-root", mountPath: "/mps" };

/** The root, and the shared memory through which daemon and clients talk: the plugin watches the daemon's health there. */
export const mpsMounts: readonly VolumeMount[] = [mpsRootMount, { name: "mps-shm", mountPath: "/dev/shm" }];

/** The directories of the node behind them; the second one is made by the daemon's first container. */
export const mpsVolumes: readonly Volume[] = [
    { name: "mps-root", hostPath: { path: mpsRoot, type: "DirectoryOrCreate" } },
    { name: "mps-shm", hostPath: { path: `${mpsRoot}/shm` } },
];
