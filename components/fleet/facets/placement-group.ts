/** A placement group that exists already: `Fabric.placement.given` refers to it. */
export interface PlacementGroup {
    readonly name: string;
    readonly region: string;
    /** `cluster` packs the machines of one zone together; the others keep them apart. */
    readonly strategy: "cluster" | "spread" | "partition";
}
