import { parse } from "yaml";
import type { Json, Props } from "../../cloud/contract";
import { isProps, optionalNumber, optionalText, record, records } from "../../cloud/props";
import type { Container } from "../kubernetes/objects";
import { visibleMatches } from "./host-paths";
import { parseImage } from "./image-reference";
import { readMountedFile } from "./mounted-files";
import { fails, type DevicePlugin, type Outcome, type Place } from "./plugin";
import { unreachablePluginDirectory } from "./plugin-directory";

/** `ghcr.io/squat/generic-device-plugin`, and the same on Docker Hub. */
const repository = /(^|\/)squat\/generic-device-plugin$/;
/** Releases, commits (as images were tagged before releases) and the moving tag. Which exist is not known here. */
const tagForm = /^(?:v?\d+\.\d+\.\d+|[0-9a-f]{7,40}|latest)$/;

/**
 * squat/generic-device-plugin: hands out paths of the host. Sources: `main.go` (names and what is refused), `config.go` (flags
 * before the file), `deviceplugin/path.go` (patterns, groups, counts; a group whose first pattern matches less than a later one
 * ends the program). USB devices and device nodes are not there on simulated machines; paths are FPGAs in sysfs and what boot
 * scripts made. What it registered is not taken for its own after a restart of the local cloud in which its pod went.
 */
export const genericPlugin: DevicePlugin = {
    name: "generic device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: () => true,
    start,
    owns: () => false,
    builtIn: () => undefined,
};

class PluginError extends Error {}

function start(place: Place): Outcome {
    const { pod, container } = place;
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag))
        return fails("ImageUnknown", `${container.image ?? ""} is not a released image of the generic device plugin`);
    const unreachable = unreachablePluginDirectory(pod, container);
    if (unreachable !== undefined)
        return fails("PluginDirectoryMissing", `the generic device plugin cannot reach the kubelet: ${unreachable}`);
    try {
        const { domain, devices } = configuration(place);
        if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(domain))
            throw new PluginError(`failed to parse domain ${JSON.stringify(domain)}`);
        if (devices.length === 0) throw new PluginError("at least one device must be specified");
        return {
            kind: "registers",
            resources: Object.fromEntries(devices.map(each => resourceOf(domain, each, place))),
        };
    } catch (error) {
        if (error instanceof PluginError)
            return fails("PluginFailed", `the generic device plugin ends: Execution failed: ${error.message}`);
        throw error;
    }
}

function configuration({ pod, container, configMaps }: Place): { domain: string; devices: readonly Props[] } {
    const flags = flagsOf(container);
    const path = flags.config.at(-1);
    const found = readMountedFile(pod, container, path ?? "/etc/generic-device-plugin/config.yaml", configMaps);
    if (path !== undefined && "problem" in found)
        throw new PluginError(`failed to read config file: open ${path}: no such file or directory (${found.problem})`);
    const file = "text" in found ? yamlOf(found.text, "config file") : {};
    const given = flags.device.map(text => yamlOf(text, `device ${JSON.stringify(text)}`));
    const devices = given.length > 0 ? given : [...records(file, "devices"), ...records(file, "device")];
    return { domain: flags.domain.at(-1) ?? optionalText(file, "domain") ?? defaultDomain(container), devices };
}

/** Changed with 0.2.0 (release notes). */
function defaultDomain({ image = "" }: Container): string {
    const [, minor] = /^v?0\.(\d+)\./.exec(parseImage(image).tag ?? "") ?? [];
    return minor !== undefined && Number(minor) < 2 ? "squat.ai" : "devic.es";
}

function flagsOf({ command = [], args = [] }: Container): Record<"domain" | "device" | "config", string[]> {
    const words = [...command, ...args];
    const all = (name: string): string[] =>
        words.flatMap((word, index) => {
            if (word === `--${name}`) return [words[index + 1] ?? ""];
            return word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : [];
        });
    return { domain: all("domain"), device: all("device"), config: all("config") };
}

function yamlOf(text: string, what: string): Props {
    try {
        const value = parse(text) as Json;
        if (isProps(value)) return value;
    } catch {
        // Told below, like everything else that is no object.
    }
    throw new PluginError(`failed to parse ${what}`);
}

function resourceOf(domain: string, device: Props, place: Place): readonly [string, number] {
    const name = (optionalText(device, "name") ?? "").trim();
    if (!/^[a-z0-9][-a-z0-9]*[a-z0-9]$/.test(name))
        throw new PluginError(
            `failed to parse device ${JSON.stringify(name)}; device type must match the regular expression "[a-z0-9][-a-z0-9]*[a-z0-9]"`,
        );
    const counts = records(device, "groups").map(group => countOf(name, group, place));
    return [`${domain}/${name}`, counts.reduce((sum, count) => sum + count, 0)];
}

function countOf(name: string, group: Props, { pod, container, node }: Place): number {
    const paths = records(group, "paths");
    if (paths.length > 0 && records(group, "usb").length > 0)
        throw new PluginError(
            `failed to parse device ${JSON.stringify(name)}; cannot define both path and usb at the same time`,
        );
    const matches = paths.map(path => visibleMatches(optionalText(path, "path") ?? "", node, pod, container).length);
    let length = 0;
    for (const each of matches) if (length === 0 || each < length) length = each;
    const short = matches.find(each => each < length);
    if (short !== undefined)
        throw new PluginError(`panic: runtime error: index out of range [${short}] with length ${short}`);
    const kinds = paths.map(path => path.type ?? "Device");
    const wrong = kinds.find(kind => kind !== "Device" && kind !== "Mount");
    if (wrong !== undefined || record(group, "count") !== undefined)
        throw new PluginError(`failed to parse device ${JSON.stringify(name)}`);
    return length * (optionalNumber(group, "count") ?? 1);
}
