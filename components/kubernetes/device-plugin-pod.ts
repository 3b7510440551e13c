import type { DevicePluginNeeds, PluginVariable } from "../catalog/device-family";
import type { Container, EnvironmentVariable, PodSpec, SecurityContext, Volume, VolumeMount } from "./manifest";
import { placementOf } from "./placement";
import type { PluginToMake } from "./plugin-daemon-set";

const sockets = "kubelet-device-plugins";

/**
 * The pod of a device plugin, as the catalogue says what it must be given: directories of the node, variables, rights. It lands
 * where the plan wants it.
 */
export function devicePluginPod(
    plugin: PluginToMake,
    needs: DevicePluginNeeds,
    more: Pick<Container, "args"> & Pick<PodSpec, "serviceAccountName"> = {},
): PodSpec {
    const { args, serviceAccountName } = more;
    return {
        automountServiceAccountToken: serviceAccountName !== undefined,
        ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
        priorityClassName: needs.priorityClass,
        ...(needs.hostNetwork ? { hostNetwork: true } : {}),
        ...placementOf(plugin.plan),
        containers: [
            {
                name: plugin.software.name,
                image: plugin.image,
                ...(args === undefined ? {} : { args }),
                ...(needs.environment.length === 0 ? {} : { env: needs.environment.map(environmentVariable) }),
                securityContext: securityContext(needs),
                volumeMounts: [
                    { name: sockets, mountPath: needs.socketDirectory },
                    ...needs.hostMounts.map(({ path, readOnly }): VolumeMount => ({
                        name: volumeName(path),
                        mountPath: path,
                        ...(readOnly ? { readOnly: true } : {}),
                    })),
                ],
            },
        ],
        volumes: [
            { name: sockets, hostPath: { path: needs.socketDirectory, type: "Directory" } },
            ...needs.hostMounts.map(({ path, create }): Volume => ({
                name: volumeName(path),
                hostPath: { path, type: create ? "DirectoryOrCreate" : "Directory" },
            })),
        ],
    };
}

/** A variable of the catalogue as a container takes it. */
export function environmentVariable(each: PluginVariable): EnvironmentVariable {
    const { name } = each;
    return "value" in each ? { name, value: each.value } : { name, valueFrom: { fieldRef: { fieldPath: each.field } } };
}

function securityContext({ privileged, dropCapabilities }: DevicePluginNeeds): SecurityContext {
    if (privileged) return { privileged };
    return { allowPrivilegeEscalation: false, capabilities: { drop: [...dropCapabilities] } };
}

/** `/dev/infiniband` is `dev-infiniband`. */
function volumeName(path: string): string {
    return path.replaceAll("/", "-").replace(/^-/, "");
}
