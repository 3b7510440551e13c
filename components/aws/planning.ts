/**
 * What the components of this room decide before anything exists, without an engine: for reports, checks and configuration.
 * Nothing here imports a Pulumi package.
 */
export { planEksCluster } from "./eks-cluster/plan";
export type { EksClusterPlan, Surroundings } from "./eks-cluster/plan";
export { clusterSettings } from "./eks-cluster/schema";
export { clusterFacets } from "./facets/cluster-facets";
export { groupFacets } from "./facets/group-facets";
export { networkFacets } from "./facets/network-facets";
export { planFpgaNodeGroup } from "./fpga-node-group/plan";
export { fpgaGroupSettings } from "./fpga-node-group/schema";
export { planGpuNodeGroup } from "./gpu-node-group/plan";
export { gpuGroupSettings } from "./gpu-node-group/schema";
export { planNeuronNodeGroup } from "./neuron-node-group/plan";
export { neuronGroupSettings } from "./neuron-node-group/schema";
export { planNetwork } from "./network/plan";
export type { NetworkPlan } from "./network/plan";
export { networkSettings } from "./network/schema";
export type { PlannedCluster } from "./node-group/planned-cluster";
export type { NodeGroupPlan } from "./node-group/plan";
export { planSystemNodeGroup } from "./system-node-group/plan";
export { systemGroupSettings } from "./system-node-group/schema";
