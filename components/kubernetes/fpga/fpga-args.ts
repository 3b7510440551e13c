/**
 * How the FPGAs of F2 are advertised.
 *
 * @example
 * const fpga: FpgaArgs = { slots: "counted" };
 */
export interface FpgaArgs {
    /**
     * `linked`: the slots that the boot of a node linked under `/run/fpga`, each with its own PCI directory: an FPGA whose image
     * did not load is not advertised, and a container sees which slot is its own. `counted`: as many as the type has, whatever
     * state they are in, and every container sees all of them: for images of your own that link nothing; pods that share a node
     * must agree on their slots. Default: `linked`.
     */
    readonly slots?: "linked" | "counted";
    /**
     * A node condition `FpgaNotLoaded` on nodes whose slots are linked: `True` names the slots whose image did not load, and
     * why. Default: true where slots are linked.
     */
    readonly problemDetector?: boolean;
}
