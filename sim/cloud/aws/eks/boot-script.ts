/**
 * What the shell scripts of user data do that a node shows: GPUs in MIG mode and huge pages. Scripts are not run; lines are
 * looked for. Sources: NVIDIA MIG user guide, "Getting Started with MIG" (nvidia-smi -mig, mig -cgi, -cci, -C, -i), AWS
 * knowledge centre "enable-hugepages-amazon-eks" (vm.nr_hugepages), Linux Documentation/admin-guide/mm/hugetlbpage.rst
 * (/sys/kernel/mm/hugepages). A GPU that is named by a variable, as in a loop, means
 * every GPU.
 */
import type { GpuSetup, SmiCommand } from "./gpu-setup";

/** What the lines of boot scripts say. */
export interface ReadScript {
    /** Pages of 2 MiB. */
    readonly hugePages: number | undefined;
    /** Pages of 1 GiB. */
    readonly giantPages: number | undefined;
    readonly gpus: GpuSetup;
}

export function readBootScript(source: string): ReadScript {
    const lines = source
        .replace(/\\\n/g, " ")
        .split(/\n|;|&&|\|\|/)
        .map(line => line.replace(/(^|\s)#.*$/, "").trim());
    const pages = lastNumber(lines, /\bvm[./]nr_hugepages\s*=\s*"?(\d+)/);
    const giant = lastNumber(lines, /\becho\s+"?(\d+)"?\s*>\s*"?\S*\/hugepages-1048576kB\/nr_hugepages\b/);
    const commands = lines.map(readSmi).filter(command => command !== undefined);
    const gpus: GpuSetup = commands.length === 0 ? { by: "nobody" } : { by: "nvidia-smi", commands };
    return { hugePages: pages, giantPages: giant, gpus };
}

function lastNumber(lines: readonly string[], pattern: RegExp): number | undefined {
    const found = lines.map(line => pattern.exec(line)?.[1]).filter(each => each !== undefined);
    return found.length === 0 ? undefined : Number(found.at(-1));
}

function readSmi(line: string): SmiCommand | undefined {
    const [, written] = /(?:^|\s|\/)nvidia-smi\s+(.*)$/.exec(line) ?? [];
    if (written === undefined) return undefined;
    const words = written.split(/\s+/).filter(word => !/^[\d&]?>/.test(word));
    const after = (...names: readonly string[]): string | undefined => {
        const found = words.map(word => word.split("=")).findIndex(([name = ""]) => names.includes(name));
        const [, value] = words[found]?.split("=") ?? [];
        return found < 0 ? undefined : (value ?? words[found + 1] ?? "");
    };
    const gpus = (after("-i", "--id") ?? "")
        .split(",")
        .filter(each => /^\d+$/.test(each))
        .map(Number);
    const command = (does: SmiCommand["does"], more: Partial<SmiCommand> = {}): SmiCommand => ({
        does,
        gpus,
        profiles: [],
        compute: false,
        ...more,
    });
    const mode = after("-mig", "--multi-instance-gpu");
    if (mode !== undefined) return command(/^(1|enabled)$/i.test(mode.replace(/["']/g, "")) ? "enable" : "disable");
    if (words[0] !== "mig") return undefined;
    const profiles = after("-cgi", "--create-gpu-instance");
    if (profiles !== undefined)
        return command("create", {
            profiles: profiles.replace(/["']/g, "").split(","),
            compute: words.includes("-C") || words.includes("--default-compute-instance"),
        });
    if (words.some(word => word === "-cci" || word.startsWith("--create-compute-instance")))
        return command("createCompute");
    return words.some(word => word === "-dgi" || word.startsWith("--destroy-gpu-instance"))
        ? command("destroy")
        : undefined;
}
