/**
 * The custom plugin monitor of Kubernetes' node problem detector. Sources: kubernetes/node-problem-detector
 * pkg/custompluginmonitor (types/config.go: form, defaults, what is refused; plugin/plugin.go: how a check is run, what its exit
 * means, where its output is cut; custom_plugin_monitor.go: how a condition changes), docs/custom_plugin_monitor.md.
 */
import type { Json, Props } from "../../cloud/contract";
import { isProps, optionalNumber, optionalText, record, records, text } from "../../cloud/props";
import type { Files } from "../../shell/files";
import { commonPrograms } from "../../shell/programs";
import { runShell } from "../../shell/shell";
import { NotRead } from "../../shell/syntax";
import type { Notice, ReportedCondition } from "./plugin";

export interface Monitored {
    readonly conditions: readonly ReportedCondition[];
    /** Problems that pass: they are events, and no condition. */
    readonly notices: readonly Notice[];
}

/** What the detector says when it ends at its start. */
export class DetectorEnds extends Error {}

/** @throws DetectorEnds */
export function monitorOf(file: string, files: Files): Props {
    const source = files.read(file);
    if (source === undefined)
        throw new DetectorEnds(`Failed to read configuration file "${file}": open ${file}: no such file or directory`);
    try {
        const value = JSON.parse(source) as Json;
        if (isProps(value)) return value;
    } catch {
        // Told below, like everything else that is no object.
    }
    throw new DetectorEnds(`Failed to unmarshal configuration file "${file}"`);
}

/** @throws DetectorEnds */
export function runMonitor(monitor: Props, files: Files): Monitored {
    const rules = records(monitor, "rules");
    validate(monitor, rules, files);
    const conditions = new Map(initialConditions(monitor).map(each => [each.type, each]));
    const defaults = new Map(conditions);
    const notices: Notice[] = [];
    for (const rule of rules) {
        const result = check(rule, monitor, files);
        const reason = optionalText(rule, "reason") ?? "";
        if (rule.type !== "permanent") {
            if (result.status !== "False") notices.push({ reason, message: result.message });
            continue;
        }
        const type = optionalText(rule, "condition") ?? "";
        const [before, byDefault] = [conditions.get(type), defaults.get(type)];
        if (before && byDefault) conditions.set(type, changed(before, byDefault, reason, result));
    }
    return { conditions: [...conditions.values()], notices };
}

/** Conditions as the detector begins with them: nothing is wrong. */
export function initialConditions(monitor: Props): readonly ReportedCondition[] {
    return records(monitor, "conditions").map(each => ({
        type: optionalText(each, "type") ?? "",
        status: "False",
        reason: optionalText(each, "reason") ?? "",
        message: optionalText(each, "message") ?? "",
    }));
}

interface CheckResult {
    readonly status: ReportedCondition["status"];
    readonly message: string;
}

/** With `True` goes the reason of the rule, with anything else that of the default, and what is not known keeps its message. */
function changed(
    before: ReportedCondition,
    byDefault: ReportedCondition,
    reason: string,
    { status, message }: CheckResult,
): ReportedCondition {
    const { type } = before;
    if (status === "True") return { type, status, reason, message };
    if (before.status === status) return before;
    return status === "False" ? { ...byDefault } : { type, status, reason: byDefault.reason, message };
}

function validate(monitor: Props, rules: readonly Props[], files: Files): void {
    const refuse = (why: string): never => {
        throw new DetectorEnds(`Failed to validate custom plugin config: ${why}`);
    };
    if (monitor.plugin !== "custom")
        refuse(`NPD does not support "${optionalText(monitor, "plugin") ?? ""}" plugin for now. Only support "custom"`);
    const longest = seconds(optionalText(record(monitor, "pluginConfig") ?? {}, "timeout") ?? "5s");
    const types = records(monitor, "conditions").map(each => optionalText(each, "type"));
    for (const rule of rules) {
        const timeout = optionalText(rule, "timeout");
        if (timeout !== undefined && seconds(timeout) > longest)
            refuse("plugin timeout is greater than global timeout");
        const path = optionalText(rule, "path") ?? "";
        if (!files.exists(path)) refuse(`rule path "${path}" does not exist`);
        if (rule.type === "permanent" && !types.includes(optionalText(rule, "condition")))
            refuse(
                `Permanent problem ${optionalText(rule, "condition") ?? ""} does not have preset default condition.`,
            );
    }
}

function seconds(duration: string): number {
    const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
    const [, count, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(duration) ?? [];
    if (count === undefined) throw new DetectorEnds(`error in parsing timeout "${duration}"`);
    return Number(count) * (units[unit] ?? 1);
}

/** What the simulation cannot carry out of a check is not known. */
function check(rule: Props, monitor: Props, files: Files): CheckResult {
    const path = text(rule, "path");
    const args = Array.isArray(rule.args) ? rule.args.map(String) : [];
    if (files.read(path) !== undefined && !files.mayRun(path))
        return { status: "Unknown", message: "Error in starting plugin. Please check the error log" };
    const programs = commonPrograms(files);
    const machine = {
        program: (name: string) => programs[name] ?? notSimulated(name),
        read: (file: string) => files.read(file),
        write: (file: string, content: string) => files.write(file, content),
        exists: (file: string) => files.exists(file),
        mayRun: (file: string) => files.mayRun(file),
        paths: () => files.all(),
    };
    try {
        const line = [path, ...args].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
        const { status, output } = runShell(line, machine);
        const most = optionalNumber(record(monitor, "pluginConfig") ?? {}, "max_output_length") ?? 80;
        const message = Buffer.from(output.trim()).subarray(0, most).toString();
        return { status: status === 0 ? "False" : status === 1 ? "True" : "Unknown", message };
    } catch (error) {
        if (!(error instanceof NotRead)) throw error;
        return { status: "Unknown", message: `the check is not simulated: it holds ${error.message}` };
    }
}

function notSimulated(name: string): never {
    throw new NotRead(`the program ${name}`);
}
