import { chooseMechanism } from "../../fleet/advertisers";
import type { Pool } from "../../fleet/pool";
import type { Boot } from "../node-group/boot";
import type { TomlTable } from "../node-group/user-data/toml";
import { bottlerocketGpus } from "./bottlerocket-gpus";
import { divideGpus } from "./divide-gpus";

/** What nodes with GPUs do about them before their kubelet starts. */
export const gpuBoot: Boot = { scripts, settings };

/** Where nothing in the cluster divides GPUs, the node does it itself. */
function scripts(pool: Pool): readonly string[] {
    const { sharing, machineType } = pool;
    if (sharing.kind !== "mig") return [];
    const choice = chooseMechanism(pool, "nvidia");
    const divides = choice.by !== "none" && choice.needs.includes("migManager");
    return divides ? [divideGpus(machineType, sharing.instances)] : [];
}

/** An image that advertises its GPUs itself is told how they are shared. */
function settings(pool: Pool): TomlTable {
    const byImage = chooseMechanism(pool, "nvidia").by === "image";
    return byImage ? bottlerocketGpus(pool.sharing, pool.machineType) : {};
}
