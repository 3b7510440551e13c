/**
 * What a launch template's user data asks of nodeadm. Source: awslabs/amazon-eks-ami `nodeadm/doc/api.md` (NodeConfig,
 * node.eks.aws/v1alpha1) and EKS user guide launch-templates ("user data … must be in the MIME multipart format").
 */
import { parseAllDocuments } from "yaml";

import type { Json, Props } from "../../contract";
import { isProps, optionalNumber, optionalText, record, texts } from "../../props";

export interface NodeConfig {
    readonly maxPods: number | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly KubeletTaint[];
    readonly localStorage: "RAID0" | "RAID10" | "Mount" | undefined;
    /** Name, endpoint, certificate and service range of a cluster are all given, as an image of one's own needs it. */
    readonly namesCluster: boolean;
}

export interface KubeletTaint {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
}

export const emptyNodeConfig: NodeConfig = {
    maxPods: undefined,
    labels: {},
    taints: [],
    localStorage: undefined,
    namesCluster: false,
};

export type ReadUserData = { readonly config: NodeConfig } | { readonly problem: "not MIME" | "not a NodeConfig" };

/** Reads base64 user data of an AL2023 node. Later documents override earlier ones, as nodeadm merges them. */
export function readUserData(base64: string): ReadUserData {
    const source = Buffer.from(base64, "base64").toString("utf8");
    const boundary = /content-type:\s*multipart\/mixed;\s*boundary="?(?<boundary>[^"\s;]+)"?/i.exec(source)?.groups
        ?.boundary;
    if (boundary === undefined) return { problem: "not MIME" };
    const parts = source.split(`--${boundary}`).slice(1, -1);
    const configs = parts.filter(part => /content-type:\s*application\/node\.eks\.aws/i.test(part)).map(bodyOf);
    const documents = configs.flatMap(body => parseAllDocuments(body));
    const values = documents.map(each => each.toJS() as Json).filter(value => value !== null);
    if (documents.some(each => each.errors.length > 0) || !values.every(isNodeConfig))
        return { problem: "not a NodeConfig" };
    return { config: values.map(readNodeConfig).reduce(merge, emptyNodeConfig) };
}

/** Headers end at the first empty line. */
function bodyOf(part: string): string {
    return part.replace(/^\s*(?:[\w-]+:[^\n]*\n)+\s*\n/, "");
}

function isNodeConfig(value: Json): value is Props {
    return isProps(value) && value.apiVersion === "node.eks.aws/v1alpha1" && value.kind === "NodeConfig";
}

function readNodeConfig(value: Props): NodeConfig {
    const spec = record(value, "spec") ?? {};
    const kubelet = record(spec, "kubelet") ?? {};
    const cluster = record(spec, "cluster") ?? {};
    const flags = texts(kubelet, "flags");
    const strategy = optionalText(record(record(spec, "instance") ?? {}, "localStorage") ?? {}, "strategy");
    return {
        maxPods: optionalNumber(record(kubelet, "config") ?? {}, "maxPods") ?? numberFlag(flags, "max-pods"),
        labels: Object.fromEntries(listFlag(flags, "node-labels").map(each => split(each, "="))),
        taints: listFlag(flags, "register-with-taints").map(readTaint),
        localStorage: strategy === "RAID0" || strategy === "RAID10" || strategy === "Mount" ? strategy : undefined,
        namesCluster: ["name", "apiServerEndpoint", "certificateAuthority", "cidr"].every(
            key => optionalText(cluster, key) !== undefined,
        ),
    };
}

function merge(left: NodeConfig, right: NodeConfig): NodeConfig {
    return {
        maxPods: right.maxPods ?? left.maxPods,
        labels: { ...left.labels, ...right.labels },
        taints: [...left.taints, ...right.taints],
        localStorage: right.localStorage ?? left.localStorage,
        namesCluster: left.namesCluster || right.namesCluster,
    };
}

function listFlag(flags: readonly string[], name: string): readonly string[] {
    const values = flags.filter(flag => flag.startsWith(`--${name}=`)).map(flag => flag.slice(name.length + 3));
    return values.flatMap(value => value.split(",")).filter(value => value !== "");
}

function numberFlag(flags: readonly string[], name: string): number | undefined {
    const value = listFlag(flags, name).at(-1);
    return value === undefined ? undefined : Number(value);
}

/** `key=value:Effect`, or `key:Effect`. */
function readTaint(source: string): KubeletTaint {
    const [keyAndValue, effect] = split(source, ":");
    const [key, value] = split(keyAndValue, "=");
    return { key, ...(value !== "" && { value }), effect };
}

function split(source: string, separator: string): readonly [string, string] {
    const at = source.indexOf(separator);
    return at < 0 ? [source, ""] : [source.slice(0, at), source.slice(at + 1)];
}
