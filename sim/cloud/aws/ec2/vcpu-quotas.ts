/** How an instance is paid for and found. Capacity blocks have quotas of their own. */
export type Market = "onDemand" | "spot" | "capacityBlock";

/**
 * The quota that counts an instance's vCPUs. Source: EC2 user guide, "Amazon EC2 instance type quotas" (read 2026-11-23).
 * That page still has a spot quota of its own for P5; accounts listed in July 2026 have one for all P types.
 */
const quotas: readonly { readonly families: RegExp; readonly onDemand: string; readonly spot: string | undefined }[] = [
    { families: /^p\d/, onDemand: "L-417A185B", spot: "L-7212CCBC" },
    { families: /^(g\d|gr\d|vt)/, onDemand: "L-DB2E81BA", spot: "L-3819A6DF" },
    { families: /^trn/, onDemand: "L-2C3B7624", spot: "L-6B0D517C" },
    { families: /^inf/, onDemand: "L-1945791B", spot: "L-B5D1601B" },
    { families: /^f\d/, onDemand: "L-74FC7D96", spot: "L-88CF9481" },
    { families: /^dl/, onDemand: "L-6E869C2A", spot: "L-85EED4F7" },
    { families: /^hpc/, onDemand: "L-F7808C92", spot: undefined },
    { families: /^u-/, onDemand: "L-43DA4232", spot: undefined },
    { families: /^x\d/, onDemand: "L-7295265B", spot: "L-E3A00192" },
    { families: /^[acdhimrtz]/, onDemand: "L-1216C47A", spot: "L-34B43A08" },
];

/** The code of the EC2 quota that instances of the family count towards; undefined when none does. */
export function vcpuQuota(family: string, market: Market): string | undefined {
    if (market === "capacityBlock") return undefined;
    return quotas.find(quota => quota.families.test(family))?.[market];
}
