import { posix } from "node:path";
import type { Container, Pod } from "../kubernetes/objects";

/** Where the kubelet listens for plugins and expects their sockets (k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1, DevicePluginPath). */
export const pluginDirectory = "/var/lib/kubelet/device-plugins";

/**
 * Why a program in this container cannot reach the kubelet's plugin directory; nothing when it can. The path inside the
 * container must be the directory of the host, writable, and the program must be root: the kubelet makes the directory with
 * mode 0750 (pkg/kubelet/cm/devicemanager/plugin/v1beta1/server.go), and NVIDIA's plugin fails there as another user
 * (NVIDIA/k8s-device-plugin issue 167).
 */
export function unreachablePluginDirectory(pod: Pod, container: Container): string | undefined {
    return unreachableHostPath(pod, container, pluginDirectory, "writable") ?? notRoot(pod, container);
}

/** Why this container does not see a path of the host in the same place; nothing when it does. */
export function unreachableHostPath(
    pod: Pod,
    container: Container,
    path: string,
    access: "readable" | "writable",
): string | undefined {
    const mount = (container.volumeMounts ?? [])
        .filter(candidate => contains(candidate.mountPath, path))
        .sort((one, other) => other.mountPath.length - one.mountPath.length)[0];
    if (mount === undefined) {
        return `container ${container.name} mounts nothing at ${path}`;
    }
    const hostPath = pod.spec.volumes?.find(volume => volume.name === mount.name)?.hostPath?.path;
    const inside = posix.relative(posix.normalize(mount.mountPath), path);
    if (hostPath === undefined || mount.subPathExpr !== undefined) {
        return `the volume that container ${container.name} mounts at ${mount.mountPath} is not a directory of the host`;
    }
    const seen = posix.join(hostPath, mount.subPath ?? "", inside).replace(/\/$/, "");
    if (seen !== path) {
        return `container ${container.name} sees ${seen} of the host where it expects ${path}`;
    }
    return access === "writable" && mount.readOnly === true
        ? `container ${container.name} mounts ${path} read-only and cannot put its socket there`
        : undefined;
}

function notRoot(pod: Pod, container: Container): string | undefined {
    const user = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
    const forbidden = container.securityContext?.runAsNonRoot ?? pod.spec.securityContext?.runAsNonRoot;
    return (user ?? 0) !== 0 || forbidden === true
        ? `container ${container.name} does not run as root, and only root may write to ${pluginDirectory}`
        : undefined;
}

function contains(directory: string, path: string): boolean {
    const outer = posix.normalize(directory).replace(/\/$/, "");
    return path === outer || path.startsWith(`${outer}/`);
}
