export { EksCluster } from "./eks-cluster/cluster";
export type {
    AdoptedClusterArgs,
    ClusterEndpoint,
    EksClusterArgs,
    ExistingCluster,
    KubernetesVersion,
    NewClusterArgs,
    TokenSource,
} from "./eks-cluster/arguments";
export { FpgaImageBuilder } from "./fpga-image-builder/fpga-image-builder";
export type { FpgaImageBuilderArgs } from "./fpga-image-builder/arguments";
export { FpgaNodeGroup } from "./fpga-node-group/fpga-node-group";
export type { FpgaImage, FpgaLoad, FpgaNodeGroupArgs, FpgaSdkArchive, FpgaSlot } from "./fpga-node-group/arguments";
export { GpuNodeGroup } from "./gpu-node-group/gpu-node-group";
export type { GpuNodeGroupArgs } from "./gpu-node-group/arguments";
export { NeuronNodeGroup } from "./neuron-node-group/neuron-node-group";
export type { LncOf, NeuronNodeGroupArgs } from "./neuron-node-group/arguments";
export { Network } from "./network/network";
export type {
    AdoptedNetworkArgs,
    ExistingNetwork,
    ExistingSubnet,
    NetworkArgs,
    NewNetworkArgs,
} from "./network/arguments";
export type { ClusterNetwork } from "./network/cluster-network";
export type { CustomAmi, NodeGroupArgs } from "./node-group/arguments";
export type { FabricArgs } from "./node-group/fabric-arguments";
export type { ImageName } from "./node-group/image";
export type { EksNodeCluster } from "./node-group/eks-node-cluster";
export { SystemNodeGroup } from "./system-node-group/system-node-group";
export type { SystemNodeGroupArgs } from "./system-node-group/arguments";
