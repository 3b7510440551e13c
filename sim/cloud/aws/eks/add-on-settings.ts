/**
 * `configurationValues` of add-ons: YAML or JSON, held against what is known of each add-on's schema. Sources: EKS user guide
 * and describe-addon-configuration outputs in public repositories (names of the settings), texts measured on 2026-09-25 in
 * badmintoncryer/cdk-preflight. Only the first level is known here, and `env`, whose values are all strings.
 */
import { parse } from "yaml";

import type { Account, Json, Props, StoredResource } from "../../contract";
import { isList, isProps, optionalText, record } from "../../props";
import { partsOf } from "./clusters";
import { ADD_ON } from "./tokens";

type Kind = "object" | "array" | "string" | "integer" | "boolean" | "any";
type Settings = Readonly<Record<string, Kind>>;

const placement: Settings = {
    affinity: "object",
    nodeSelector: "object",
    podAnnotations: "object",
    podLabels: "object",
    resources: "object",
    tolerations: "array",
};

const schemas: Readonly<Record<string, Settings>> = {
    coredns: {
        ...placement,
        autoScaling: "object",
        computeType: "string",
        corefile: "string",
        podDisruptionBudget: "object",
        replicaCount: "integer",
        topologySpreadConstraints: "array",
    },
    "kube-proxy": { ...placement, ipvs: "object", mode: "string" },
    "vpc-cni": {
        ...placement,
        cri: "object",
        enableNetworkPolicy: "string",
        enableWindowsIpam: "string",
        enableWindowsPrefixDelegation: "string",
        eniConfig: "object",
        env: "object",
        init: "object",
        livenessProbeTimeoutSeconds: "integer",
        minimumWindowsIPTarget: "string",
        nodeAgent: "object",
        originalMatchLabels: "boolean",
        readinessProbeTimeoutSeconds: "integer",
        warmWindowsIPTarget: "string",
        warmWindowsPrefixTarget: "string",
    },
    "eks-pod-identity-agent": { ...placement, agent: "object", priorityClassName: "string" },
    "eks-node-monitoring-agent": { ...placement, monitoringAgent: "object", dcgmAgent: "object", nodeAgent: "object" },
};

const unreadable = "The ConfigurationValues provided is not in valid YAML or JSON format.";

/** What EKS says against these settings; undefined when it takes them. */
export function settingsProblem(addon: string, source: string): string | undefined {
    const settings = readSettings(source);
    if (!settings) return unreadable;
    const schema = schemas[addon];
    const errors = schema ? Object.entries(settings).flatMap(([key, value]) => errorsOf(schema, key, value)) : [];
    if (errors.length === 0) return undefined;
    return (
        "ConfigurationValue provided in request is not supported: " +
        `Json schema validation failed with error: [${errors.join(", ")}]`
    );
}

/** The settings as an object; undefined when they are none. Empty means no setting. */
export function readSettings(source: string): Props | undefined {
    if (source.trim() === "") return {};
    try {
        const value = parse(source) as Json;
        return isProps(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

function errorsOf(schema: Settings, key: string, value: Json): readonly string[] {
    const expected = schema[key];
    if (expected === undefined)
        return [`$.${key}: is not defined in the schema and the schema does not allow additional properties`];
    const found = kindOf(value);
    if (expected !== "any" && found !== expected) return [`$.${key}: ${found} found, ${expected} expected`];
    if (key !== "env" || !isProps(value)) return [];
    return Object.entries(value)
        .filter(([, each]) => typeof each !== "string")
        .map(([name, each]) => `$.env.${name}: ${kindOf(each)} found, string expected`);
}

function kindOf(value: Json): string {
    if (isList(value)) return "array";
    if (value === null) return "null";
    if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
    return typeof value;
}

/** True when the VPC CNI add-on hands out prefixes: EKS then counts pods by them (EKS user guide cni-increase-ip-addresses). */
export function prefixDelegation(account: Account, cluster: StoredResource): boolean {
    const cni = partsOf(account, cluster, ADD_ON).find(each => each.inputs.addonName === "vpc-cni");
    const settings = readSettings(optionalText(cni?.inputs ?? {}, "configurationValues") ?? "");
    return record(settings ?? {}, "env")?.ENABLE_PREFIX_DELEGATION === "true";
}
