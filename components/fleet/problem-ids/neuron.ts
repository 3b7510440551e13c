import type { ProblemIdFacts } from "./problem-id-facts";

/** Inferentia and Trainium. */
export const neuronProblemIds = {
    "neuron.lnc": {
        meaning: "The cores of the chips cannot be counted together in this way, or the image cannot be told how.",
        overridable: false,
        example: {
            path: "lnc",
            got: "2 on trn1.32xlarge",
            allowed: "nothing: only the cores of Trainium2 can be counted together",
            fix: "leave it out",
        },
    },
    "neuron.partial-request": {
        meaning:
            "A pod asks for several Neuron chips or cores of a node, but not all, and is placed by a scheduler that only counts: what it gets need not lie together.",
        overridable: false,
        example: {
            path: 'podTemplates["research/train"]',
            got: '4 aws.amazon.com/neuron of 16, placed by "default-scheduler"',
            allowed: '1 or all 16, or a pod placed by "my-scheduler": parts of a node must lie together',
            fix: 'leave DevicePlugins its scheduler (neuron: { scheduler: "auto" }) and set schedulerName to "my-scheduler"',
        },
    },
    "neuron.recovery-role": {
        meaning: "Neuron's node recovery has no role that lets it replace nodes.",
        overridable: false,
        example: {
            path: "neuron.recovery.roleArn",
            got: "nothing",
            allowed: "a role that may replace the nodes",
            fix: 'give its ARN: recovery: { roleArn: "arn:aws:iam::123456789012:role/neuron-recovery" }',
        },
    },
    "neuron.sdk": {
        meaning: "Programs of this release of the Neuron SDK need a driver that no longer knows the chips of the type.",
        overridable: true,
        example: {
            path: "neuronSdk",
            got: "2.27.1 on inf1.xlarge",
            allowed: "2.26.1 or older: the last release whose driver knows these chips",
            fix: "build the programs with 2.26.1, or choose a newer type, for example inf2.xlarge",
        },
    },
    "neuron.without-plugin": {
        meaning:
            "The extended scheduler, the monitor, the problem detector and the recovery work beside Neuron's device plugin, which no pool needs; beside the DRA driver they do not work.",
        overridable: false,
        example: {
            path: "neuron.scheduler",
            got: "no pool whose chips Neuron's device plugin advertises",
            allowed: "with a pool of Inferentia or Trainium, its advertiser not draDriver",
            fix: "leave it out, or let the device plugin advertise the chips of a pool",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
