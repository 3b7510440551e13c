import { posix } from "node:path";
import { Files } from "../../shell/files";
import type { VolumeMount } from "../kubernetes/objects";
import type { Place } from "./plugin";

/** The files that a container sees: its image's, those of ConfigMaps, and what is mounted of its node. Every container has /sys. */
export function containerFiles(
    { pod, container, node, configMaps }: Omit<Place, "neighbours">,
    ofImage: readonly string[],
): Files {
    const hostFiles = Object.entries(node.hostFiles ?? {});
    const links = new Set(node.hostLinks ?? []);
    const hostPaths = (node.hostPaths ?? []).filter(path => !(path in (node.hostFiles ?? {})));
    const files = new Files([...ofImage, ...hostPaths.filter(path => path.startsWith("/sys/"))]);
    const mounts = [...(container.volumeMounts ?? [])].sort(
        (one, other) => one.mountPath.length - other.mountPath.length,
    );
    for (const mount of mounts) {
        const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
        const host = volume?.hostPath?.path;
        // What is mounted hides what the image has there.
        files.remove(mount.mountPath);
        if (host !== undefined) {
            for (const [path, content] of hostFiles) {
                const seen = seenAt(path, host, mount);
                if (seen !== undefined) files.write(seen, content);
            }
            for (const path of hostPaths) {
                const seen = seenAt(path, host, mount);
                if (seen !== undefined) files[links.has(path) ? "link" : "put"](seen);
            }
        }
        const config = volume?.configMap;
        for (const [key, content] of Object.entries(configMaps[config?.name ?? ""] ?? {})) {
            const item = config?.items?.find(each => each.key === key);
            if (config?.items !== undefined && item === undefined) continue;
            const seen = seenAt(`/${item?.path ?? key}`, "/", mount);
            if (seen === undefined) continue;
            files.write(seen, content);
            files.allowRunning(seen, ((item?.mode ?? config?.defaultMode ?? 0o644) & 0o111) !== 0);
        }
    }
    return files;
}

/** Where a path of a volume is in the container; undefined for what the mount leaves out. */
function seenAt(path: string, volume: string, { mountPath, subPath = "" }: VolumeMount): string | undefined {
    const inside = posix.relative(posix.join(volume, subPath), path);
    if (inside.startsWith("..")) return undefined;
    return posix.join(mountPath, inside);
}
