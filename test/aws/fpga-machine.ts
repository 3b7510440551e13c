import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { boot } from "../../sim/cloud/aws/eks/boot/boot";

/** What a boot leaves of a node's FPGAs. */
export interface FpgaOutcome {
    /** Slots that a plugin would advertise. */
    readonly linked: readonly string[];
    /** Why the others are not, by slot. */
    readonly failed: Readonly<Record<string, string>>;
    /** What the kubelet is told of labels. */
    readonly labels: readonly string[];
    /** The image in each slot; empty for none. */
    readonly images: readonly string[];
}

/** What the boot finds. */
export interface FpgaSurroundings {
    readonly instanceType: string;
    readonly fpgas: number;
    /** The image of the node holds the management tools. */
    readonly tools?: boolean;
    /** Images that the account may load. */
    readonly images: readonly string[];
    /** Programs that fail. */
    readonly broken?: readonly string[];
}

const slotOf = /^\/run\/fpga\/(slot|failed)-(\d+)$/;

/** The same script in the shell of the local cloud. */
export function bootSimulated(script: string, { instanceType, fpgas, tools = false }: FpgaSurroundings): FpgaOutcome {
    const { paths, files, slots } = boot([script], { instanceType, fpgas }, { fpgaTools: tools });
    const found = paths.map(path => slotOf.exec(path) ?? []);
    const failed = found.filter(([, kind]) => kind === "failed");
    return {
        linked: found.flatMap(([, kind, slot]) => (kind === "slot" && slot !== undefined ? [slot] : [])).sort(),
        failed: Object.fromEntries(failed.map(([path = "", , slot = ""]) => [slot, (files.get(path) ?? "").trim()])),
        labels: labelsOf(files.get("/etc/eks/nodeadm.d/fpga.yaml")),
        images: slots.map(({ image }) => image ?? ""),
    };
}

/** What is in the slots once the machine was shut down. */
export function imagesAfterShutdown(script: string, { instanceType, fpgas }: FpgaSurroundings): readonly string[] {
    const { slots } = boot([script], { instanceType, fpgas }).shutDown();
    return slots.map(({ image }) => image ?? "");
}

function labelsOf(source: string | undefined): readonly string[] {
    const config = parse(source ?? "{}") as { readonly spec?: { readonly kubelet: { readonly flags: string[] } } };
    return config.spec?.kubelet.flags ?? [];
}

/** What the archive of the kit holds on a `BashMachine`, and its checksum. */
const kit = "the kit\n";
export const kitSha256 = createHash("sha256").update(kit).digest("hex");

const rooted = /(?<![\w.])\/(run\/fpga|etc\/eks|etc\/systemd|opt\/aws-fpga|usr\/local\/sbin|sys\/bus)/g;

/**
 * A directory in which a real bash runs boot scripts: what they write to the system lands in it, and the programs that they
 * call are made up, but for those of every Linux.
 */
export class BashMachine {
    private readonly root = mkdtempSync(join(tmpdir(), "fpga-"));
    private readonly programs = join(this.root, "bin");

    constructor(private readonly has: FpgaSurroundings) {
        for (const directory of ["bin", "tools", "slots", "usr/local/sbin", "etc/systemd/system", "opt"])
            mkdirSync(join(this.root, directory), { recursive: true });
        this.program("systemctl", [
            `unit=${this.root}/etc/systemd/system/$2`,
            'if [ "$1" = start ]; then "$(sed -n s/^ExecStart=//p "$unit")"; fi',
        ]);
        this.program("sleep", ["exit 0"]);
        this.program("dnf", [`touch ${this.root}/compiler`]);
        this.program("curl", ['while [ "$1" != -o ]; do shift; done', `printf '${kit.trim()}\\n' > "$2"`]);
        this.program("tar", [
            `mkdir -p ${this.root}/opt/aws-fpga/sdk`,
            `echo 'test -n "$SDK_DIR" && test -e ${this.root}/compiler && cp ${this.root}/tools/* ${this.programs}' > ${this.root}/opt/aws-fpga/sdk/sdk_install.sh`,
        ]);
        this.managementTools(has.tools === true ? this.programs : join(this.root, "tools"));
        for (const name of has.broken ?? []) this.program(name, ["exit 9"]);
    }

    private program(name: string, lines: readonly string[], directory = this.programs): void {
        const path = join(directory, name);
        writeFileSync(path, ["#!/bin/bash", ...lines, ""].join("\n"));
        chmodSync(path, 0o755);
    }

    private managementTools(directory: string): void {
        const { root } = this;
        const numbers = Array.from({ length: this.has.fpgas }, (_, slot) => slot);
        const describe = [
            'while [ "$1" != -S ]; do shift; done',
            `image="$(cat ${root}/slots/$2 2>/dev/null || true)"`,
            'if [ -n "$image" ]; then echo "AFI $2 $image loaded 0 ok 0 0x10212415"; else echo "AFI $2 No AFI cleared 1 ok 0 0x10212415"; fi',
            'echo "AFIDEVICE $2 0x1d0f 0x9048 0000:00:1$2.0"',
        ];
        this.program("fpga-describe-local-image", describe, directory);
        this.program(
            "fpga-describe-local-image-slots",
            numbers.map(slot => `echo "AFIDEVICE ${slot} 0x1d0f 0x9048 0000:00:1${slot}.0"`),
            directory,
        );
        this.program("fpga-clear-local-image", [`rm -f ${root}/slots/$2`], directory);
        this.program(
            "fpga-load-local-image",
            [
                `case "$4" in ${[...this.has.images, "none"].join("|")}) echo "$4" > ${root}/slots/$2;;`,
                "*) echo 'Error: (5) invalid-afi-id'; echo 'The agfi id passed is invalid'; exit 1;; esac",
            ],
            directory,
        );
    }

    /** Runs the script as cloud-init does, once. */
    boot(script: string): FpgaOutcome {
        const path = join(this.root, "user-data");
        writeFileSync(path, script.replaceAll(rooted, `${this.root}/$1`));
        this.run(path);
        return this.outcome();
    }

    /** Stops the units, clears what a reboot clears, and starts them again. */
    reboot(): FpgaOutcome {
        this.shutDown();
        rmSync(join(this.root, "run"), { recursive: true });
        this.run(join(this.root, "usr/local/sbin/prepare-fpgas"));
        return this.outcome();
    }

    /** Stops the unit as systemd does. */
    shutDown(): FpgaOutcome {
        const unit = readFileSync(join(this.root, "etc/systemd/system/prepare-fpgas.service"), "utf8");
        for (const [, line = ""] of unit.matchAll(/^ExecStop=-(.*)$/gm)) this.run("-c", line);
        return this.outcome();
    }

    private run(...words: readonly string[]): void {
        const PATH = `${this.programs}:/usr/bin:/bin`;
        execFileSync("bash", [...words], { env: { PATH }, stdio: "pipe" });
    }

    private outcome(): FpgaOutcome {
        const directory = join(this.root, "run/fpga");
        const left = existsSync(directory) ? readdirSync(directory).sort() : [];
        const failed = left.filter(name => name.startsWith("failed-"));
        const text = (path: string) => (existsSync(path) ? readFileSync(path, "utf8").trim() : "");
        return {
            linked: left.filter(name => name.startsWith("slot-")).map(name => name.replace("slot-", "")),
            failed: Object.fromEntries(
                failed.map(name => [name.replace("failed-", ""), text(join(directory, name))] as const),
            ),
            labels: labelsOf(readFileSync(join(this.root, "etc/eks/nodeadm.d/fpga.yaml"), "utf8")),
            images: Array.from({ length: this.has.fpgas }, (_, slot) => text(join(this.root, "slots", String(slot)))),
        };
    }

    remove(): void {
        rmSync(this.root, { recursive: true });
    }
}
