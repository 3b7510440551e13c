/** Machines that are set aside in the account: paid for whether or not a pool uses them. */
export interface MachineReservation {
    /** `cr-…`, or the name at Google. */
    readonly name: string;
    readonly kind: "onDemand" | "capacityBlock" | "future";
    readonly machineType: string;
    readonly region: string;
    /** Zone id. */
    readonly zone: string;
    readonly instances: number;
    readonly tags: Readonly<Record<string, string>>;
    /** ARNs of the resource groups that it belongs to. */
    readonly resourceGroups: readonly string[];
}
