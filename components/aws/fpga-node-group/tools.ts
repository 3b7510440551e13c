import { fpgaAdvertiser } from "../../catalog/aws/fpga-slots";
import type { NodeGroupArgs } from "../node-group/arguments";
import { customAmi } from "../node-group/custom-ami";

/** Whether the boot links the FPGAs of a type. What AMD's runtime finds needs no links, and has images loaded by that runtime. */
export function isLinked(machineType: string): boolean {
    return fpgaAdvertiser(machineType).by === "linked";
}

/** Whether the image of the nodes holds the software by which its FPGAs are managed. */
export function holdsTools(args: Pick<NodeGroupArgs, "image">): boolean {
    return customAmi(args)?.drivers.includes("fpga") === true;
}

/** Whether the nodes install the development kit at their first boot. */
export function installsKit(machineType: string, args: Pick<NodeGroupArgs, "image">): boolean {
    return isLinked(machineType) && !holdsTools(args);
}
