import { planNetwork, type Surroundings } from "../components/aws/planning";
import type { Facets, Pool } from "../components/fleet";
import { clusterArguments } from "./arguments";
import type { StackSettings } from "./settings";

const existing = { known: false, why: "how large existing subnets are is looked up when they are used" } as const;

/** The subnets in which the nodes of a stack start, as far as its settings say: those of a network that exists are not known. */
export function nodeSubnets(
    settings: StackSettings,
    pools: readonly Pool[],
    { defaults }: Surroundings,
): NonNullable<Facets["subnets"]> {
    const args = clusterArguments(settings, defaults.region);
    if (args.adopt !== undefined) return existing;
    const planned = planNetwork("network", args.network, defaults);
    if (planned.kind === "adopted") return existing;
    return planned.zones.map(({ id, private: range }) => ({
        name: range,
        zone: id,
        prefixLength: Number(range.split("/")[1]),
        taken: 0,
        ofControlPlane: true,
        pools: pools.filter(({ zones }) => zones.includes(id)).map(({ name }) => name),
    }));
}
