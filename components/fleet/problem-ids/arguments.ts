import type { ProblemIdFacts } from "./problem-id-facts";

/** What is wrong with what was written, whatever it is about. */
export const argumentsProblemIds = {
    "acknowledge.not-overridable": {
        meaning: "Only problems that rest on dated facts can be acknowledged; the others would fail whatever the date.",
        overridable: false,
        example: {
            path: "acknowledge[0]",
            got: '"nodes.range"',
            allowed: "ids that the documentation marks as overridable",
            fix: "remove it, then mend what nodes.range reports",
        },
    },
    "config.missing": {
        meaning: "A required setting is not given.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:pools.train.instanceType",
            got: "nothing",
            allowed: "a string",
            fix: "add pools.train.instanceType",
        },
    },
    "config.type": {
        meaning: "A setting has a value of the wrong type.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:pools.train.rootVolumeGiB",
            got: '"500"',
            allowed: "a number",
            fix: "write 500 without quotes",
        },
    },
    "config.unknown-key": {
        meaning: "A setting has a name that does not exist here: most often a typing error.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:cluster.endpoint.publc",
            got: '"publc"',
            allowed: "public",
            fix: "did you mean public?",
        },
    },
    "config.value": {
        meaning: "A setting has the right type and a value that is not allowed.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:network.nat",
            got: '"perzone"',
            allowed: '"none", "one", "perZone"',
            fix: "did you mean perZone?",
        },
    },
    "region.missing": {
        meaning: "Nobody said in which region: neither the argument nor the stack.",
        overridable: false,
        example: {
            path: "region",
            got: "nothing",
            allowed: "a region, for example us-east-2",
            fix: "give region, or set it for the stack: pulumi config set aws:region us-east-2",
        },
    },
    "region.too-few-zones": {
        meaning: "The region does not have as many zones as are wanted.",
        overridable: false,
        example: {
            path: "zones",
            got: "7",
            allowed: "at most 3: us-east-2 has use2-az1, use2-az2, use2-az3",
            fix: "lower zones to 3",
        },
    },
    "region.unknown": {
        meaning: "The catalogue knows no region of this name.",
        overridable: true,
        example: {
            path: "region",
            got: '"us-est-2"',
            allowed: "a region of the catalogue (30)",
            fix: "did you mean us-east-2 or us-west-2 or us-east-1?",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
