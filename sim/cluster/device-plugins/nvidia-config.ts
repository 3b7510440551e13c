/**
 * How NVIDIA's device plugin is configured: command line before environment before configuration file. Source:
 * NVIDIA/k8s-device-plugin `api/config/v1` (config.go, replicas.go, sharing.go) and `cmd/nvidia-device-plugin/main.go`
 * (validateFlags); the texts of its errors are theirs.
 */
import { parse } from "yaml";
import type { Json } from "../../cloud/contract";
import { flag, isList, isProps, optionalText, record } from "../../cloud/props";
import type { Container } from "../kubernetes/objects";

export interface NvidiaConfig {
    readonly migStrategy: "none" | "single" | "mixed";
    readonly sharing: Sharing | undefined;
    readonly mpsRoot: string | undefined;
}

export interface Sharing {
    readonly by: "time-slicing" | "mps";
    readonly resources: readonly { readonly name: string; readonly replicas: number }[];
    /** Shared resources get `.shared` behind their name. */
    readonly renamed: boolean;
    /** A container may get no more than one. */
    readonly oneEach: boolean;
}

/** An error in the plugin's own words. */
export class ConfigError extends Error {}

export function flagOf(container: Container, name: string, variable: string): string | undefined {
    const words = [...(container.command ?? []), ...(container.args ?? [])];
    const at = words.findIndex(word => word === `--${name}` || word.startsWith(`--${name}=`));
    const written = words[at]?.includes("=") ? words[at].slice(name.length + 3) : words[at + 1];
    return at >= 0 ? written : container.env?.find(each => each.name === variable)?.value;
}

/** @throws ConfigError */
export function readConfig(container: Container, file: string | undefined): NvidiaConfig {
    return validated(parsed(file), {
        migStrategy: flagOf(container, "mig-strategy", "MIG_STRATEGY"),
        mpsRoot: flagOf(container, "mps-root", "MPS_ROOT"),
    });
}

/** Of a configuration that is a value already, with its own MPS root. @throws ConfigError */
export function configOf(value: Json): NvidiaConfig {
    return validated(value, { migStrategy: undefined, mpsRoot: "/run/nvidia/mps" });
}

function parsed(file: string | undefined): Json {
    try {
        return (parse(file ?? "") ?? {}) as Json;
    } catch (error) {
        throw inFile(`unmarshal error: error converting YAML to JSON: ${error instanceof Error ? error.message : ""}`);
    }
}

function inFile(problem: string): ConfigError {
    return new ConfigError(
        `unable to load config: unable to finalize config: unable to parse config file: error parsing config file: ${problem}`,
    );
}

function validated(
    value: Json,
    given: { readonly migStrategy: string | undefined; readonly mpsRoot: string | undefined },
): NvidiaConfig {
    if (!isProps(value)) throw inFile("unmarshal error: the file is not an object");
    const version = value.version ?? "v1";
    if (version !== "v1") throw inFile(`unknown version: ${JSON.stringify(version)}`);
    const flags = record(value, "flags") ?? {};
    const migStrategy = given.migStrategy ?? optionalText(flags, "migStrategy") ?? "none";
    const mpsRoot = given.mpsRoot ?? optionalText(flags, "mpsRoot");
    const sharing = sharingOf(record(value, "sharing") ?? {});
    const invalid = (problem: string) => new ConfigError(`unable to load config: unable to validate flags: ${problem}`);
    if (sharing?.by === "mps") {
        if (migStrategy === "mixed") throw invalid("using --mig-strategy=mixed is not supported with MPS");
        if (mpsRoot === undefined) throw invalid("using MPS requires --mps-root to be specified");
    }
    if (migStrategy !== "none" && migStrategy !== "single" && migStrategy !== "mixed")
        throw invalid(`unknown MIG strategy: ${migStrategy}`);
    return { migStrategy, sharing, mpsRoot };
}

/** MPS counts when both are there (Sharing.ReplicatedResources). */
function sharingOf(sharing: Readonly<Record<string, Json>>): Sharing | undefined {
    const read = (by: Sharing["by"], key: string): Sharing | undefined => {
        const written = sharing[key];
        if (written === undefined || written === null) return undefined;
        if (!isProps(written)) throw inFile(`unmarshal error: sharing.${key} is not an object`);
        const resources = isList(written.resources) ? written.resources.map(replicasOf) : [];
        if (resources.length === 0) throw inFile("unmarshal error: no resources specified");
        const fails = written.failRequestsGreaterThanOne;
        return {
            by,
            resources,
            renamed: flag(written, "renameByDefault"),
            oneEach: by === "mps" ? fails !== false : fails === true,
        };
    };
    const slicing = read("time-slicing", "timeSlicing");
    return read("mps", "mps") ?? slicing;
}

function replicasOf(written: Json): { readonly name: string; readonly replicas: number } {
    const resource = isProps(written) ? written : {};
    const name = optionalText(resource, "name");
    if (name === undefined) throw inFile("unmarshal error: no resource name specified");
    const { replicas } = resource;
    if (replicas === undefined) throw inFile("unmarshal error: no replicas specified");
    if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 2)
        throw inFile("unmarshal error: number of replicas must be >= 2");
    return { name: name.startsWith("nvidia.com/") ? name : `nvidia.com/${name}`, replicas };
}
