import type { Mig, Mps, Sharing, TimeSlicing, Whole } from "../sharing";

/** What a plugin must be told of the sharing: for MIG the strategy alone, because it finds the instances by itself. */
export type PluginConfiguration = Whole | Pick<Mig, "kind" | "strategy"> | TimeSlicing | Mps;

/** The part of a pool's sharing that its plugin must be told, in one order of fields whatever the user's. */
export function pluginConfiguration(sharing: Sharing): PluginConfiguration {
    switch (sharing.kind) {
        case "whole":
            return { kind: "whole" };
        case "mig":
            return { kind: "mig", strategy: sharing.strategy };
        case "timeSlicing": {
            const { kind, replicas, renameByDefault, failRequestsGreaterThanOne } = sharing;
            return { kind, replicas, renameByDefault, failRequestsGreaterThanOne };
        }
        case "mps": {
            const { kind, replicas, renameByDefault } = sharing;
            return { kind, replicas, renameByDefault };
        }
    }
}

/**
 * A name for a configuration, no two of which share one: part of labels and of names in the cluster.
 *
 * @example
 * configurationKey({ kind: "mps", replicas: 4, renameByDefault: true }); // "mps-4-renamed"
 * configurationKey(wholeDevices); // "whole"
 */
export function configurationKey(configuration: PluginConfiguration): string {
    switch (configuration.kind) {
        case "whole":
            return "whole";
        case "mig":
            return `mig-${configuration.strategy}`;
        case "timeSlicing": {
            const { replicas, renameByDefault, failRequestsGreaterThanOne } = configuration;
            return [
                "time-slicing",
                replicas,
                ...flag(renameByDefault, "renamed"),
                ...flag(failRequestsGreaterThanOne, "one-each"),
            ].join("-");
        }
        case "mps":
            return ["mps", configuration.replicas, ...flag(configuration.renameByDefault, "renamed")].join("-");
    }
}

function flag(set: boolean, word: string): string[] {
    return set ? [word] : [];
}
