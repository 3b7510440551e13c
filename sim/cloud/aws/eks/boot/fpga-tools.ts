/**
 * The FPGA SDK and its management tools in boot scripts. Sources: aws/aws-fpga `sdk_setup.sh`, `sdk/sdk_install.sh` (needs
 * SDK_DIR and gcc), `sdk/userspace/fpga_mgmt_tools` (README, `fpga_local_cmd.c`, `fpga_local_cmd_parse.c`: options, usage, where errors go), `fpga_hal_mgmt.h`
 * (names of errors), and what users saw: ZcashFoundation/zcash-fpga issue 6 and CSL-KU/firesim-nvdla issue 11 (`Error: (5)
 * invalid-afi-id`). The EKS image holds no compiler, make or git (awslabs/amazon-eks-ami `install-worker.sh`).
 */
import type { Files } from "../../../../shell/files";
import type { Program, Result } from "../../../../shell/machine";
import { fpgaImage } from "./fpga-images";

export interface FpgaSlot {
    readonly slot: number;
    /** `0000:9f:00.0` */
    readonly pciAddress: string;
    /** The AGFI that is loaded. */
    image: string | undefined;
}

export interface FpgaMachine {
    readonly files: Files;
    /** `f1` or `f2`; undefined for a machine without FPGAs. */
    readonly family: "f1" | "f2" | undefined;
    readonly slots: readonly FpgaSlot[];
    readonly packages: Set<string>;
    readonly sdk: { source: boolean; verified: boolean; tools: boolean };
    readonly report: (problem: string) => void;
}

const shellVersion = "0x10212415";

export function fpgaPrograms(machine: FpgaMachine): Readonly<Record<string, Program>> {
    const tool =
        (work: Program): Program =>
        (words, input) =>
            machine.sdk.tools ? work(words, input) : missing(machine, words[0] ?? "");
    return {
        curl: words => download(machine, words, "-o", "--output"),
        wget: words => download(machine, words, "-O", "--output-document"),
        git: words => {
            if (!machine.packages.has("git")) return missing(machine, "git");
            return words.includes("clone") ? unpack(machine, words) : ok("");
        },
        tar: words => unpack(machine, words),
        unzip: words => unpack(machine, words),
        dnf: words => install(machine, words),
        yum: words => install(machine, words),
        sha256sum: (words, input) => verify(machine, words, input),
        source: words => setup(machine, words),
        ".": words => setup(machine, words),
        bash: words => setup(machine, words),
        sh: words => setup(machine, words),
        command: words => found(machine, words.at(-1) ?? ""),
        which: words => found(machine, words.at(-1) ?? ""),
        type: words => found(machine, words.at(-1) ?? ""),
        "fpga-load-local-image": tool(words => load(machine, words)),
        "fpga-clear-local-image": tool(words => clear(machine, words)),
        "fpga-describe-local-image": tool(words => describe(machine, words)),
        "fpga-describe-local-image-slots": tool(() => ok(machine.slots.map(deviceLine).join(""))),
    };
}

function ok(output: string): Result {
    return { status: 0, output };
}

function missing(machine: FpgaMachine, name: string): Result {
    machine.report(`${name}: command not found`);
    return { status: 127, output: "", errors: `${name}: command not found\n` };
}

function found(machine: FpgaMachine, name: string): Result {
    const absent =
        (name.startsWith("fpga-") && !machine.sdk.tools) ||
        (["gcc", "make", "git"].includes(name) && !machine.packages.has(name));
    return { status: absent ? 1 : 0, output: absent ? "" : `/usr/bin/${name}\n` };
}

function download({ files, sdk }: FpgaMachine, words: readonly string[], ...flags: readonly string[]): Result {
    const at = words.findIndex(word => flags.includes(word) || /^-[A-Za-z]*[oO]$/.test(word));
    const url = words.find(word => /^https?:\/\//.test(word)) ?? "";
    const path = at > 0 ? words[at + 1] : undefined;
    if (isSdk(words)) sdk.source = true;
    if (path !== undefined && path !== "-" && !path.startsWith("http")) files.put(path);
    else if (words.some(word => /^-[A-Za-z]*O$/.test(word)) || words[0] === "wget")
        files.put(url.split("/").at(-1) ?? "");
    return ok("");
}

function isSdk(words: readonly string[]): boolean {
    return words.some(word => word.includes("aws-fpga"));
}

function unpack({ sdk }: FpgaMachine, words: readonly string[]): Result {
    if (words.includes("clone") && isSdk(words)) sdk.source = true;
    return ok("");
}

function install({ packages }: FpgaMachine, words: readonly string[]): Result {
    if (words.some(word => word.includes("install")))
        words.slice(1).forEach(word => packages.add(word.replace(/^"|"$/g, "")));
    if (words.some(word => /development[- ]tools/i.test(word)))
        ["gcc", "make", "git"].forEach(each => packages.add(each));
    return ok("");
}

/** Nothing has this checksum, as far as anybody knows. */
const nothings = "0".repeat(64);

/** What a file holds is not known here: every well-formed checksum of a file that is there fits it, but that of nothing. */
function verify(machine: FpgaMachine, words: readonly string[], input: string): Result {
    if (!words.some(word => word === "-c" || word === "--check" || word === "-cs")) return ok("");
    const path = words.slice(1).find(word => !word.startsWith("-"));
    const text = path === undefined ? input : (machine.files.read(path) ?? "");
    const lines = [...text.matchAll(/^([0-9a-f]{64})\s+\*?(\S+)$/gim)];
    const entries = lines.map(([, , file = ""]) => file);
    if (entries.length === 0) {
        machine.report("sha256sum: no properly formatted checksum lines found");
        return { status: 1, output: "" };
    }
    const absent = entries.find(file => !machine.files.exists(file));
    if (absent !== undefined) {
        machine.report(`sha256sum: ${absent}: No such file or directory`);
        return { status: 1, output: "" };
    }
    if (lines.some(([, checksum]) => checksum === nothings)) {
        machine.report("sha256sum: WARNING: 1 computed checksum did NOT match");
        return { status: 1, output: `${entries[0] ?? ""}: FAILED\n` };
    }
    machine.sdk.verified = true;
    return ok("");
}

/** `sdk_setup.sh` installs with apt at its end: on this image that fails, and stops a script that stops at failures. */
function setup(machine: FpgaMachine, words: readonly string[]): Result {
    const line = words.join(" ");
    const [sourced, whole] = [words[0] === "source" || words[0] === ".", line.includes("sdk_setup.sh")];
    if (!whole && !line.includes("sdk_install.sh")) return ok("");
    const failed = (problem: string): Result => {
        machine.report(problem);
        return { status: 1, output: "" };
    };
    if (whole !== sourced)
        return failed(
            whole ? "ERROR: You must source this script" : "ERROR: You must execute this script instead of sourcing!",
        );
    if (!machine.sdk.source) return failed(`${words[1] ?? ""}: No such file or directory`);
    if (!whole && !words.some(word => word.startsWith("SDK_DIR=")))
        return failed("Error: SDK_DIR environment variable is not set.");
    if (!machine.packages.has("gcc")) return failed("Error: gcc is not installed.");
    if (!machine.packages.has("make")) return failed("make: command not found");
    machine.sdk.tools = true;
    if (!machine.sdk.verified) machine.report("the FPGA SDK was installed without verifying what was downloaded");
    return whole ? { status: 1, output: "" } : ok("");
}

function load(machine: FpgaMachine, words: readonly string[]): Result {
    const [number, id] = [option(words, "-S", "--fpga-image-slot"), option(words, "-I", "--fpga-image-id")];
    if (number === undefined || id === undefined)
        return failure(machine, `${words[0] ?? ""}: usage: -S slot -I image`, usage);
    const slot = machine.slots.find(each => String(each.slot) === number);
    if (!slot) return noSlot(machine, number);
    const image = fpgaImage(id);
    if (!image)
        return failure(machine, `slot ${number}: Error: (5) invalid-afi-id: ${invalidImage}: ${id}`, {
            status: 5,
            output: `Error: (5) invalid-afi-id\n${invalidImage}.\n`,
        });
    if (image.family !== machine.family)
        return failure(
            machine,
            `slot ${number}: Error: (16) afi-shell-version-mismatch: ${id} is an image for ${image.family}`,
            { status: 16, output: "Error: (16) afi-shell-version-mismatch\n" },
        );
    slot.image = id;
    return ok(imageLine(slot) + deviceLine(slot));
}

function clear(machine: FpgaMachine, words: readonly string[]): Result {
    const number = option(words, "-S", "--fpga-image-slot") ?? "";
    const slot = machine.slots.find(each => String(each.slot) === number);
    if (!slot) return noSlot(machine, number);
    slot.image = undefined;
    return ok(imageLine(slot) + deviceLine(slot));
}

function describe(machine: FpgaMachine, words: readonly string[]): Result {
    const number = option(words, "-S", "--fpga-image-slot") ?? "";
    const slot = machine.slots.find(each => String(each.slot) === number);
    return slot ? ok(imageLine(slot) + deviceLine(slot)) : noSlot(machine, number);
}

/** Our words: no source gives those for a slot that the instance does not have. */
function noSlot(machine: FpgaMachine, number: string): Result {
    return failure(machine, `there is no FPGA slot ${number}: the instance has ${machine.slots.length}`, usage);
}

const invalidImage = "The agfi id passed is invalid or you do not have permission to load the AFI";
const usage: Result = { status: 1, output: "Error: (1) fail\n" };

/** What the tools say of an error they print to the standard output, and end with its number (`fpga_local_cmd.c`). */
function failure(machine: FpgaMachine, problem: string, printed: Result): Result {
    machine.report(`fpga-load-local-image: ${problem}`.replace("fpga-load-local-image: fpga-", "fpga-"));
    return printed;
}

function imageLine({ slot, image }: FpgaSlot): string {
    const [id, name, code] = image === undefined ? ["No AFI", "cleared", 1] : [image, "loaded", 0];
    return `AFI          ${slot}       ${id}  ${name}            ${code}        ok               0       ${shellVersion}\n`;
}

function deviceLine({ slot, pciAddress }: FpgaSlot): string {
    return `AFIDEVICE    ${slot}       0x1d0f      0x9048      ${pciAddress}\n`;
}

/** `-S 0`, `-S0`, `--fpga-image-slot=0` */
function option(words: readonly string[], short: string, long: string): string | undefined {
    const at = words.findIndex(word => word === short || word === long);
    if (at >= 0) return words[at + 1];
    const joined = words.find(word => word.startsWith(`${long}=`) || (word.startsWith(short) && word.length > 2));
    return joined?.startsWith(long) ? joined.slice(long.length + 1) : joined?.slice(2);
}
