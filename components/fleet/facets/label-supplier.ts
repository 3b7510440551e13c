import type { DeviceFamily } from "../../catalog/devices";
import type { Workload } from "../workload";

/** A label that appears on a node once its supplier runs there. */
export interface SuppliedLabel {
    readonly key: string;
    readonly value: string;
    /** Only on nodes with devices of this family. */
    readonly family: DeviceFamily;
}

/** A DaemonSet that labels the nodes it runs on by what it finds there: NFD, NVIDIA's GPU feature discovery. */
export interface LabelSupplier extends Workload {
    readonly name: string;
    /** Key of the cluster it runs in: `Pool.cluster`. */
    readonly cluster: string;
    readonly labels: readonly SuppliedLabel[];
}
