/**
 * What the scripts of user data leave behind on an AL2023 machine before its kubelet starts: files, and loaded FPGAs. Scripts
 * of one user data run one after the other (cloud-init, "User-data scripts"); nodeadm-run waits for them, whether or not they
 * succeed, and merges the files of `/etc/eks/nodeadm.d/` over the user data (awslabs/amazon-eks-ami, nodeadm README).
 */
import { Files } from "../../../../shell/files";
import type { Program, Result } from "../../../../shell/machine";
import { commonPrograms } from "../../../../shell/programs";
import { runShell } from "../../../../shell/shell";
import { NotRead } from "../../../../shell/syntax";
import { fpgaPrograms, type FpgaSlot } from "./fpga-tools";
import { otherDevices, slotsOf, sysfsPaths } from "./fpga-slots";
import { Systemd } from "./systemd";

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
    /** Of these, the links. */
    readonly links: readonly string[];
    readonly slots: readonly FpgaSlot[];
    /** Xilinx' runtime is installed. */
    readonly xrt: boolean;
    readonly problems: readonly string[];
    /** What is in the FPGAs once the machine was shut down, and what went wrong with that. */
    shutDown(): Pick<Booted, "slots" | "problems">;
}

/** Scripts that do none of this are looked at for their lines only, see boot-script.ts. */
const read = /fpga|xrt|nodeadm\.d|logical_nc_config|systemd\/system/;

export function boot(
    scripts: readonly string[],
    { instanceType, fpgas }: BootHardware,
    image: BootImage = { fpgaTools: false },
): Booted {
    const slots = slotsOf(instanceType, fpgas);
    const onBus = fpgas === 0 ? [] : [...otherDevices, ...slots.map(({ pciAddress }) => pciAddress)];
    const files = new Files(onBus.flatMap(sysfsPaths));
    const problems = new Set<string>();
    const report = (problem: string): void => void problems.add(`boot script: ${problem}`);
    const family = fpgas === 0 ? undefined : instanceType.startsWith("f1.") ? "f1" : "f2";
    const sdk = { source: false, verified: false, tools: image.fpgaTools };
    const packages = new Set<string>();
    const machine = {
        program: (name: string) => programs[name.replace(/^.*\//, "")],
        read: (path: string) => files.read(path),
        write: (path: string, content: string) => files.write(path, content),
        exists: (path: string) => files.exists(path),
        mayRun: (path: string) => files.mayRun(path),
        paths: () => files.all(),
    };
    const run = (script: string): Result => {
        try {
            return runShell(script, machine);
        } catch (error) {
            if (!(error instanceof NotRead)) throw error;
            report(`is not simulated: it holds ${error.message}`);
            return { status: 0, output: "" };
        }
    };
    const systemd = new Systemd(files, run, problem => void problems.add(`systemd: ${problem}`));
    const programs: Readonly<Record<string, Program>> = {
        ...fpgaPrograms({ files, family, slots, packages, sdk, report }),
        ...commonPrograms(files),
        systemctl: systemd.systemctl,
    };
    for (const script of scripts.filter(each => read.test(each))) {
        const { status } = run(script);
        if (status !== 0) report(`ended with status ${status}`);
    }
    const xrt = image.xrt === true || [...packages].some(each => /(^|\/)xrt/.test(each));
    const left = (): readonly FpgaSlot[] => slots.map(slot => ({ ...slot }));
    return {
        files: new Map(files.written()),
        paths: files.all(),
        links: files.all().filter(path => files.isLink(path)),
        slots: left(),
        xrt,
        problems: [...problems],
        shutDown: () => {
            problems.clear();
            systemd.shutDown();
            return { slots: left(), problems: [...problems] };
        },
    };
}
