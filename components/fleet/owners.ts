import { admission, type Admission, type Clause } from "./admission";
import type { Fleet, SeenAdvertiser, SeenPool } from "./finding";
import { grouped } from "./grouped";
import type { PoolResource } from "./pool";
import { isUnknown } from "./seen";

/** Something that is meant to advertise a resource on the nodes of a pool, and whether it does. */
export interface Owner {
    /** For people: `image BOTTLEROCKET_x86_64_NVIDIA`, `nvidia-device-plugin`. */
    readonly name: string;
    readonly ownership: Ownership;
}

export type Ownership =
    | { readonly verdict: "advertises" }
    | { readonly verdict: "cannot"; readonly why: string; readonly fix: string }
    | { readonly verdict: "undecided"; readonly why: string };

/** Prepares a fleet's advertisers once; then gives, for one resource of one pool, everything that is meant to advertise it. */
export function ownersIn(fleet: Fleet): (pool: SeenPool, resource: PoolResource) => Owner[] {
    const prepared = fleet.advertisers.map(advertiser => ({
        advertiser,
        lands: admission(advertiser),
        resources: isUnknown(advertiser.resources) ? undefined : new Set(advertiser.resources),
    }));
    const byCluster = grouped(prepared, ({ advertiser: { cluster } }) => (isUnknown(cluster) ? undefined : cluster));
    const anywhere = byCluster.get(undefined) ?? [];
    return (pool, resource) => {
        const inCluster = isUnknown(pool.cluster) ? prepared : [...(byCluster.get(pool.cluster) ?? []), ...anywhere];
        const candidates = inCluster.filter(({ resources }) => resources?.has(resource.name) ?? true);
        const plugins = candidates.map(({ advertiser, lands }) => ({
            name: advertiser.name,
            ownership: pluginOwnership(advertiser, lands(pool), pool, resource),
        }));
        return [...imageOwners(pool, resource), ...plugins];
    };
}

function imageOwners({ image }: SeenPool, { family }: PoolResource): Owner[] {
    if (isUnknown(image)) {
        return [
            { name: "the image", ownership: { verdict: "undecided", why: `the image is not known: ${image.why}` } },
        ];
    }
    return image.advertises.includes(family)
        ? [{ name: `image ${image.name}`, ownership: { verdict: "advertises" } }]
        : [];
}

/** A plugin needs a node where it may land, with a driver. Nothing is sure while its cluster or its resources are not known. */
function pluginOwnership(
    advertiser: SeenAdvertiser,
    landing: Admission,
    { image, cluster }: SeenPool,
    { family }: PoolResource,
): Ownership {
    if (landing.verdict === "refuses") {
        const [first] = landing.reasons;
        const why = landing.reasons.map(({ text }) => text).join("; ");
        return { verdict: "cannot", why: `may not land: ${why}`, fix: landingFixes[first?.clause ?? "taint"] };
    }
    if (!isUnknown(image) && !image.drivers.includes(family)) {
        const why = `finds no device: image ${image.name} holds no ${family} driver`;
        return { verdict: "cannot", why, fix: `choose an image with the ${family} driver` };
    }
    const unknowns = [
        ...(landing.verdict === "undecided" ? landing.unknowns.map(({ text }) => text) : []),
        ...[image, cluster, advertiser.cluster, advertiser.resources].filter(isUnknown).map(({ why }) => why),
    ];
    return unknowns.length > 0 ? { verdict: "undecided", why: unknowns.join("; ") } : { verdict: "advertises" };
}

const landingFixes: Readonly<Record<Clause, string>> = {
    taint: "let the plugin tolerate the taint; a plan from planAdvertisers tolerates every taint of its pools",
    nodeSelector: "let the plugin select a label of the pool; a plan from planAdvertisers selects its pools by name",
    nodeAffinity: "let the plugin select a label of the pool; a plan from planAdvertisers selects its pools by name",
    request: "ask for no more than a node has",
};
