import type { Workload } from "../workload";

/** Something that runs beside the users' pods on a cluster: an EKS add-on, or a chart in its place. */
export interface AddOn extends Workload {
    /** As EKS names it, `eks-node-monitoring-agent`. */
    readonly name: string;
    /** Key of the cluster it runs in: `Pool.cluster`. */
    readonly cluster: string;
}
