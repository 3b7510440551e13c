import fc from "fast-check";
import { ownTaints } from "../../../../components/fleet/node-marks";
import type { Taint } from "../../../../components/fleet/pool";
import { research } from "./pools";
import { clusters, tolerance } from "./small-world";

const flavorNames = ["f0", "f1"] as const;
export const resourceFlavors = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            nodeLabels: fc.constantFrom<Record<string, string>>(
                {},
                { "pulumi-accelerators/pool": "p0" },
                { "nvidia.com/gpu.present": "true" },
                { "nvidia.com/gpu.tier": "bronze" },
            ),
            nodeTaints: fc.constantFrom<Taint[]>([], ownTaints(["nvidia"]), [research]),
            tolerations: tolerance,
        }),
        { maxLength: 2 },
    )
    .map(all => all.map((parts, index) => ({ name: flavorNames[index] ?? "", ...parts })));

export const clusterQueues = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            flavors: fc.subarray([...flavorNames, "f9"]),
            gpus: fc.constantFrom(0, 1, 8, 385),
        }),
        { maxLength: 2 },
    )
    .map(all =>
        all.map(({ cluster, flavors, gpus }, index) => ({
            name: `q${index}`,
            cluster,
            quotas: flavors.map(flavor => ({ flavor, nominal: { "nvidia.com/gpu": gpus, cpu: 64 } })),
        })),
    );

export const localQueues = fc
    .array(fc.record({ cluster: fc.constantFrom(...clusters), clusterQueue: fc.constantFrom("q0", "q1") }), {
        maxLength: 2,
    })
    .map(all => all.map((parts, index) => ({ name: `team/l${index}`, ...parts })));
