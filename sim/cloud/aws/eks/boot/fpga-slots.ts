import type { FpgaSlot } from "./fpga-tools";

/**
 * Where the FPGAs of an instance are on its PCI bus: slots in the order of their addresses. Sources: awsdocs-fpga-f2
 * (`fpga-describe-local-image-slots` of an f2.48xlarge; a single slot at 0000:00:1e.0 in aws/aws-fpga's guide to F2), Xilinx/
 * FPGA_as_a_Service issue 7 (F1: 0000:00:1d.0). The last address of an f2.48xlarge, those of f2.12xlarge and of larger F1 are
 * not published and made up.
 */
const addresses: Readonly<Record<string, readonly string[]>> = {
    "f2.6xlarge": ["0000:00:1e.0"],
    "f2.12xlarge": ["0000:00:1d.0", "0000:00:1e.0"],
    "f2.48xlarge": ["9f", "a1", "a3", "a5", "ae", "b0", "b2", "b4"].map(bus => `0000:${bus}:00.0`),
    "f1.2xlarge": ["0000:00:1d.0"],
    "f1.4xlarge": ["0000:00:1b.0", "0000:00:1d.0"],
    "f1.16xlarge": ["0f", "11", "13", "15", "17", "19", "1b", "1d"].map(device => `0000:00:${device}.0`),
};

export function slotsOf(instanceType: string, count: number): FpgaSlot[] {
    const known = addresses[instanceType] ?? [];
    return Array.from({ length: count }, (_, slot) => ({
        slot,
        pciAddress: known[slot] ?? `0000:${(0x30 + 2 * slot).toString(16)}:00.0`,
        image: undefined,
    }));
}

/**
 * What else is on the bus of a machine on Nitro: bridges, the console, disks and network (public listings of instances; those of F2
 * are not among them, and larger ones have more).
 */
export const otherDevices = ["00:00.0", "00:01.0", "00:01.3", "00:03.0", "00:04.0", "00:05.0"].map(
    address => `0000:${address}`,
);

/** What sysfs shows of a PCI device, as far as somebody may want to hand it to a container (Linux, Documentation/PCI/sysfs-pci). */
export function sysfsPaths(pciAddress: string): readonly string[] {
    const directory = `/sys/bus/pci/devices/${pciAddress}`;
    const files = ["class", "config", "device", "enable", "numa_node", "remove", "resource", "vendor"];
    const resources = [0, 2, 4].map(bar => `resource${bar}`);
    return [directory, ...[...files, ...resources].map(file => `${directory}/${file}`)];
}
