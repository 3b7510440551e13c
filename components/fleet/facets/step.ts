/** Something that `up` waits for: a namespace, a plugin, a group of nodes. */
export interface Step {
    /** Its URN, or its name in the program; of a node group, the name of its pool. */
    readonly name: string;
    /** Names of the steps that must be ready before it begins: `dependsOn`, parents, and whatever its inputs come from. */
    readonly dependsOn: readonly string[];
    /** Names of the pools without a ready node of which its pods do not get ready; empty for what runs no pods. */
    readonly readyOnNodesOf: readonly string[];
    /** Whether the engine does not wait until its pods are ready: annotation `pulumi.com/skipAwait`. */
    readonly skipAwait: boolean;
}
