import { fpgaType } from "./fpga-types";
import { ownPrefix } from "../own-prefix";

/**
 * Where a node says which of its FPGAs pods may have. The FPGAs of F2 have neither a device node nor a name in sysfs that says
 * FPGA: their PCI addresses differ by type, and the ids of a loaded image are its maker's. So the boot asks the management
 * tools, and links the PCI directory of each slot that is fit for use under one name: what is not linked is not advertised.
 *
 * @example fpgaSlots.pattern; // "/run/fpga/slot-*"
 */
export const fpgaSlots = {
    /** Gone after a reboot, like the images in the FPGAs. */
    directory: "/run/fpga",
    pattern: "/run/fpga/slot-*",
    /**
     * A shell function for user data: `link_fpga_slot 0` links slot 0, once its image is loaded. The management tools must be
     * there.
     */
    linkFunction: [
        "link_fpga_slot() {",
        "    mkdir -p /run/fpga",
        "    fpga-describe-local-image-slots | while read -r kind slot vendor device address; do",
        '        if [ "$kind" = AFIDEVICE ] && [ "$slot" = "$1" ]; then',
        '            ln -sfn "/sys/bus/pci/devices/$address" "/run/fpga/slot-$slot"',
        "        fi",
        "    done",
        "}",
    ].join("\n"),
    asOf: "2026-11-24",
    sources: [
        "awsdocs-fpga-f2 (fpga-describe-local-image-slots: AFIDEVICE, slot, vendor, device, DBDF; PCI functions in sysfs)",
        "squat/generic-device-plugin deviceplugin/path.go (a pattern makes each match a device; type Mount)",
    ],
} as const;

/** One FPGA, by the name that is the library's own: no vendor advertises the FPGAs of F2. */
export const fpgaResource = `${ownPrefix}/fpga` as const;

/** Which plugin advertises the FPGAs of a type, and under which name. */
export interface FpgaAdvertiser {
    /** `linked`: what the boot linked, by generic-device-plugin. `xrt`: what AMD's runtime found, by AMD's plugin. */
    readonly by: "linked" | "xrt";
    readonly resource: string;
    readonly verified: boolean;
    readonly source: string;
}

/**
 * Who advertises the FPGAs of a type. AMD's plugin finds FPGAs through XRT, whose shell is F1's; on F2 it finds nothing. It names
 * the resource after the shell of the FPGA: another release of XRT can mean another name. AWS supports neither plugin.
 *
 * @example
 * fpgaAdvertiser("f2.48xlarge").resource; // "pulumi-accelerators/fpga"
 * fpgaAdvertiser("f1.2xlarge").resource; // "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981"
 */
export function fpgaAdvertiser(machineType: string): FpgaAdvertiser {
    const xdma = fpgaType(machineType)?.shells.includes("xdma") === true;
    return xdma ? ofF1 : ofF2;
}

const ofF2: FpgaAdvertiser = {
    by: "linked",
    resource: fpgaResource,
    verified: true,
    source: "the library's own name: no vendor advertises the FPGAs of F2",
};

const ofF1: FpgaAdvertiser = {
    by: "xrt",
    resource: "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981",
    verified: false,
    source: "Xilinx/FPGA_as_a_Service k8s-device-plugin: server.go (amd.com/, shell and timestamp), aws-readme.md (shell and timestamp of F1 with XRT 2019.2)",
};

/** Prefix of the names that AMD's plugin gives to FPGAs of F1, whatever the release of XRT. */
export const fpgaXrtPrefix = "amd.com/xilinx_aws-";
