import { posix } from "node:path";
import type { Container, Pod } from "../kubernetes/objects";

/** The data of the ConfigMaps that a pod mounts, by name; undefined for one that is not there. */
export type ConfigMaps = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

export function mountedConfigMaps(pod: Pod): readonly string[] {
    return (pod.spec.volumes ?? []).map(volume => volume.configMap?.name).filter(name => name !== undefined);
}

/** What a program in this container reads from a file that comes from a ConfigMap, or why it cannot. */
export function readMountedFile(
    pod: Pod,
    container: Container,
    path: string,
    configMaps: ConfigMaps,
): { readonly text: string } | { readonly problem: string } {
    const mount = (container.volumeMounts ?? [])
        .filter(candidate => path === candidate.mountPath || path.startsWith(`${trimmed(candidate.mountPath)}/`))
        .sort((one, other) => other.mountPath.length - one.mountPath.length)[0];
    const source = pod.spec.volumes?.find(volume => volume.name === mount?.name)?.configMap;
    if (mount === undefined || source === undefined) {
        return { problem: `nothing of a ConfigMap is mounted at ${path}` };
    }
    const data = configMaps[source.name];
    if (data === undefined) {
        return { problem: `ConfigMap ${source.name} is not there` };
    }
    const file = posix.join(mount.subPath ?? "", posix.relative(mount.mountPath, path));
    const key = source.items === undefined ? file : source.items.find(item => item.path === file)?.key;
    const text = key === undefined ? undefined : data[key];
    return text === undefined
        ? { problem: `ConfigMap ${source.name} has no file ${file}, only ${Object.keys(data).join(", ")}` }
        : { text };
}

function trimmed(path: string): string {
    return path.replace(/\/$/, "");
}
