import { fpgaSlots } from "./fpga-slots";
import { ownPrefix } from "../own-prefix";

/**
 * What a node says of the images of its FPGAs: the condition, and what the boot leaves for a slot that is not fit for use. The
 * condition is `True` when something is wrong, as those of Kubernetes' node problem detector are, and `Unknown` when the boot
 * left neither a link nor a reason.
 *
 * `label`: how many FPGAs of a node were fit for use when it joined (`all`, `some`, `none`).
 *
 * @example
 * fpgaLoad.condition; // "FpgaNotLoaded"
 * fpgaLoad.label; // "pulumi-accelerators/fpga.loaded"
 */
export const fpgaLoad = {
    condition: "FpgaNotLoaded",
    label: `${ownPrefix}/fpga.loaded`,
    loaded: { reason: "FpgaImagesLoaded", message: "every FPGA that the boot was to make fit for use is linked" },
    notLoaded: "FpgaImageNotLoaded",
    unknown: "the boot left neither a link nor a reason for any FPGA",
    /** One file for each slot that failed: its one line says why. */
    failedPattern: `${fpgaSlots.directory}/failed-*`,
    asOf: "2026-11-24",
    source: "the library's own names; kubernetes/node-problem-detector docs/custom_plugin_monitor.md, pkg/custompluginmonitor (exit 0 is False, 1 is True, others Unknown; the message is what the check prints)",
} as const;
