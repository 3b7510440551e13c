import type { Pool } from "../../fleet/pool";
import type { TomlTable } from "./user-data/toml";

/** What the machines of a kind of group are told besides joining their cluster, by the way in which their system is told. */
export interface Boot {
    /** Of AL2023: shell scripts, in their order, which run before the kubelet starts. */
    readonly scripts: (pool: Pool) => readonly string[];
    /** Of Bottlerocket: settings, by their names below `settings`. */
    readonly settings: (pool: Pool) => TomlTable;
}

/** Machines with nothing to prepare. */
export const plainBoot: Boot = { scripts: () => [], settings: () => ({}) };
