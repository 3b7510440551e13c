import type { ProblemIdFacts } from "./problem-id-facts";

/** How pods share accelerators. */
export const sharingProblemIds = {
    "sharing.mig-count": {
        meaning: "Every GPU is divided into a whole number of MIG instances, one at least.",
        overridable: false,
        example: {
            path: 'sharing.instances["1g.10gb"]',
            got: "1.5",
            allowed: "a whole number, 0 or more: instances on every GPU",
            fix: "write 1",
        },
    },
    "sharing.mig-on-bottlerocket": {
        meaning: "Bottlerocket divides its GPUs itself, and its MIG manager does not know this profile.",
        overridable: true,
        example: {
            path: "sharing",
            got: "4g.40gb on p5.48xlarge with Bottlerocket, whose MIG manager leaves the GPU whole",
            allowed: "1g.10gb, 1g.20gb, 2g.20gb, 3g.40gb, 7g.80gb: what it knows",
            fix: 'use another profile, or image: "al2023"',
        },
    },
    "sharing.mig-profile": {
        meaning: "The GPU of the instance type cannot be divided into instances of this profile.",
        overridable: false,
        example: {
            path: "sharing.profile",
            got: '"1g.18gb" on p5.48xlarge',
            allowed: "1g.10gb, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb: the profiles of H100",
            fix: "did you mean 1g.10gb or 1g.20gb?",
        },
    },
    "sharing.mig-too-large": {
        meaning: "The MIG instances do not fit on one GPU together.",
        overridable: false,
        example: {
            path: "sharing.instances",
            got: '{"3g.40gb":3}: 9 compute and 12 memory slices',
            allowed: "at most 7 compute and 8 memory slices, in the places where instances may begin",
            fix: "take fewer or smaller instances",
        },
    },
    "sharing.mps-on-part": {
        meaning: "The instance type has a part of a GPU, on which MPS is not known to run.",
        overridable: true,
        example: {
            path: "sharing",
            got: "mps on g6f.xlarge, which has 0.125 of a GPU",
            allowed: "MPS on whole GPUs: no source says that it runs on a part of one",
            fix: "use timeSlicing(), or acknowledge sharing.mps-on-part when you have seen it run",
        },
    },
    "sharing.no-mig": {
        meaning: "The GPUs of the instance type cannot be divided in hardware.",
        overridable: false,
        example: {
            path: "sharing",
            got: '{"kind":"mig","profile":"1g.10gb"} on g6.xlarge, with L4',
            allowed: "MIG on p4d, p4de, p5, p5e, p5en, p6-b200, p6-b300, g7, g7e",
            fix: "use timeSlicing() or mps(), or choose another instance type",
        },
    },
    "sharing.replicas": {
        meaning: "A GPU is shared by two pods or more; MPS has room for a limited number of them.",
        overridable: false,
        example: {
            path: "sharing.replicas",
            got: "1",
            allowed: "a whole number, 2 or more: pods on one GPU",
            fix: "leave sharing out: one pod has the whole GPU then",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
