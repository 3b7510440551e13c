import type { EfaChoice, PlacementChoice } from "../../fleet/fabric";

/**
 * How the nodes of a group are wired to each other, where jobs run over several of them.
 *
 * @example
 * const wired: aws.FabricArgs = { efa: "required", placement: { name: "near" } };
 */
export interface FabricArgs {
    /**
     * Whether the nodes get EFA, over which jobs of several nodes reach each other past the kernel. Default: `auto`, for
     * training in one zone where type and image have it. `required` refuses where they have not; `{ interfaces: 8 }` takes
     * fewer than AWS recommends for the type.
     */
    readonly efa?: EfaChoice;
    /**
     * Where the machines stand. Default: `auto`, close together in a placement group of their own when they have EFA and are
     * bought in a way that allows it. `{ name: "near" }`: in a placement group that exists.
     */
    readonly placement?: PlacementChoice;
}
