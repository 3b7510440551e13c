import { shown, type Problem } from "../fleet/problem";
import type { PluginManifest } from "./manifest";
import type { PlannedObject } from "./plugin-daemon-set";

/** What a component makes in a cluster, as far as there can be one of its name. */
export interface MadeInCluster {
    readonly objects: readonly PlannedObject<PluginManifest>[];
    readonly neuronScheduler: string | undefined;
}

/** What a cluster has already, by what made it: names of objects and schedulers to names of components. */
export type TakenNames = ReadonlyMap<string, string>;

/** The names that a component takes in its cluster. */
export function namesIn({ objects, neuronScheduler }: MadeInCluster): string[] {
    return [...objects.flatMap(objectName), ...(neuronScheduler === undefined ? [] : [schedulerName(neuronScheduler)])];
}

/** What another component of the cluster has made already, under the same name. */
export function takenProblems({ objects, neuronScheduler }: MadeInCluster, taken: TakenNames): Problem[] {
    const twice = objects.flatMap(objectName).filter(name => taken.has(name));
    const scheduler = neuronScheduler === undefined ? undefined : schedulerName(neuronScheduler);
    return [
        ...twice.map((name): Problem => alreadyThere("pools", name, taken, "serve these pools there too")),
        ...(scheduler !== undefined && taken.has(scheduler)
            ? [
                  alreadyThere(
                      "neuron.scheduler",
                      scheduler,
                      taken,
                      "write neuron: { scheduler: false }: one places all pods",
                  ),
              ]
            : []),
    ];
}

function alreadyThere(path: string, name: string, taken: TakenNames, fix: string): Problem {
    return {
        id: "plugins.already-made",
        path,
        got: `${name}, which DevicePlugins ${shown(taken.get(name))} makes`,
        allowed: "each once in a cluster",
        fix,
    };
}

/** What has no name of its own gets one from the engine, which never gives it twice. */
function objectName({ manifest: { kind, metadata } }: PlannedObject<PluginManifest>): string[] {
    const { namespace, name }: { readonly namespace?: string; readonly name?: string } = metadata;
    return name === undefined ? [] : [`${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`];
}

function schedulerName(name: string): string {
    return `scheduler ${name}`;
}
