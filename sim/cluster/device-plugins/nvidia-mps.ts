/**
 * The MPS control daemon, without which a plugin that shares by MPS registers nothing. Source: NVIDIA/k8s-device-plugin
 * `internal/plugin/mps.go` (the plugin waits for it), `deployments/helm/nvidia-device-plugin/templates/
 * daemonset-mps-control-daemon.yml` (how it runs; its pods are placed by the label nvidia.com/mps.capable=true).
 */
import type { Container, Pod } from "../kubernetes/objects";
import type { Neighbour } from "./plugin";

/** Where plugin and daemon see the root of MPS (cmd/mps-control-daemon/mps, ContainerRoot). */
const containerRoot = "/mps";

export function isMpsDaemon(container: Container): boolean {
    const [program = "", ...words] = [...(container.command ?? []), ...(container.args ?? [])];
    return /(^|\/)mps-control-daemon$/.test(program) && words[0] !== "mount-shm";
}

/** Why no daemon serves a plugin in this container; nothing when one does. */
export function missingMpsDaemon(
    pod: Pod,
    container: Container,
    root: string,
    neighbours: readonly Neighbour[],
    sharesByMps: (daemon: Container, neighbour: Neighbour) => boolean,
): string | undefined {
    const own = hostPathAt(pod, container, containerRoot);
    if (own !== root) {
        return `container ${container.name} does not mount ${root} of the host at ${containerRoot}`;
    }
    const daemons = neighbours.flatMap(neighbour =>
        neighbour.pod.spec.containers.filter(isMpsDaemon).map(daemon => ({ neighbour, daemon })),
    );
    if (daemons.length === 0) {
        return "no MPS control daemon runs on the node";
    }
    const problems = daemons.map(({ neighbour, daemon }) => {
        const named = `the MPS control daemon ${neighbour.pod.metadata.name}`;
        const mountsShm = neighbour.pod.spec.initContainers?.some(
            init => init.command?.includes("mount-shm") && init.securityContext?.privileged === true,
        );
        if (daemon.securityContext?.privileged !== true) return `${named} is not privileged`;
        if (hostPathAt(neighbour.pod, daemon, containerRoot) !== root) return `${named} has another root than ${root}`;
        if (mountsShm !== true)
            return `${named} has no privileged init container that runs mps-control-daemon mount-shm`;
        const shm = unreachableShm(neighbour.pod, daemon, root);
        if (shm !== undefined) return `${named}: ${shm}`;
        return sharesByMps(daemon, neighbour) ? undefined : `${named} is not configured to share by MPS`;
    });
    return problems.includes(undefined) ? undefined : problems[0];
}

function unreachableShm(pod: Pod, container: Container, root: string): string | undefined {
    const seen = hostPathAt(pod, container, "/dev/shm");
    return seen === `${root}/shm` ? undefined : `it does not mount ${root}/shm of the host at /dev/shm`;
}

function hostPathAt(pod: Pod, container: Container, mountPath: string): string | undefined {
    const mount = container.volumeMounts?.find(each => each.mountPath.replace(/\/$/, "") === mountPath);
    const path = pod.spec.volumes?.find(volume => volume.name === mount?.name)?.hostPath?.path;
    return path?.replace(/\/$/, "");
}
