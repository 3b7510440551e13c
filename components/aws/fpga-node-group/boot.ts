import { fpgaSdk, fpgaType } from "../../catalog/aws/fpga-types";
import type { Pool } from "../../fleet/pool";
import type { Boot } from "../node-group/boot";
import { reserveHugePages } from "../node-group/user-data/reserve-huge-pages";
import type { FpgaLoad, FpgaNodeGroupArgs, FpgaSlot } from "./arguments";
import { prepareFpgas } from "./prepare-fpgas";
import { isLinked } from "./tools";

/** What nodes with FPGAs do about them before their kubelet starts. */
export function fpgaBoot({ load, sdk = fpgaSdk.archive }: Pick<FpgaNodeGroupArgs, "load" | "sdk">): Boot {
    return {
        scripts: pool => [
            ...(pool.hugePages === undefined ? [] : [reserveHugePages(pool.hugePages)]),
            ...(isLinked(pool.machineType)
                ? [prepareFpgas({ slots: slotsOf(pool, load), tools: toolsOf(pool, sdk) })]
                : []),
        ],
        settings: () => ({}),
    };
}

function toolsOf({ image }: Pool, { url, sha256 }: NonNullable<FpgaNodeGroupArgs["sdk"]>) {
    return image.drivers.includes("fpga") ? "image" : { url, sha256 };
}

/** What each slot of a node is to hold. */
function slotsOf({ machineType }: Pool, load: FpgaLoad = ["empty"]): readonly FpgaSlot[] {
    const ofSlot = (slot: number): FpgaSlot => ("agfi" in load ? load : (load[slot] ?? "empty"));
    return Array.from({ length: fpgaType(machineType)?.slots ?? 0 }, (_, slot) => ofSlot(slot));
}
