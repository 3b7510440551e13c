import type { Json } from "../../contract";

/** What user data does with the GPUs before the kubelet starts. Plain JSON: a node group remembers it. */
export type GpuSetup =
    | { readonly by: "nobody" }
    | { readonly by: "nvidia-smi"; readonly commands: readonly SmiCommand[] }
    | {
          readonly by: "bottlerocket";
          /** `settings.kubelet-device-plugins.nvidia.mig.profile`, by GPU model; null when the GPUs stay whole. */
          readonly mig: Readonly<Record<string, string>> | null;
          /** The configuration file of the image's own plugin; null when the plugin is turned off. */
          readonly plugin: Json;
      };

export type SmiCommand = {
    readonly does: "enable" | "disable" | "create" | "createCompute" | "destroy";
    /** Empty means every GPU. */
    readonly gpus: readonly number[];
    /** Of `create`: `1g.10gb`, in the order given. */
    readonly profiles: readonly string[];
    /** Of `create`: also makes the compute instances, without which nobody sees the GPU instances (`-C`). */
    readonly compute: boolean;
};
