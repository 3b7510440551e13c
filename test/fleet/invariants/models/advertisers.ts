import fc from "fast-check";
import type { Advertiser } from "../../../../components/fleet/advertisers";
import { anAdvertiser } from "../../builders";
import { clusters, tolerance } from "./small-world";

const byNfd = [
    {
        matchExpressions: [
            { key: "feature.node.kubernetes.io/pci-10de.present", operator: "In", values: ["true"] } as const,
        ],
    },
];

/** At most one plugin that selects by labels of a supplier: two would be twins that one label wakes at once. */
export const advertisers: fc.Arbitrary<Advertiser[]> = fc
    .record({
        plain: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), { maxLength: 2 }),
        byLabel: fc.option(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), {
            nil: undefined,
        }),
        neuron: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), {
            maxLength: 2,
        }),
        efa: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), { maxLength: 2 }),
    })
    .map(({ plain, byLabel, neuron, efa }) => [
        ...plain.map((parts, index) => anAdvertiser({ name: `plugin-${index}`, ...parts })),
        ...(byLabel === undefined ? [] : [anAdvertiser({ name: "by-label", nodeAffinity: byNfd, ...byLabel })]),
        ...neuron.map((parts, index) =>
            anAdvertiser({ name: `neuron-${index}`, resources: ["aws.amazon.com/neuron"], ...parts }),
        ),
        ...efa.map((parts, index) =>
            anAdvertiser({ name: `efa-${index}`, resources: ["vpc.amazonaws.com/efa"], ...parts }),
        ),
    ]);
