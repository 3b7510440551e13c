/** The KubeSchedulerConfiguration of a scheduler that runs as a pod, made fit for a process outside the cluster. */
import { parse } from "yaml";
import type { Json, Props } from "../../cloud/contract";
import { isProps, optionalText, record, records } from "../../cloud/props";

/** Undefined for what is no KubeSchedulerConfiguration. Everything else is judged by the scheduler itself. */
export function outsideConfig(
    source: string,
    { kubeconfig, extenders }: { readonly kubeconfig: string; readonly extenders: string },
): Props | undefined {
    const value = read(source);
    if (!isProps(value) || value.kind !== "KubeSchedulerConfiguration") return undefined;
    return {
        ...value,
        clientConnection: { ...record(value, "clientConnection"), kubeconfig, qps: 200, burst: 400 },
        ...(records(value, "extenders").length > 0 && {
            extenders: records(value, "extenders").map(extender => ({
                ...extender,
                urlPrefix: outsideUrl(optionalText(extender, "urlPrefix") ?? "", extenders),
            })),
        }),
    };
}

/** `http://name.namespace.svc.cluster.local:12345` becomes a path of the local server. Other addresses stay. */
export function outsideUrl(url: string, server: string): string {
    const [, name, namespace, port = "80", path = ""] =
        /^http:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?\.?(?::(\d+))?(\/.*)?$/.exec(url) ?? [];
    return name === undefined ? url : `${server}/${namespace ?? ""}/${name}/${port}${path.replace(/\/$/, "")}`;
}

function read(source: string): Json {
    try {
        return parse(source) as Json;
    } catch {
        return null;
    }
}
