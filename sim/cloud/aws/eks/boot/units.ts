/**
 * Units of systemd that boot scripts write and start. A start waits for what a unit runs before it is up (systemd.service(5):
 * `Type=oneshot` is up when its commands have ended; prefixes of a command line, of which `-` forgives a failure), and for
 * nothing else: no unit is ordered here.
 */
import type { Files } from "./files";
import type { Program, Result } from "./shell";

const directories = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

/** Carries out the words of a command line. */
export type Runner = (words: readonly string[]) => Result;

/** `systemctl start`, `restart` and `enable --now`; what else it does leaves nothing that a node shows. */
export function systemctl(files: Files, run: Runner): Program {
    return ([, ...words]) => {
        const [verb = "", ...names] = words.filter(word => !word.startsWith("-"));
        const starts = verb === "start" || verb === "restart" || (verb === "enable" && words.includes("--now"));
        const failed = starts && names.map(name => startUnit(files, name, run)).includes(false);
        return { status: failed ? 1 : 0, output: "" };
    };
}

/** A unit that nobody wrote is the image's own: nothing is known of it, and it starts. */
function startUnit(files: Files, name: string, run: Runner): boolean {
    const file = /\.[a-z]+$/.test(name) ? name : `${name}.service`;
    const source = directories.map(directory => files.read(`${directory}/${file}`)).find(text => text !== undefined);
    return commandsOf(source ?? "", "ExecStart").every(line => runLine(line, run));
}

/** The command lines of one setting of a unit, in their order. */
export function commandsOf(unit: string, setting: string): readonly string[] {
    return unit
        .split("\n")
        .filter(line => line.startsWith(`${setting}=`))
        .map(line => line.slice(setting.length + 1).trim())
        .filter(line => line !== "");
}

/** Whether a command line of a unit ended well, or its failure is forgiven. */
export function runLine(line: string, run: Runner): boolean {
    const [, prefix = "", command = ""] = /^([-@:+!]*)(.*)$/.exec(line) ?? [];
    return run(command.split(/\s+/)).status === 0 || prefix.includes("-");
}
