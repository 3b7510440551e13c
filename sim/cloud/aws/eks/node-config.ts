/**
 * What a launch template's user data asks of an AL2023 node. Sources: awslabs/amazon-eks-ami `nodeadm/doc/api.md` and
 * `nodeadm/doc/api-concepts.md` (NodeConfig, node.eks.aws/v1alpha1; several are merged; feature gates), EKS user guide
 * launch-templates ("user data … must be in the MIME multipart format"). Scripts run before the kubelet starts: the unit
 * `nodeadm-run` waits for cloud-init's last stage.
 */
import { parseAllDocuments } from "yaml";

import type { Json, Props } from "../../contract";
import { isProps, optionalNumber, optionalText, record, records, texts } from "../../props";
import { readBootScript } from "./boot-script";
import type { GpuSetup } from "./gpu-setup";
import { mimeParts } from "./mime";

/** What user data asks for, in whichever language the image speaks. */
export interface NodeConfig {
    readonly maxPods: number | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly KubeletTaint[];
    readonly localStorage: "RAID0" | "RAID10" | "Mount" | undefined;
    /** The cluster to join, when everything that an image of one's own has to be told of it is given. */
    readonly cluster: NamedCluster | undefined;
    /** The node is named after its instance and not after its address. */
    readonly namedAfterInstance: boolean;
    /** Pages of 2 MiB that the user data sets aside; undefined leaves it to the image. */
    readonly hugePages: number | undefined;
    /** Pages of 1 GiB that it sets aside; no image does. */
    readonly giantPages: number | undefined;
    readonly gpus: GpuSetup;
    /** Shell scripts that run before the kubelet, in their order. */
    readonly scripts: readonly string[];
    /** Containers own their devices as their security context says. Always so on AL2023, on Bottlerocket when told. */
    readonly deviceOwnership: boolean;
    /** Why a machine with this user data never comes up. */
    readonly neverBoots: string | undefined;
}

/** What user data says of the cluster. Bottlerocket is told no service range. */
export interface NamedCluster {
    readonly name: string;
    readonly endpoint: string;
    readonly certificateAuthority: string;
    readonly serviceCidr?: string;
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
    cluster: undefined,
    namedAfterInstance: false,
    hugePages: undefined,
    giantPages: undefined,
    gpus: { by: "nobody" },
    scripts: [],
    deviceOwnership: false,
    neverBoots: undefined,
};

export type ReadUserData = { readonly config: NodeConfig } | { readonly problem: "not MIME" | "not a NodeConfig" };

/** Reads base64 user data. Later documents override earlier ones, as nodeadm merges them. */
export function readUserData(base64: string): ReadUserData {
    const parts = mimeParts(Buffer.from(base64, "base64").toString("utf8"));
    if (parts === undefined) return { problem: "not MIME" };
    const documents = parts
        .filter(part => part.type === "application/node.eks.aws")
        .flatMap(part => parseAllDocuments(part.body));
    const values = documents.map(each => each.toJS() as Json).filter(value => value !== null);
    if (documents.some(each => each.errors.length > 0) || !values.every(isNodeConfig))
        return { problem: "not a NodeConfig" };
    const scripts = parts.filter(part => part.type === "text/x-shellscript").map(part => part.body);
    return {
        config: {
            ...values.map(readNodeConfig).reduce(merge, emptyNodeConfig),
            ...readBootScript(scripts.join("\n")),
            scripts,
        },
    };
}

/** A file of `/etc/eks/nodeadm.d/`, merged over what the user data says; undefined when it is no NodeConfig. */
export function withDropIn(config: NodeConfig, source: string): NodeConfig | undefined {
    const documents = parseAllDocuments(source);
    const values = documents.map(each => each.toJS() as Json).filter(value => value !== null);
    if (documents.some(each => each.errors.length > 0) || !values.every(isNodeConfig)) return undefined;
    return values.map(readNodeConfig).reduce(merge, config);
}

function isNodeConfig(value: Json): value is Props {
    return isProps(value) && value.apiVersion === "node.eks.aws/v1alpha1" && value.kind === "NodeConfig";
}

function readNodeConfig(value: Props): NodeConfig {
    const spec = record(value, "spec") ?? {};
    const kubelet = record(spec, "kubelet") ?? {};
    const kubeletConfig = record(kubelet, "config") ?? {};
    const cluster = record(spec, "cluster") ?? {};
    const flags = texts(kubelet, "flags");
    const strategy = optionalText(record(record(spec, "instance") ?? {}, "localStorage") ?? {}, "strategy");
    return {
        ...emptyNodeConfig,
        maxPods: optionalNumber(kubeletConfig, "maxPods") ?? numberFlag(flags, "max-pods"),
        labels: Object.fromEntries(listFlag(flags, "node-labels").map(each => split(each, "="))),
        taints: [
            ...records(kubeletConfig, "registerWithTaints").map(taintOf),
            ...listFlag(flags, "register-with-taints").map(readTaint),
        ],
        localStorage: strategy === "RAID0" || strategy === "RAID10" || strategy === "Mount" ? strategy : undefined,
        cluster: namedCluster(cluster),
        namedAfterInstance: record(spec, "featureGates")?.InstanceIdNodeName === true,
    };
}

function namedCluster(written: Props): NamedCluster | undefined {
    const [name, endpoint, certificateAuthority, serviceCidr] = [
        optionalText(written, "name"),
        optionalText(written, "apiServerEndpoint"),
        optionalText(written, "certificateAuthority"),
        optionalText(written, "cidr"),
    ];
    if (name === undefined || endpoint === undefined || certificateAuthority === undefined) return undefined;
    return serviceCidr === undefined ? undefined : { name, endpoint, certificateAuthority, serviceCidr };
}

function merge(left: NodeConfig, right: NodeConfig): NodeConfig {
    return {
        ...left,
        maxPods: right.maxPods ?? left.maxPods,
        labels: { ...left.labels, ...right.labels },
        taints: [...left.taints, ...right.taints],
        localStorage: right.localStorage ?? left.localStorage,
        cluster: right.cluster ?? left.cluster,
        namedAfterInstance: left.namedAfterInstance || right.namedAfterInstance,
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

function taintOf(written: Props): KubeletTaint {
    const value = optionalText(written, "value");
    return {
        key: optionalText(written, "key") ?? "",
        ...(value !== undefined && { value }),
        effect: optionalText(written, "effect") ?? "",
    };
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
