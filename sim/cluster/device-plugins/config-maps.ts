import { isStatus, type KubernetesApi } from "../kubernetes/api-client";
import type { ConfigMap, Pod } from "../kubernetes/objects";
import { mountedConfigMaps, type ConfigMaps } from "./mounted-files";

/** Reads the ConfigMaps that a pod mounts, as they are now. */
export async function readConfigMaps(api: KubernetesApi, pod: Pod): Promise<ConfigMaps> {
    const namespace = pod.metadata.namespace ?? "default";
    const entries = mountedConfigMaps(pod).map(async name => [name, await dataOf(api, namespace, name)] as const);
    return Object.fromEntries(await Promise.all(entries));
}

async function dataOf(api: KubernetesApi, namespace: string, name: string): Promise<ConfigMaps[string]> {
    try {
        return (await api.get<ConfigMap>(`/api/v1/namespaces/${namespace}/configmaps/${name}`)).data ?? {};
    } catch (error) {
        if (isStatus(error, 404)) {
            return undefined;
        }
        throw error;
    }
}
