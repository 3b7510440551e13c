import { containerFiles } from "./container-files";
import { DetectorEnds, initialConditions, monitorOf, runMonitor, type Monitored } from "./custom-plugin-monitor";
import { mountedConfigMaps } from "./mounted-files";
import { parseImage } from "./image-reference";
import { fails, type DevicePlugin, type Outcome, type Place } from "./plugin";
import { unreachableHostPath } from "./plugin-directory";
import type { Container, Pod } from "../kubernetes/objects";

/** `registry.k8s.io/node-problem-detector/node-problem-detector`; mirrors keep the last two names. */
const repository = /(^|\/)node-problem-detector\/node-problem-detector$/;
const tagForm = /^v\d+\.\d+\.\d+$/;

/** Of its image (Dockerfile): a Debian with bash. Its own configurations at /config, which its entrypoint names, are not known here. */
const ofImage = ["sh", "bash", "dash"].flatMap(name => [`/bin/${name}`, `/usr/bin/${name}`]);

/**
 * Kubernetes' node problem detector: it advertises nothing, and says what is wrong with its node. Sources: kubernetes/
 * node-problem-detector cmd/options/options.go (flags, the node's name), deployment (DaemonSet, rights), Dockerfile. Of the
 * kernel's log nothing is known here, so that a monitor of it finds no problem. It runs its checks once, where a real one asks
 * again and again: files of a node change at its boot alone.
 */
export const nodeProblemDetector: DevicePlugin = {
    name: "node problem detector",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: ({ command }) => command === undefined || /(^|\/)node-problem-detector$/.test(command[0] ?? ""),
    start,
    owns: () => false,
    builtIn: () => undefined,
};

function start(place: Place): Outcome {
    const { pod, container, node, configMaps } = place;
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag))
        return fails("ImageUnknown", `${container.image ?? ""} is not a released image of the node problem detector`);
    const missing = mountedConfigMaps(pod).find(each => configMaps[each] === undefined);
    if (missing !== undefined)
        return fails("FailedMount", `a real kubelet would not start this pod: configmap "${missing}" not found`);
    const name = nameOfNode(pod, container, node.name);
    if (name !== node.name)
        return fails("NodeUnknown", `the node problem detector looks for the node "${name}", which it is not on`);
    if (pod.spec.automountServiceAccountToken === false)
        return fails("ServiceAccountMissing", "the node problem detector ends: it has no token of a service account");
    if (flags(container, "enable-k8s-exporter").at(-1) === "false") return { kind: "observes", conditions: [] };
    try {
        const monitored = monitors(place);
        return {
            kind: "observes",
            conditions: monitored.flatMap(({ conditions }) => conditions),
            notices: monitored.flatMap(({ notices }) => notices),
        };
    } catch (error) {
        if (error instanceof DetectorEnds)
            return fails("PluginFailed", `the node problem detector ends: ${error.message}`);
        throw error;
    }
}

/** @throws DetectorEnds */
function monitors(place: Place): readonly Monitored[] {
    const { pod, container } = place;
    const files = containerFiles(place, ofImage);
    const custom = configs(container, "config.custom-plugin-monitor", "custom-plugin-monitors");
    const logs = [
        ...configs(container, "config.system-log-monitor", "system-log-monitors"),
        ...(container.command === undefined ? ["/config/kernel-monitor.json"] : []),
    ];
    if (custom.length + logs.length === 0)
        throw new DetectorEnds("panic: No configuration option for any problem daemon is specified.");
    return [
        ...logs.map(file => {
            const monitor = monitorOf(file, files);
            const hidden = unreachableHostPath(pod, container, "/dev/kmsg", "readable");
            if (monitor.plugin === "kmsg" && hidden !== undefined)
                throw new DetectorEnds(
                    `failed to create kmsg parser: open /dev/kmsg: no such file or directory: ${hidden}`,
                );
            return { conditions: initialConditions(monitor), notices: [] };
        }),
        ...custom.map(file => runMonitor(monitorOf(file, files), files)),
    ];
}

/** The flag, else `NODE_NAME`, else the name of the host, which is the pod's outside of the host's network. */
function nameOfNode({ metadata, spec }: Pod, container: Container, node: string): string {
    const given = flags(container, "hostname-override").at(-1);
    if (given !== undefined) return given;
    const variable = container.env?.find(({ name }) => name === "NODE_NAME");
    if (variable?.valueFrom?.fieldRef?.fieldPath === "spec.nodeName") return node;
    return variable?.value ?? (spec.hostNetwork === true ? node : metadata.name);
}

function configs(container: Container, name: string, deprecated: string): readonly string[] {
    return [...flags(container, name), ...flags(container, deprecated)].flatMap(value => value.split(","));
}

function flags({ command = [], args = [] }: Container, name: string): readonly string[] {
    const words = [...command, ...args];
    return words.flatMap((word, index) => {
        const [, flag, value] = /^--?([\w.-]+)(?:=([^]*))?$/.exec(word) ?? [];
        return flag === name ? [value ?? words[index + 1] ?? ""] : [];
    });
}
