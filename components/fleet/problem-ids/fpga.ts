import type { ProblemIdFacts } from "./problem-id-facts";

/** FPGAs. */
export const fpgaProblemIds = {
    "fpga.without-links": {
        meaning:
            "The problem detector for FPGAs reads what the boot of a node links; no pool has such nodes, or their FPGAs are counted.",
        overridable: false,
        example: {
            path: "fpga.problemDetector",
            got: "FPGAs that are counted",
            allowed: "with a pool of F2 and slots linked",
            fix: 'leave it out, or let the boot link the slots: fpga: { slots: "linked" }',
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
