/**
 * How NVIDIA's driver library names a GPU that EC2 calls by a shorter name. Sources: `nvidia-smi -L` and ResourceSlices in public
 * threads (kubernetes-sigs/dra-driver-nvidia-gpu issues 719 and 744), CUDA's table of compute capabilities. Read 2026-11-24; the
 * names of B300 and RTX PRO 4500 are not confirmed by a published node.
 */
export interface GpuModel {
    readonly productName: string;
    readonly architecture: string;
    /** `8.0.0` */
    readonly computeCapability: string;
}

const models: Readonly<Record<string, GpuModel>> = {
    "V100 16": model("Tesla V100-SXM2-16GB", "Volta", "7.0.0"),
    "V100 32": model("Tesla V100-SXM2-32GB", "Volta", "7.0.0"),
    "T4 16": model("Tesla T4", "Turing", "7.5.0"),
    "T4g 16": model("NVIDIA T4G", "Turing", "7.5.0"),
    "A10G 22": model("NVIDIA A10G", "Ampere", "8.6.0"),
    "A100 40": model("NVIDIA A100-SXM4-40GB", "Ampere", "8.0.0"),
    "A100 80": model("NVIDIA A100-SXM4-80GB", "Ampere", "8.0.0"),
    "L4 22": model("NVIDIA L4", "Ada Lovelace", "8.9.0"),
    "L40S 44": model("NVIDIA L40S", "Ada Lovelace", "8.9.0"),
    "H100 80": model("NVIDIA H100 80GB HBM3", "Hopper", "9.0.0"),
    "H200 141": model("NVIDIA H200", "Hopper", "9.0.0"),
    "B200 179": model("NVIDIA B200", "Blackwell", "10.0.0"),
    "B300 268": model("NVIDIA B300 SXM6 AC", "Blackwell", "10.3.0"),
    "RTX PRO 4500 32": model("NVIDIA RTX PRO 4500 Blackwell Server Edition", "Blackwell", "12.0.0"),
    "RTX PRO Server 6000 96": model("NVIDIA RTX PRO 6000 Blackwell Server Edition", "Blackwell", "12.0.0"),
};

function model(productName: string, architecture: string, computeCapability: string): GpuModel {
    return { productName, architecture, computeCapability };
}

export function gpuModel(name: string, memoryGiB: number): GpuModel | undefined {
    return models[`${name} ${Math.floor(memoryGiB)}`];
}
