import { lncFile } from "../../catalog/aws/neuron-types";
import type { Pool } from "../../fleet/pool";
import type { Boot } from "../node-group/boot";

/**
 * What nodes with Neuron chips do about them before their kubelet starts. Bottlerocket cannot be told: groups on it have what
 * the chips do by themselves.
 */
export const neuronBoot: Boot = { scripts, settings: () => ({}) };

/** The file is there before the device plugin, which reads it, and before every container that uses the chips. */
function scripts({ accelerators }: Pool): readonly string[] {
    return accelerators.flatMap(({ lnc }) => (lnc === undefined ? [] : [writeLnc(lnc)]));
}

function writeLnc(lnc: number): string {
    const { path, content } = lncFile;
    const directory = path.slice(0, path.lastIndexOf("/"));
    return [
        "#!/bin/bash",
        "set -euo pipefail",
        `mkdir -p ${directory}`,
        `cat > ${path} <<'LNC'`,
        `${content(lnc)}LNC`,
        "",
    ].join("\n");
}
