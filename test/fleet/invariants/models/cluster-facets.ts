import fc from "fast-check";
import { neuronScheduler } from "../../../../components/fleet/neuron-scheduler";
import { aLabelSupplier, anAgent, anObject, aPodTemplate, aStep } from "../../facet-builders";
import { clusters, poolNames, tolerance } from "./small-world";

export const podTemplates = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            kind: fc.constantFrom("Deployment", "Deployment", "Job" as const),
            replicas: fc.constantFrom(0, 1, 2, 3, 8),
            disruptionBudget: fc.constantFrom(
                "none" as const,
                { maxUnavailable: { pods: 0 } },
                { maxUnavailable: { pods: 1 } },
                { maxUnavailable: { percent: 25 } },
                { minAvailable: { pods: 2 } },
                { minAvailable: { percent: 100 } },
            ),
            spread: fc.constantFrom(
                [],
                [{ by: "node" as const, maxSkew: 1 }],
                [{ by: "zone" as const, maxSkew: 1 }],
                [
                    { by: "node" as const, maxSkew: 2 },
                    { by: "zone" as const, maxSkew: 1 },
                ],
            ),
            tolerations: tolerance,
            schedulerName: fc.constantFrom("default-scheduler", neuronScheduler),
            nodeSelector: fc.constantFrom<Record<string, string>>({}, {}, { "pulumi-accelerators/pool": "p0" }),
            requests: fc.constantFrom<Record<string, number>>(
                {},
                { "nvidia.com/gpu": 0 },
                { "nvidia.com/gpu": 1 },
                { "nvidia.com/gpu": 2 },
                { "nvidia.com/gpu": 8 },
                { "nvidia.com/gpu": 385 },
                { "example.com/x": 1 },
                { "aws.amazon.com/neuron": 4 },
                { "aws.amazon.com/neuron": 16 },
            ),
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aPodTemplate({ name: `team/w${index}`, ...parts })));

const onClusters = fc.subarray([...clusters]);
export const addOns = fc
    .record({ clusters: onClusters, tolerations: tolerance })
    .map(({ clusters: on, tolerations }) => on.map(cluster => anAgent({ cluster, tolerations })));

export const labelSuppliers = fc
    .record({ clusters: onClusters, tolerations: tolerance, tier: fc.constantFrom(undefined, "gold") })
    .map(({ clusters: on, tolerations, tier }) =>
        on.map(cluster =>
            aLabelSupplier({
                name: `nfd-${cluster}`,
                cluster,
                tolerations,
                labels: [
                    ...aLabelSupplier().labels,
                    ...(tier === undefined
                        ? []
                        : [{ key: "nvidia.com/gpu.tier", value: tier, family: "nvidia" as const }]),
                ],
            }),
        ),
    );

export const kubernetesProviders = fc
    .array(
        fc.constantFrom(
            { clusters: ["shared"] },
            { clusters: ["west"] },
            { clusters: ["shared", "west"] },
            { clusters: [] },
            "ambient" as const,
        ),
        { maxLength: 3 },
    )
    .map(all => all.map((boundTo, index) => ({ name: `k8s-${index}`, boundTo })));

/** Objects of the default provider have names of their own: mending one moves it away from its twin. */
export const kubernetesObjects = fc
    .array(
        fc.record({
            provider: fc.constantFrom("k8s-0", "k8s-0", "k8s-1", "k8s-2", "default"),
            objectName: fc.constantFrom("a", "b"),
            patches: fc.constantFrom<string[]>([], [], ["spec.replicas"], ["spec"], ["metadata.labels.x", "data"]),
        }),
        { maxLength: 4 },
    )
    .map(all =>
        all.map((parts, index) =>
            anObject({
                name: `o${index}`,
                ...parts,
                objectName: parts.provider === "default" ? `own-${index}` : parts.objectName,
            }),
        ),
    );

/** Steps depend only on later ones, as the engine demands; circles come from waiting for nodes. */
export const steps = fc
    .array(
        fc.record({
            dependsOn: fc.array(fc.nat({ max: 9 }), { maxLength: 2 }),
            readyOnNodesOf: fc.oneof(fc.constant([]), poolNames),
            skipAwait: fc.constantFrom(false, false, true),
        }),
        { maxLength: 8 },
    )
    .map(all => {
        const names = all.map((_, index) => (index % 2 === 0 ? `p${index / 2}` : `step-${index}`));
        return all.map(({ dependsOn, readyOnNodesOf, skipAwait }, index) =>
            aStep({
                name: names[index] ?? "",
                dependsOn: dependsOn.flatMap(distance => names[index + 1 + distance] ?? []),
                // A group of nodes runs no pods.
                readyOnNodesOf: index % 2 === 0 ? [] : readyOnNodesOf,
                skipAwait,
            }),
        );
    });
