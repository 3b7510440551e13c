/**
 * What the scripts of user data leave behind on an AL2023 machine before its kubelet starts: files, and loaded FPGAs. Scripts
 * of one user data run one after the other (cloud-init, "User-data scripts"); nodeadm-run waits for them, whether or not they
 * succeed, and merges the files of `/etc/eks/nodeadm.d/` over the user data (awslabs/amazon-eks-ami, nodeadm README).
 */
import { Files } from "./files";
import { fpgaPrograms, type FpgaSlot } from "./fpga-tools";
import { slotsOf, sysfsPaths } from "./fpga-slots";
import { commonPrograms } from "./programs";
import { runShell, type Program, type Result, type ShellMachine } from "./shell";
import { NotRead } from "./shell-syntax";
import { systemctl } from "./units";

export interface BootHardware {
    readonly instanceType: string;
    readonly fpgas: number;
}

/** What the image brings before any script runs. */
export interface BootImage {
    readonly fpgaTools: boolean;
    readonly xrt?: boolean;
}

export interface Booted {
    /** Content of the files that scripts wrote, by path. */
    readonly files: ReadonlyMap<string, string>;
    /** FPGAs in sysfs, and everything that scripts left in the file system, links and directories too. */
    readonly paths: readonly string[];
    readonly slots: readonly FpgaSlot[];
    /** Xilinx' runtime is installed. */
    readonly xrt: boolean;
    readonly problems: readonly string[];
}

/** Scripts that do none of this are looked at for their lines only, see boot-script.ts. */
const read = /fpga|xrt|nodeadm\.d|logical_nc_config/;

export function boot(
    scripts: readonly string[],
    { instanceType, fpgas }: BootHardware,
    image: BootImage = { fpgaTools: false },
): Booted {
    const slots = slotsOf(instanceType, fpgas);
    const files = new Files(slots.flatMap(({ pciAddress }) => sysfsPaths(pciAddress)));
    const problems = new Set<string>();
    const report = (problem: string): void => void problems.add(`boot script: ${problem}`);
    const family = fpgas === 0 ? undefined : instanceType.startsWith("f1.") ? "f1" : "f2";
    const sdk = { source: false, verified: false, tools: image.fpgaTools };
    const packages = new Set<string>();
    const ofFpgas = fpgaPrograms({ files, family, slots, packages, sdk, report });
    const run = (words: readonly string[]): Result =>
        machine.program(words[0] ?? "")?.(words, "") ?? { status: 0, output: "" };
    const programs: Readonly<Record<string, Program>> = {
        ...ofFpgas,
        ...commonPrograms(files),
        systemctl: systemctl(files, run),
    };
    /** A script that a script wrote. */
    const written = (path: string): Program | undefined => {
        const source = path.includes("/") ? files.read(path) : undefined;
        return source === undefined ? undefined : () => ({ status: runShell(source, machine), output: "" });
    };
    const machine: ShellMachine = {
        program: name => written(name) ?? programs[name.replace(/^.*\//, "")],
        read: path => files.read(path),
        write: (path, content) => files.write(path, content),
        exists: path => files.exists(path),
        paths: () => files.all(),
    };
    for (const script of scripts.filter(each => read.test(each))) {
        try {
            const status = runShell(script, machine);
            if (status !== 0) report(`ended with status ${status}`);
        } catch (error) {
            if (!(error instanceof NotRead)) throw error;
            report(`is not simulated: it holds ${error.message}`);
        }
    }
    const xrt = image.xrt === true || [...packages].some(each => /(^|\/)xrt/.test(each));
    return { files: files.written(), paths: files.all(), slots, xrt, problems: [...problems] };
}
