import { fpgaLoad } from "../../catalog/aws/fpga-load";
import { fpgaSlots } from "../../catalog/aws/fpga-slots";
import type { Known } from "../../catalog/known";
import type { PlannedPlugin } from "../../fleet/advertisers";
import { shown, type Problem } from "../../fleet/problem";
import { companionSoftware, type Software } from "../companion-software";
import type { PluginManifest } from "../manifest";
import { nodeProblemDetector } from "../node-problem-detector";
import type { PlannedObject } from "../plugin-daemon-set";
import type { FpgaArgs } from "./fpga-args";

/** Which FPGAs of a component there are to speak of, and how. */
export interface LoadConditionQuestion {
    readonly instance: string;
    readonly args: FpgaArgs;
    /** An image of the user's. */
    readonly image: string | undefined;
    readonly plugins: readonly PlannedPlugin[];
}

/** What the check prints becomes the message of the condition; NPD keeps 80 characters unless told. */
const longestMessage = 1024;

/**
 * Kubernetes' node problem detector on nodes whose boot links their FPGAs: what the boot left becomes the node condition
 * `FpgaNotLoaded`. It needs no more than to read one directory, and stays unprivileged.
 * Source: kubernetes/node-problem-detector docs/custom_plugin_monitor.md, pkg/custompluginmonitor.
 */
export function loadCondition(question: LoadConditionQuestion): readonly PlannedObject<PluginManifest>[] {
    const plan = linkedPlugin(question);
    const software = detectorSoftware(question);
    if (!plan || question.args.problemDetector === false || !software.known) return [];
    return nodeProblemDetector({
        instance: question.instance,
        plan,
        software,
        suffix: "fpga-problem-detector",
        component: "fpga-problem-detector",
        monitor: "custom-plugin-monitor",
        files: { [configFile]: config(), [checkFile]: check },
        container: {
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            volumeMounts: [{ name: "slots", mountPath: fpgaSlots.directory, readOnly: true }],
        },
        volumes: [{ name: "slots", hostPath: { path: fpgaSlots.directory, type: "DirectoryOrCreate" } }],
    }).objects;
}

/** Why it cannot run. */
export function loadConditionProblems(question: LoadConditionQuestion): Problem[] {
    const { problemDetector, slots } = question.args;
    if (!linkedPlugin(question)) {
        if (problemDetector !== true) return [];
        return [
            {
                id: "fpga.without-links",
                path: "fpga.problemDetector",
                got: slots === "counted" ? "FPGAs that are counted" : "no pool whose boot links its FPGAs",
                allowed: "with a pool of F2 and slots linked",
                fix: 'leave it out, or let the boot link the slots: fpga: { slots: "linked" }',
            },
        ];
    }
    const software = detectorSoftware(question);
    if (problemDetector === false || software.known) return [];
    const fix = `give one: images: { ${shown("node-problem-detector")}: "…" }`;
    const allowed = "an image of node-problem-detector that the nodes can pull";
    return [{ id: "plugins.image-unknown", path: "images", got: software.why, allowed, fix }];
}

function linkedPlugin({ args, plugins }: LoadConditionQuestion): PlannedPlugin | undefined {
    if (args.slots === "counted") return undefined;
    return plugins.find(({ family, configuration }) => family === "fpga" && configuration.kind !== "xrt");
}

/** The detector is of no Kubernetes version: it runs beside any. */
function detectorSoftware({ image }: LoadConditionQuestion): Known<Software> {
    return companionSoftware("problemDetector", "", image);
}

const configFile = "fpga-monitor.json";
const checkFile = "fpga-loaded.sh";

function config(): string {
    const { condition, loaded, notLoaded } = fpgaLoad;
    const file = {
        plugin: "custom",
        pluginConfig: {
            invoke_interval: "30s",
            timeout: "5s",
            max_output_length: longestMessage,
            concurrency: 1,
            enable_message_change_based_condition_update: true,
        },
        source: "fpga-monitor",
        metricsReporting: true,
        conditions: [{ type: condition, ...loaded }],
        // A mounted file cannot be executed, so that a shell reads it.
        rules: [{ type: "permanent", condition, reason: notLoaded, path: "/bin/sh", args: [`/config/${checkFile}`] }],
    };
    return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** What ends with 0 is well, with 1 is wrong, with anything else unknown. */
const check = [
    "#!/bin/sh",
    "failed=",
    `for file in ${fpgaLoad.failedPattern}; do`,
    '    if [ -f "$file" ]; then',
    '        failed="${failed:+$failed; }slot ${file##*-}: $(cat "$file")"',
    "    fi",
    "done",
    'if [ -n "$failed" ]; then',
    '    echo "$failed"',
    "    exit 1",
    "fi",
    `for link in ${fpgaSlots.pattern}; do`,
    '    if [ -L "$link" ]; then exit 0; fi',
    "done",
    `echo "${fpgaLoad.unknown}"`,
    "exit 2",
    "",
].join("\n");
