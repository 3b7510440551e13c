import type * as pulumi from "@pulumi/pulumi";
import type { Known } from "../../catalog/known";
import type { NeuronCompanionRole } from "../../catalog/kubernetes/neuron-companions";
import { isAtLeast } from "../../catalog/version-order";
import type { PlannedPlugin } from "../../fleet/advertisers";
import { neuronScheduler, takesPartialRequests } from "../../fleet/neuron-scheduler";
import type { Pool } from "../../fleet/pool";
import { shown, type Problem } from "../../fleet/problem";
import { companionSoftware, type Software } from "../companion-software";
import type { PluginManifest } from "../manifest";
import type { Detector } from "../node-problem-detector";
import type { PlannedObject } from "../plugin-daemon-set";
import { neuronMonitor } from "./monitor";
import type { NeuronArgs, NeuronRecovery } from "./neuron-args";
import { problemDetector } from "./problem-detector";
import { secondScheduler } from "./second-scheduler";

/** What runs beside the plugin, by the names under which users give other images. */
const roles = {
    "neuron-scheduler": "schedulerExtension",
    "kube-scheduler": "secondScheduler",
    "neuron-monitor": "monitor",
    "node-problem-detector": "problemDetector",
    "neuron-node-recovery": "nodeRecovery",
} as const satisfies Record<string, NeuronCompanionRole>;

/** Images of what runs beside the plugin that a user may choose. */
export type NeuronImageName = keyof typeof roles;

/** All of them. */
export const neuronImageNames = Object.keys(roles) as NeuronImageName[];

/** What is to run beside Neuron's device plugin, and for which nodes. */
export interface NeuronQuestion {
    readonly instance: string;
    readonly args: NeuronArgs;
    readonly images: Readonly<Partial<Record<NeuronImageName, string>>>;
    /** Neuron's device plugin as it is planned; undefined where nobody needs it. */
    readonly plugin: PlannedPlugin | undefined;
    /** The pools that the plugin serves. */
    readonly pools: readonly Pool[];
    /** Whether the cluster can let pods act as an IAM role. */
    readonly knowsRoles: boolean;
}

/** Pods that act as an IAM role. */
export interface ActingPods {
    readonly suffix: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly roleArn: pulumi.Input<string>;
}

/** What runs beside Neuron's device plugin. */
export interface NeuronPlan {
    /** The scheduler to name in pods that ask for a part of a node; undefined where there is none. */
    readonly scheduler: string | undefined;
    readonly objects: readonly PlannedObject<PluginManifest>[];
    readonly acting: readonly ActingPods[];
}

/** Decides it. Call `neuronProblems` first: what has no image is left out. */
export function planNeuron(question: NeuronQuestion): NeuronPlan {
    const { instance, args, plugin: plan } = question;
    if (!plan) return { scheduler: undefined, objects: [], acting: [] };
    const used = wanted(question);
    const [extension, scheduler, monitor, detector, recovery] = (
        [
            "neuron-scheduler",
            "kube-scheduler",
            "neuron-monitor",
            "node-problem-detector",
            "neuron-node-recovery",
        ] as const
    ).map(name => (used.includes(name) ? software(question, name) : undefined));
    const detecting = detector?.known
        ? problemDetector({ instance, plan, detector, recovery: recovery?.known ? recovery : undefined })
        : undefined;
    const scheduling =
        extension?.known && scheduler?.known ? secondScheduler(instance, { extension, scheduler }) : undefined;
    return {
        scheduler: scheduling && neuronScheduler,
        objects: [
            ...(scheduling ?? []),
            ...(monitor?.known ? [neuronMonitor({ instance, plan, software: monitor })] : []),
            ...(detecting?.objects ?? []),
        ],
        acting: detecting && args.recovery ? [actingPods(detecting, args.recovery)] : [],
    };
}

function actingPods({ account }: Detector, { roleArn }: NeuronRecovery): ActingPods {
    const { namespace, name: serviceAccount } = account.metadata;
    return { suffix: "neuron-recovery-identity", namespace, serviceAccount, roleArn };
}

/** Why what is asked for cannot run. */
export function neuronProblems(question: NeuronQuestion): Problem[] {
    return [...withoutPlugin(question), ...recoveryProblems(question), ...imageProblems(question)];
}

const asking: readonly (readonly [keyof NeuronArgs, (args: NeuronArgs) => boolean])[] = [
    ["scheduler", ({ scheduler }) => scheduler === true],
    ["monitor", ({ monitor }) => monitor === true],
    ["problemDetector", ({ problemDetector: detector }) => detector === true],
    ["recovery", ({ recovery }) => recovery !== undefined && recovery !== false],
];

/** Each of them works with the device plugin alone: the DRA driver knows what lies together, and hides from the monitor. */
function withoutPlugin({ args, plugin }: NeuronQuestion): Problem[] {
    if (plugin) return [];
    return asking
        .filter(([, asks]) => asks(args))
        .map(([name]) => ({
            id: "neuron.without-plugin",
            path: `neuron.${name}`,
            got: "no pool whose chips Neuron's device plugin advertises",
            allowed: "with a pool of Inferentia or Trainium, its advertiser not draDriver",
            fix: "leave it out, or let the device plugin advertise the chips of a pool",
        }));
}

function recoveryProblems({ args: { recovery }, knowsRoles }: NeuronQuestion): Problem[] {
    if (recovery === undefined || recovery === false) return [];
    const problem = (path: string, got: string, fix: string): Problem[] => [
        { id: "neuron.recovery-role", path, got, allowed: "a role that may replace the nodes", fix },
    ];
    const { roleArn }: { readonly roleArn?: unknown } = typeof recovery === "object" ? recovery : {};
    const path = "neuron.recovery.roleArn";
    const example = 'give its ARN: recovery: { roleArn: "arn:aws:iam::123456789012:role/neuron-recovery" }';
    if (roleArn === undefined) return problem(path, "nothing", example);
    if (typeof roleArn === "string" && !/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn)) {
        return problem(path, shown(roleArn), example);
    }
    if (knowsRoles) return [];
    return problem("cluster", "a cluster that lets no pods act as a role", "use an aws.EksCluster");
}

function imageProblems(question: NeuronQuestion): Problem[] {
    return wanted(question).flatMap(name => {
        const found = software(question, name);
        if (found.known) return [];
        const fix = `give one: images: { ${shown(name)}: "…" }`;
        const allowed = `an image of ${name} that the nodes can pull`;
        return [{ id: "plugins.image-unknown", path: "images", got: found.why, allowed, fix }];
    });
}

/** The programs to run. */
function wanted(question: NeuronQuestion): NeuronImageName[] {
    const { args, plugin } = question;
    if (!plugin) return [];
    const recovers = Boolean(args.recovery);
    return [
        ...(wantsScheduler(question) ? (["neuron-scheduler", "kube-scheduler"] as const) : []),
        ...(args.monitor === true ? (["neuron-monitor"] as const) : []),
        ...(args.problemDetector === true || recovers ? (["node-problem-detector"] as const) : []),
        ...(recovers ? (["neuron-node-recovery"] as const) : []),
    ];
}

function wantsScheduler({ args: { scheduler = "auto" }, pools }: NeuronQuestion): boolean {
    return scheduler === "auto" ? pools.some(takesPartialRequests) : scheduler;
}

/** Nodes are never newer than their cluster, and a scheduler may be one version older than it. */
function newest(pools: readonly Pool[]): string {
    return pools.map(({ kubernetes }) => kubernetes).reduce((a, b) => (isAtLeast(a, b) ? a : b), "1.0");
}

function software({ images, pools }: NeuronQuestion, name: NeuronImageName): Known<Software> {
    return companionSoftware(roles[name], newest(pools), images[name]);
}
